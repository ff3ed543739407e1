namespace Qit.Timing.Estimation;

/// <summary>Finds the tick that tags were cut to, from the tags.</summary>
public static class TickLattice
{
    /// <summary>Greatest common divisor of all differences between neighbouring tags, in picoseconds: the tick of a
    /// tagger whose tick is a whole number of picoseconds; 1 for any other. At least 1.</summary>
    public static long TickPicoseconds(ReadOnlySpan<long> tags)
    {
        long divisor = 0;
        for (int index = 1; index < tags.Length && divisor != 1; index++)
        {
            long difference = tags[index] - tags[index - 1];
            // Most differences are multiples of the tick found so far; in 32 bits that costs a third.
            if (divisor != 0 && (ulong)difference <= uint.MaxValue && divisor <= uint.MaxValue
                && (uint)difference % (uint)divisor == 0) continue;
            while (difference != 0) (divisor, difference) = (difference, divisor % difference);
        }

        // Few tags share a divisor by chance; a lattice is believed only when ticks are short against the spacing.
        const int FewTags = 16;
        return tags.Length < FewTags ? 1 : Math.Max(1, divisor);
    }
}
