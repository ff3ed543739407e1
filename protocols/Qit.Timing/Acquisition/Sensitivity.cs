// What a search that found nothing excludes. Hurdles on the way of S coincidences, if their peak is narrower than 1 ns:
// the coarse stage, where at least nine tenths of them fall into the best two bins whatever the offset and the skew between
// trial skews, and must exceed the cut; and the final test, whose tail must pay for every cell of the search.
namespace Qit.Timing.Acquisition;

/// <summary>Coincidences that would have been found with at least 95 % probability.</summary>
internal static class Sensitivity
{
    private const double CellPicoseconds = 4000;
    private const double Quantile = 1.645;

    /// <summary>After coarse stages.</summary>
    /// <param name="floor">Pairs in a bin without a peak.</param>
    /// <param name="cut">Standard deviations that were looked at.</param>
    /// <param name="density">Accidental pairs per picosecond of difference.</param>
    /// <param name="space">What was searched.</param>
    /// <param name="halfSpan">Half the data's length, picoseconds.</param>
    /// <param name="logLimit">Natural logarithm of the false-alarm probability.</param>
    public static double FoundCoincidences(
        double floor, double cut, double density, SearchSpace space, double halfSpan, double logLimit)
    {
        const double Caught = 0.9;
        double level = 2 * Math.Max(floor, 0.02);
        double coarse = Exceeding(level, (cut * Math.Sqrt(level)) + (((cut * cut) - 1) / 6)) / Caught;
        return Math.Ceiling(Math.Max(coarse, FoundDirectly(density * CellPicoseconds, space, CellPicoseconds, halfSpan, logLimit)));
    }

    /// <summary>By the final test in a cell.</summary>
    /// <param name="expected">Pairs in the cell without a peak.</param>
    /// <param name="space">What was searched.</param>
    /// <param name="width">Width of the cell, picoseconds.</param>
    /// <param name="halfSpan">Half the data's length, picoseconds.</param>
    /// <param name="logLimit">Natural logarithm of the false-alarm probability.</param>
    public static double FoundDirectly(
        double expected, SearchSpace space, double width, double halfSpan, double logLimit)
    {
        double log = logLimit - space.LogCells(width, halfSpan);
        long needed = 3;
        long high = 4;
        while (PoissonTail.LogAtLeast(high, expected) > log) high *= 2;
        while (needed < high)
        {
            long middle = needed + ((high - needed) / 2);
            if (PoissonTail.LogAtLeast(middle, expected) > log) needed = middle + 1;
            else high = middle;
        }

        return Math.Ceiling(Exceeding(expected, needed - expected));
    }

    /// <summary>Mean of a signal that, on a floor, exceeds the floor by at least the excess with 95 % probability.
    /// </summary>
    private static double Exceeding(double floor, double excess)
    {
        double signal = Math.Max(excess, 1);
        for (int iteration = 0; iteration < 20; iteration++)
            signal = excess + (Quantile * Math.Sqrt(Math.Max(signal, 1) + floor));
        return signal;
    }
}
