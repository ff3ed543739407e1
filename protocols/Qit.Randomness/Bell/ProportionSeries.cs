using Qit.Randomness.Statistics;

namespace Qit.Randomness.Bell;

/// <summary>
/// Does a proportion stay the same over consecutive segments of a run? Three looks at it: anything at all (chi-square
/// homogeneity), a step (the largest cumulative sum of deviations from the mean), a slope (Cochran-Armitage).
/// </summary>
/// <remarks>
/// Limits of many trials: neighbouring segments are joined until each expects five of the rarer kind, and what expects
/// fewer in the whole run is not judged. p-values err on the safe side for the step (<see cref="KolmogorovTail"/>).
/// </remarks>
public sealed class ProportionSeries
{
    private const double LeastExpected = 5;

    private ProportionSeries(string quantity, List<(double Ones, double Trials, double Middle)> parts, int[] lastSegments)
    {
        Quantity = quantity;
        ChangepointSegment = -1;
        double ones = parts.Sum(p => p.Ones);
        double trials = parts.Sum(p => p.Trials);
        Mean = ones / trials;
        if (parts.Count < 2) return;
        double variance = Mean * (1 - Mean);
        Log10Homogeneity = ChiSquareTail.Log10Upper(
            parts.Sum(p => Square(p.Ones - (p.Trials * Mean)) / (p.Trials * variance)), parts.Count - 1);

        double sum = 0;
        double largest = 0;
        for (int i = 0; i < parts.Count - 1; i++)
        {
            sum += parts[i].Ones - (parts[i].Trials * Mean);
            if (Math.Abs(sum) <= largest) continue;
            largest = Math.Abs(sum);
            ChangepointSegment = lastSegments[i] + 1;
        }
        Log10Changepoint = KolmogorovTail.Log10Upper(largest / Math.Sqrt(trials * variance));

        double centre = parts.Sum(p => p.Trials * p.Middle) / trials;
        double spread = parts.Sum(p => p.Trials * Square(p.Middle - centre));
        double slope = parts.Sum(p => (p.Ones - (p.Trials * Mean)) * (p.Middle - centre)) / spread;
        double error = Math.Sqrt(variance / spread);
        SlopePerTrial = slope;
        SlopeStandardError = error;
        Log10Trend = NormalTail.Log10TwoSided(slope / error);
    }

    /// <summary>What is counted.</summary>
    public string Quantity { get; }

    /// <summary>The proportion over the whole run; not a number without trials.</summary>
    public double Mean { get; }

    /// <summary>log10 of the p-value of homogeneity, at most 0; 0 where there is too little to judge.</summary>
    public double Log10Homogeneity { get; }

    /// <summary>log10 of the p-value that there is no step, at most 0.</summary>
    public double Log10Changepoint { get; }

    /// <summary>First segment after the most likely step, from 1; -1 where there is none to see.</summary>
    public int ChangepointSegment { get; }

    /// <summary>log10 of the two-sided p-value that there is no slope, at most 0.</summary>
    public double Log10Trend { get; }

    /// <summary>Change of the proportion for each trial of the run (of any settings).</summary>
    public double SlopePerTrial { get; }

    /// <summary>Standard error of the slope.</summary>
    public double SlopeStandardError { get; }

    /// <summary>log10 of the p-value of the three together (Bonferroni), at most 0.</summary>
    public double Log10PValue => Math.Min(
        0, Math.Min(Log10Homogeneity, Math.Min(Log10Changepoint, Log10Trend)) + Math.Log10(3));

    /// <summary>Tests a proportion.</summary>
    /// <param name="quantity">What is counted, for messages.</param>
    /// <param name="segments">
    /// For each consecutive segment the ones, the trials they are among, and the trials the segment spans (at least as many).
    /// </param>
    public static ProportionSeries From(string quantity, IReadOnlyList<(long Ones, long Trials, long Span)> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        double ones = segments.Sum(s => (double)s.Ones);
        double trials = segments.Sum(s => (double)s.Trials);
        double rarer = Math.Min(ones, trials - ones) / trials;
        var parts = new List<(double Ones, double Trials, double Middle)>();
        var last = new List<int>();
        (double Ones, double Trials, double Moment) open = default;
        double start = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            (long segmentOnes, long segmentTrials, long span) = segments[i];
            open = (open.Ones + segmentOnes, open.Trials + segmentTrials,
                open.Moment + (segmentTrials * (start + (span / 2.0))));
            start += span;
            if (!(open.Trials * rarer >= LeastExpected)) continue;
            parts.Add((open.Ones, open.Trials, open.Moment / open.Trials));
            last.Add(i);
            open = default;
        }
        if (open.Trials > 0) JoinRest(parts, open);
        return new ProportionSeries(quantity, parts, [.. last]);
    }

    private static void JoinRest(
        List<(double Ones, double Trials, double Middle)> parts, (double Ones, double Trials, double Moment) rest)
    {
        (double ones, double trials, double middle) = parts.Count > 0 ? parts[^1] : default;
        double all = trials + rest.Trials;
        (double, double, double) joined = (ones + rest.Ones, all, ((trials * middle) + rest.Moment) / all);
        if (parts.Count > 0) parts[^1] = joined;
        else parts.Add(joined);
    }

    private static double Square(double value) => value * value;
}
