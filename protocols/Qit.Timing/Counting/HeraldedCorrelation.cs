namespace Qit.Timing.Counting;

/// <summary>
/// Heralded autocorrelation of a single-photon source at zero delay: one photon of each pair heralds, the other meets a
/// beam splitter with detectors A and B behind it. g2(0) = N_h N_hab / (N_ha N_hb) (Grangier, Roger and Aspect, Europhys.
/// Lett. 1, 173 (1986)): 0 for single photons, 1 where A and B know nothing of the herald or of each other.
/// </summary>
/// <param name="Heralds">N_h, tags of the heralding channel.</param>
/// <param name="WithA">N_ha, heralds with at least one tag of A within half the window, edges included.</param>
/// <param name="WithB">N_hb, the same of B.</param>
/// <param name="WithBoth">N_hab, heralds with both.</param>
public sealed record HeraldedCorrelation(long Heralds, long WithA, long WithB, long WithBoth)
{
    /// <summary>g2(0), with the error of Poisson counts, of which one is assumed where no triple was seen. Null when A or B
    /// was never heralded.</summary>
    public ValueWithError? SecondOrder
    {
        get
        {
            if (WithA == 0 || WithB == 0) return null;
            double scale = (double)Heralds / WithA / WithB;
            // Independent counts: both, only A, only B, neither; the derivative of ln g2 by each.
            double both = Math.Max(WithBoth, 1);
            double byBoth = (1 / both) + (1.0 / Heralds) - (1.0 / WithA) - (1.0 / WithB);
            double byA = (1.0 / Heralds) - (1.0 / WithA);
            double byB = (1.0 / Heralds) - (1.0 / WithB);
            double neither = Heralds - WithA - WithB + WithBoth;
            double variance = (byBoth * byBoth * both) + (byA * byA * (WithA - WithBoth)) + (byB * byB * (WithB - WithBoth))
                + (neither / Heralds / Heralds);
            return new ValueWithError(scale * WithBoth, scale * both * Math.Sqrt(variance));
        }
    }

    /// <summary>Looks around each herald. Unlike in a threefold coincidence, A and B need not be close to each other: else
    /// unrelated streams would give 3/4 and not 1.</summary>
    /// <param name="heralds">Ascending tags, ps, delay-corrected, within 2^61.</param>
    /// <param name="a">The same of A.</param>
    /// <param name="b">The same of B.</param>
    /// <param name="windowPicoseconds">Full width of the window around the herald, 0 to 2e15 ps.</param>
    /// <exception cref="ArgumentException">Times descend, or the window is out of range.</exception>
    public static HeraldedCorrelation Count(
        ReadOnlySpan<long> heralds, ReadOnlySpan<long> a, ReadOnlySpan<long> b, long windowPicoseconds)
    {
        if (windowPicoseconds is < 0 or > CoincidencePattern.WidestPicoseconds)
            throw new ArgumentOutOfRangeException(nameof(windowPicoseconds), windowPicoseconds, "right would be 0 to 2e15 ps");
        CheckAscending(heralds, 0);
        CheckAscending(a, 1);
        CheckAscending(b, 2);
        long half = windowPicoseconds / 2;
        long withA = 0;
        long withB = 0;
        long withBoth = 0;
        int atA = 0;
        int atB = 0;
        foreach (long herald in heralds)
        {
            bool hasA = IsNear(a, ref atA, herald, half);
            bool hasB = IsNear(b, ref atB, herald, half);
            withA += hasA ? 1 : 0;
            withB += hasB ? 1 : 0;
            withBoth += hasA && hasB ? 1 : 0;
        }
        return new HeraldedCorrelation(heralds.Length, withA, withB, withBoth);
    }

    private static bool IsNear(ReadOnlySpan<long> times, ref int index, long time, long half)
    {
        index = GallopSearch.FirstNotBelow(times, index, time - half);
        return index < times.Length && times[index] <= time + half;
    }

    private static void CheckAscending(ReadOnlySpan<long> times, int channel)
    {
        long last = long.MinValue;
        AscendingTimes.Check(times, ref last, channel);
    }
}
