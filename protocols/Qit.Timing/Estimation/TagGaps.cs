namespace Qit.Timing.Estimation;

/// <summary>What the gaps between a station's tags say about its dead time.</summary>
internal static class TagGaps
{
    /// <summary>Shortest gap in picoseconds where it shows a dead time, else 0. Without a dead time n tags at rate R have
    /// n R g gaps below g on average; that none is there by chance has probability exp(-n R g), and 1e-9 is asked.</summary>
    public static double DeadTimePicoseconds(ReadOnlySpan<long> tags)
    {
        const double FewestExpected = 20;
        if (tags.Length < 100) return 0;
        long shortest = long.MaxValue;
        for (int index = 1; index < tags.Length; index++) shortest = Math.Min(shortest, tags[index] - tags[index - 1]);
        double span = tags[^1] - tags[0];
        double expected = (double)tags.Length * tags.Length * shortest / span;
        return expected > FewestExpected ? shortest : 0;
    }
}
