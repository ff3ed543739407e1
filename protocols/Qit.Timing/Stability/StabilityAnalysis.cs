namespace Qit.Timing.Stability;

/// <summary>Stability curves of clock data. Averaging factors for which the data have no term, or the measure no
/// definition, are left out of the curve.</summary>
public static class StabilityAnalysis
{
    /// <summary>One measure at several averaging factors.</summary>
    /// <param name="data">The measurements.</param>
    /// <param name="measure">What to compute.</param>
    /// <param name="multiples">Averaging factors, each at least 1, growing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An averaging factor is below 1 or not above the one
    /// before.</exception>
    public static IReadOnlyList<StabilityPoint> Compute(
        ClockData data, StabilityMeasure measure, ReadOnlySpan<int> multiples)
    {
        ArgumentNullException.ThrowIfNull(data);
        for (int index = 0; index < multiples.Length; index++)
        {
            if (multiples[index] <= (index == 0 ? 0 : multiples[index - 1]))
                throw new ArgumentOutOfRangeException(nameof(multiples), multiples[index], "must be above 0, growing");
        }

        Func<int, Estimate> estimate = Prepare(data, measure, multiples.ToArray());
        var points = new List<StabilityPoint>(multiples.Length);
        foreach (int m in multiples)
        {
            if (!StabilityMeasures.IsDefinedAt(measure, m)
                || StabilityMeasures.FewestPoints(measure, m) > data.PhaseSeconds.Length)
                continue;
            Estimate found = estimate(m);
            double tau = StabilityMeasures.TauOverSpacing(measure, m) * data.IntervalSeconds;
            if (found.Terms > 0 && !double.IsNaN(found.Value))
                points.Add(new StabilityPoint(m, tau, found.Value, found.Terms, found.LeftOut));
        }

        return points;
    }

    /// <summary>What computes one measure at growing averaging factors, with what they share made once.</summary>
    private static Func<int, Estimate> Prepare(ClockData data, StabilityMeasure measure, int[] multiples)
    {
        double interval = data.IntervalSeconds;
        switch (measure)
        {
            case StabilityMeasure.Allan:
                return m => Differences(data, 2, m, m, Math.Sqrt(2) * m * interval);
            case StabilityMeasure.OverlappingAllan:
                return EveryDifference(data, 2, multiples, m => Math.Sqrt(2) * m * interval);
            case StabilityMeasure.Hadamard:
                return m => Differences(data, 3, m, m, Math.Sqrt(6) * m * interval);
            case StabilityMeasure.OverlappingHadamard:
                return EveryDifference(data, 3, multiples, m => Math.Sqrt(6) * m * interval);
            case StabilityMeasure.TimeIntervalErrorRms:
                return EveryDifference(data, 1, multiples, _ => 1);
            case StabilityMeasure.ModifiedAllan:
            case StabilityMeasure.Time:
                ReadOnlyMemory<double> whole = Whole(data);
                return m =>
                {
                    double sum = ModifiedSum.OfSquares(
                        whole.Span, m, data.MissingBefore, data.FromFrequency, out int terms, out int leftOut);
                    double rms = Math.Sqrt(sum / terms) / m;
                    return new Estimate(rms / DividedBy(measure, StabilityMeasure.Time, m * interval), terms, leftOut);
                };
            case StabilityMeasure.Total:
                return m =>
                {
                    double sum = TotalSum.OfSquares(
                        data.PhaseSeconds, m, Spanned(data), data.HasNaN, out int terms, out int leftOut);
                    return new Estimate(Math.Sqrt(sum / terms / 2) / (m * interval), terms, leftOut);
                };
            case StabilityMeasure.MaximumTimeIntervalError:
                var extremes = new WindowExtremes(Whole(data).Span);
                return m =>
                {
                    double spread = extremes.LargestSpread(m + 1, data.MissingBefore, data.FromFrequency, out int leftOut);
                    return new Estimate(spread, data.PhaseSeconds.Length - m - leftOut, leftOut);
                };
            case StabilityMeasure.ModifiedTotal:
            case StabilityMeasure.TimeTotal:
                var windows = new DetrendedWindowSums(Whole(data).Span);
                return m =>
                {
                    int reach = data.FromFrequency ? (3 * m) - 1 : 3 * m;
                    double sum = windows.OfSquares(m, data.MissingBefore, reach, out int terms, out int leftOut);
                    double rms = Math.Sqrt(sum / terms);
                    return new Estimate(rms / DividedBy(measure, StabilityMeasure.TimeTotal, m * interval), terms, leftOut);
                };
            case StabilityMeasure.HadamardTotal:
                double[] frequency = data.Frequencies(out int[]? missingBefore);
                var frequencies = new DetrendedWindowSums(frequency);
                return m =>
                {
                    if (m == 1) return Differences(data, 3, 1, 1, Math.Sqrt(6) * interval);
                    double sum = frequencies.OfSquares(m, missingBefore, 3 * m, out int terms, out int leftOut);
                    return new Estimate(Math.Sqrt(sum / terms / 6), terms, leftOut);
                };
            case StabilityMeasure.Theo1:
                return m =>
                {
                    double mean = Theo1Sum.Mean(
                        data.PhaseSeconds, m, Spanned(data), data.HasNaN, out long terms, out long leftOut);
                    return new Estimate(Math.Sqrt(mean / 0.75) / (m * interval), terms, leftOut);
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(measure), measure, "no such measure");
        }
    }

    /// <summary>Over every start: without gaps at all averaging factors in one pass.</summary>
    private static Func<int, Estimate> EveryDifference(
        ClockData data, int order, int[] multiples, Func<int, double> divisor)
    {
        if (data.Missing > 0) return m => Differences(data, order, m, 1, divisor(m));
        double[] sums = DifferenceSums.OfSquares(data.PhaseSeconds, order, multiples);
        return m =>
        {
            long terms = data.PhaseSeconds.Length - ((long)order * m);
            return new Estimate(Math.Sqrt(sums[Array.BinarySearch(multiples, m)] / terms) / divisor(m), terms, 0);
        };
    }

    private static Estimate Differences(ClockData data, int order, int m, int stride, double divisor)
    {
        double sum = DifferenceSums.OfSquares(
            data.PhaseSeconds, order, m, stride, Spanned(data), data.HasNaN, out int terms, out int leftOut);
        return new Estimate(Math.Sqrt(sum / terms) / divisor, terms, leftOut);
    }

    // Differences of phase care for their own points only; of frequency for all that they span.
    private static ReadOnlySpan<int> Spanned(ClockData data) => data.FromFrequency ? data.MissingBefore : default;

    // The rms of a second difference of means is sqrt(2) tau MDEV, and sqrt(6) TDEV.
    private static double DividedBy(StabilityMeasure measure, StabilityMeasure time, double tau) =>
        measure == time ? Math.Sqrt(6) : Math.Sqrt(2) * tau;

    /// <summary>The phase with the value before for NaN: running sums and window extremes must survive a gap, and sums of
    /// something else would lose digits to it. What the gap touches is left out by count.</summary>
    private static ReadOnlyMemory<double> Whole(ClockData data)
    {
        if (!data.HasNaN) return data.Phase;
        double[] whole = data.Phase.ToArray();
        int first = Array.FindIndex(whole, value => !double.IsNaN(value));
        double before = first < 0 ? 0 : whole[first];
        for (int index = 0; index < whole.Length; index++)
        {
            if (double.IsNaN(whole[index])) whole[index] = before;
            before = whole[index];
        }

        return whole;
    }

    private readonly record struct Estimate(double Value, long Terms, long LeftOut);
}
