namespace Qit.Timing.Stability;

/// <summary>Stability curves of clock data. Averaging factors for which the data have no term are left out of the
/// curve.</summary>
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

        bool hasNaN = !data.FromFrequency && data.Missing > 0;
        WindowExtremes? extremes = measure == StabilityMeasure.MaximumTimeIntervalError
            ? new WindowExtremes(Whole(data)) : null;
        ReflectedPhase? reflected = measure == StabilityMeasure.Total && data.PhaseSeconds.Length > 0
            ? new ReflectedPhase(data) : null;
        ReadOnlySpan<double> whole = measure is StabilityMeasure.ModifiedAllan or StabilityMeasure.Time
            ? Whole(data) : default;
        var points = new List<StabilityPoint>(multiples.Length);
        foreach (int m in multiples)
        {
            if (StabilityMeasures.FewestPoints(measure, m) > data.PhaseSeconds.Length) continue;
            double tau = m * data.IntervalSeconds;
            int terms;
            int leftOut;
            double value;
            switch (measure)
            {
                case StabilityMeasure.Allan:
                case StabilityMeasure.OverlappingAllan:
                    double second = Differences(
                        data, 2, m, measure == StabilityMeasure.Allan ? m : 1, hasNaN, out terms, out leftOut);
                    value = Math.Sqrt(second / terms / 2) / tau;
                    break;
                case StabilityMeasure.Hadamard:
                case StabilityMeasure.OverlappingHadamard:
                    double third = Differences(
                        data, 3, m, measure == StabilityMeasure.Hadamard ? m : 1, hasNaN, out terms, out leftOut);
                    value = Math.Sqrt(third / terms / 6) / tau;
                    break;
                case StabilityMeasure.ModifiedAllan:
                case StabilityMeasure.Time:
                    double modified = ModifiedSum.OfSquares(
                        whole, m, data.MissingBefore, data.FromFrequency, out terms, out leftOut);
                    value = Math.Sqrt(modified / terms / 2) / m / tau;
                    if (measure == StabilityMeasure.Time) value *= tau / Math.Sqrt(3);
                    break;
                case StabilityMeasure.Total:
                    value = Math.Sqrt(reflected!.SumOfSquares(m, hasNaN, out terms, out leftOut) / terms / 2) / tau;
                    break;
                case StabilityMeasure.TimeIntervalErrorRms:
                    value = Math.Sqrt(Differences(data, 1, m, 1, hasNaN, out terms, out leftOut) / terms);
                    break;
                default:
                    value = extremes!.LargestSpread(m + 1, data.MissingBefore, data.FromFrequency, out leftOut);
                    terms = data.PhaseSeconds.Length - m - leftOut;
                    break;
            }

            if (terms > 0) points.Add(new StabilityPoint(m, tau, value, terms, leftOut));
        }

        return points;
    }

    private static double Differences(
        ClockData data, int order, int m, int stride, bool hasNaN, out int terms, out int leftOut)
    {
        // Differences of phase care for their own points only; of frequency for all that they span.
        ReadOnlySpan<int> gaps = data.FromFrequency ? data.MissingBefore : default;
        return DifferenceSums.OfSquares(data.PhaseSeconds, order, m, stride, gaps, hasNaN, out terms, out leftOut);
    }

    /// <summary>The phase with 0 for NaN: running sums and window extremes must survive a gap; what it touches is left
    /// out by count.</summary>
    private static ReadOnlySpan<double> Whole(ClockData data)
    {
        if (data.FromFrequency || data.Missing == 0) return data.PhaseSeconds;
        double[] whole = data.PhaseSeconds.ToArray();
        for (int index = 0; index < whole.Length; index++)
        {
            if (double.IsNaN(whole[index])) whole[index] = 0;
        }

        return whole;
    }
}
