namespace Qit.Timing.Stability;

/// <summary>One piece of a mask: for tau above one bound up to and including another, the limit is
/// <paramref name="LimitNanoseconds"/> + <paramref name="SlopeNanosecondsPerSecond"/> tau^<paramref name="Power"/>.
/// </summary>
/// <param name="AboveSeconds">Lower bound of tau, not itself included.</param>
/// <param name="UpToSeconds">Upper bound of tau, included; infinite where the recommendation names none.</param>
/// <param name="LimitNanoseconds">Constant part.</param>
/// <param name="SlopeNanosecondsPerSecond">Part that grows with tau; its value at 1 s.</param>
/// <param name="Power">Power of tau that it grows with.</param>
public readonly record struct MaskRow(
    double AboveSeconds, double UpToSeconds, double LimitNanoseconds, double SlopeNanosecondsPerSecond = 0,
    double Power = 1)
{
    /// <summary>The limit at a tau, NaN outside this piece.</summary>
    /// <param name="tauSeconds">Averaging time in seconds.</param>
    public double At(double tauSeconds) => tauSeconds > AboveSeconds && tauSeconds <= UpToSeconds
        ? LimitNanoseconds + (SlopeNanosecondsPerSecond * Math.Pow(tauSeconds, Power)) : double.NaN;
}

/// <summary>What a recommendation allows a clock of one class.</summary>
/// <param name="Name">Short name, lower case.</param>
/// <param name="Source">Recommendation and edition.</param>
/// <param name="Condition">What must hold of the data for the limits to apply; empty if nothing special.</param>
/// <param name="MaximumTimeErrorNanoseconds">Limit of the largest absolute time error; null if there is none.</param>
/// <param name="Mtie">Limits of MTIE; empty if there are none.</param>
/// <param name="Tdev">Limits of TDEV; empty if there are none.</param>
public sealed record TimingMask(
    string Name,
    string Source,
    string Condition,
    double? MaximumTimeErrorNanoseconds,
    IReadOnlyList<MaskRow> Mtie,
    IReadOnlyList<MaskRow> Tdev);

/// <summary>One limit compared with the data.</summary>
/// <param name="Quantity">"max|TE|", "MTIE" or "TDEV".</param>
/// <param name="TauSeconds">Averaging time in seconds; null for max|TE|.</param>
/// <param name="ValueNanoseconds">What the data have.</param>
/// <param name="LimitNanoseconds">What the mask allows.</param>
public readonly record struct MaskComparison(
    string Quantity, double? TauSeconds, double ValueNanoseconds, double LimitNanoseconds)
{
    /// <summary>True if the value is at most the limit.</summary>
    public bool Holds => ValueNanoseconds <= LimitNanoseconds;

    /// <summary>Value over limit: how many times too large where it does not hold.</summary>
    public double Factor => ValueNanoseconds / LimitNanoseconds;
}

/// <summary>Compares data with a mask.</summary>
public static class MaskCheck
{
    /// <summary>Averaging factors to compare at: the given ones and, since a limit is reached most easily where it stops
    /// growing, the ends of the mask's pieces.</summary>
    /// <param name="mask">The limits.</param>
    /// <param name="intervalSeconds">Spacing of the measurements.</param>
    /// <param name="chosen">Averaging factors to be among them.</param>
    /// <param name="largest">The largest allowed.</param>
    public static int[] Multiples(TimingMask mask, double intervalSeconds, ReadOnlySpan<int> chosen, int largest)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var multiples = new SortedSet<int>(chosen.ToArray());
        foreach (MaskRow row in mask.Mtie.Concat(mask.Tdev))
        {
            foreach (double bound in new[] { row.AboveSeconds, row.UpToSeconds })
            {
                // The last at the bound or before it, and the first after it; 1e-9 for bounds that are a multiple.
                double at = Math.Floor((bound / intervalSeconds) * (1 + 1e-9));
                if (at >= 1 && at <= largest) multiples.Add((int)at);
                if (at >= 0 && at + 1 <= largest) multiples.Add((int)at + 1);
            }
        }

        return [.. multiples];
    }

    /// <summary>Every comparison that the data allow: those at a tau outside the mask, and max|TE| of frequency data, are
    /// not made. Whether the data reach over the mask's whole range is for the caller to look at.</summary>
    /// <param name="mask">The limits.</param>
    /// <param name="data">The measurements, absolute time errors for max|TE|.</param>
    /// <param name="multiples">Averaging factors to compare at, growing.</param>
    public static IReadOnlyList<MaskComparison> Compare(TimingMask mask, ClockData data, ReadOnlySpan<int> multiples)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(data);
        var comparisons = new List<MaskComparison>();
        double largest = data.LargestTimeErrorSeconds() * 1e9;
        if (mask.MaximumTimeErrorNanoseconds is double limit && !double.IsNaN(largest))
            comparisons.Add(new MaskComparison("max|TE|", null, largest, limit));
        Add("MTIE", mask.Mtie, StabilityMeasure.MaximumTimeIntervalError, data, multiples, comparisons);
        Add("TDEV", mask.Tdev, StabilityMeasure.Time, data, multiples, comparisons);
        return comparisons;
    }

    private static void Add(
        string quantity, IReadOnlyList<MaskRow> rows, StabilityMeasure measure, ClockData data,
        ReadOnlySpan<int> multiples, List<MaskComparison> comparisons)
    {
        if (rows.Count == 0) return;
        foreach (StabilityPoint point in StabilityAnalysis.Compute(data, measure, multiples))
        {
            foreach (MaskRow row in rows)
            {
                double limit = row.At(point.TauSeconds);
                if (double.IsNaN(limit)) continue;
                comparisons.Add(new MaskComparison(quantity, point.TauSeconds, point.Value * 1e9, limit));
                break;
            }
        }
    }
}
