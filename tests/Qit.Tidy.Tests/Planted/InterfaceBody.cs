namespace Planted;

public interface IWithBody
{
    int Required();

    int Twice() => 2 * Required(); //! INTERFACE

    static int Shared() => 3; //! INTERFACE

    static int Counter; //! INTERFACE
}

public interface INearMiss
{
    const int Limit = 3;

    int Required();

    int Value { get; }
}

public abstract class NearMiss : INearMiss
{
    public abstract int Required();

    public int Value => Required() + INearMiss.Limit;
}
