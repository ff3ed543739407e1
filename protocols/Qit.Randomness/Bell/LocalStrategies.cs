namespace Qit.Randomness.Bell;

/// <summary>
/// The sixteen deterministic local strategies, the extreme points of the local polytope: strategy s answers a = bit x of s at
/// station A and b = bit 2 + y of s at station B.
/// </summary>
public static class LocalStrategies
{
    /// <summary>Number of strategies.</summary>
    public const int Count = 16;

    /// <summary>The cell 4 (2x + y) + 2a + b into which a strategy puts a trial with settings z = 2x + y.</summary>
    public static int Cell(int strategy, int z)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)strategy, (uint)Count, nameof(strategy));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)z, 4u, nameof(z));
        int a = (strategy >> (z >> 1)) & 1;
        int b = (strategy >> (2 + (z & 1))) & 1;
        return (4 * z) + (2 * a) + b;
    }
}
