namespace Qit.Timing.Acquisition;

/// <summary>What a search that found nothing excludes.</summary>
internal static class Sensitivity
{
    /// <summary>Coincidences that would have been found with at least 95 % probability, if their peak is narrower than
    /// 1 ns. Two hurdles: standing among the coarse candidates, and passing the final test.</summary>
    public static double SmallestFoundCoincidences(
        CandidateList candidates, double pairsPerPicosecond, PairZoom zoom, double logLimit)
    {
        // Coarse: the peak must exceed the weakest candidate by 1.7 standard deviations of its own sum. Two bins catch
        // at least three quarters of a peak that drifts by up to half a bin.
        const double CaughtInTwoBins = 0.75;
        double floor = candidates.HighestFloor;
        double cut = candidates.CutScore;
        double coarse = Exceeding(floor, cut * Math.Sqrt(floor)) / CaughtInTwoBins;

        // Final: the tail for the count in a cell of 4 ns must pay for every cell of the search.
        const double CellPicoseconds = 4000;
        double expected = pairsPerPicosecond * CellPicoseconds;
        double log = logLimit - zoom.LogSearchCells(CellPicoseconds);
        long needed = 3;
        long high = 4;
        while (PoissonTail.LogAtLeast(high, expected) > log) high *= 2;
        while (needed < high)
        {
            long middle = needed + ((high - needed) / 2);
            if (PoissonTail.LogAtLeast(middle, expected) > log) needed = middle + 1;
            else high = middle;
        }

        return Math.Ceiling(Math.Max(coarse, Exceeding(expected, needed - expected)));
    }

    /// <summary>Mean of a signal that, on a floor, exceeds the floor by at least the excess with 95 % probability.
    /// </summary>
    private static double Exceeding(double floor, double excess)
    {
        const double Quantile = 1.645;
        double signal = Math.Max(excess, 1);
        for (int iteration = 0; iteration < 20; iteration++)
            signal = excess + (Quantile * Math.Sqrt(Math.Max(signal, 1) + floor));
        return signal;
    }
}
