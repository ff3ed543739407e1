// required members are enforced by attributes that the device lacks; the compiler notices when it emits.
namespace Planted;

public sealed class Required //! SURFACE
{
    public required int Value { get; init; }
}

public sealed class NearMiss(int value)
{
    public int Value { get; init; } = value;
}
