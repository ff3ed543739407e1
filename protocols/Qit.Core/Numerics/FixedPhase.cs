namespace Qit.Core.Numerics;

/// <summary>Phases as integers: 2^32 is a turn. A measured phase is an <c>int</c>, which wraps as phases do; one that counts
/// whole turns as well is a <c>long</c>.</summary>
public static class FixedPhase
{
    /// <summary>The phase that equals a measured one but for whole turns and is nearest to an expected one. Exact.</summary>
    /// <param name="measured">Measured phase, any value.</param>
    /// <param name="expected">Expected phase, -2^62 to 2^62.</param>
    /// <returns>From <paramref name="expected"/> less half a turn to just below it plus half a turn.</returns>
    public static long Nearest(int measured, long expected)
    {
        long difference = -expected + measured;
        return expected + ((difference << 32) >> 32);
    }
}
