// volatile needs the modifier type IsVolatile; the compiler notices when it emits.
namespace Planted;

public static class MissingModifier
{
    private static volatile int flag;

    public static int Flag => flag; //! SURFACE
}

public static class NearMiss
{
    private static int flag;

    public static int Flag
    {
        get => flag;
        set => flag = value;
    }
}
