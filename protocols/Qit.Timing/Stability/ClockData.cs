namespace Qit.Timing.Stability;

/// <summary>
/// Evenly spaced measurements of one clock against another, as phase. Missing measurements (NaN) cost exactly what
/// cannot be known without them: of phase data every difference or window that contains the missing point; of frequency
/// data everything that spans the missing value, because the phase gained meanwhile is unknown.
/// </summary>
public sealed class ClockData
{
    private readonly double[] phase;

    private ClockData(double[] phaseSeconds, double intervalSeconds, bool fromFrequency, int missing, int[]? missingBefore)
    {
        phase = phaseSeconds;
        IntervalSeconds = intervalSeconds;
        FromFrequency = fromFrequency;
        Missing = missing;
        MissingBefore = missingBefore;
    }

    /// <summary>Spacing of the measurements in seconds.</summary>
    public double IntervalSeconds { get; }

    /// <summary>True if the measurements were fractional frequencies: the phase then has an unknown constant.</summary>
    public bool FromFrequency { get; }

    /// <summary>Number of missing measurements.</summary>
    public int Missing { get; }

    /// <summary>Phase in seconds; of frequency data one point more than measurements, starting at 0. NaN where a phase is
    /// missing.</summary>
    public ReadOnlySpan<double> PhaseSeconds => phase;

    /// <summary>The phase, for code that keeps it.</summary>
    internal ReadOnlyMemory<double> Phase => phase;

    /// <summary>True if a missing measurement shows as NaN in the phase: of phase data only.</summary>
    internal bool HasNaN => !FromFrequency && Missing > 0;

    /// <summary>Null without gaps. Of phase data, entry k counts the missing among the first k phases; of frequency data,
    /// those among the first k frequencies.</summary>
    internal int[]? MissingBefore { get; }

    /// <summary>Takes phase (time error) measurements.</summary>
    /// <param name="seconds">Phase in seconds, evenly spaced; NaN where missing.</param>
    /// <param name="intervalSeconds">Spacing in seconds, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spacing is not above 0, or a value is infinite.</exception>
    public static ClockData OfPhase(ReadOnlySpan<double> seconds, double intervalSeconds)
    {
        CheckInterval(intervalSeconds);
        int[]? before = CountMissing(seconds, nameof(seconds), out int missing);
        return new ClockData(seconds.ToArray(), intervalSeconds, fromFrequency: false, missing, before);
    }

    /// <summary>Takes fractional frequency measurements, each the mean over one interval.</summary>
    /// <param name="fractional">Fractional frequency, dimensionless, without dead time; NaN where missing.</param>
    /// <param name="intervalSeconds">Spacing in seconds, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spacing is not above 0, or a value is infinite.</exception>
    public static ClockData OfFrequency(ReadOnlySpan<double> fractional, double intervalSeconds)
    {
        CheckInterval(intervalSeconds);
        int[]? before = CountMissing(fractional, nameof(fractional), out int missing);
        var phase = new double[fractional.Length + 1];
        // Compensated (Neumaier): a sum far from 0 would otherwise put its own random walk into the phase.
        double sum = 0;
        double lost = 0;
        for (int index = 0; index < fractional.Length; index++)
        {
            double value = double.IsNaN(fractional[index]) ? 0 : fractional[index];
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
            phase[index + 1] = (sum + lost) * intervalSeconds;
        }

        return new ClockData(phase, intervalSeconds, fromFrequency: true, missing, before);
    }

    /// <summary>Largest absolute phase in seconds; NaN of frequency data, whose phase has an unknown constant, and where
    /// all is missing.</summary>
    public double LargestTimeErrorSeconds()
    {
        if (FromFrequency) return double.NaN;
        double largest = double.NaN;
        foreach (double value in phase)
        {
            if (!(Math.Abs(value) <= largest) && !double.IsNaN(value)) largest = Math.Abs(value);
        }

        return largest;
    }

    /// <summary>The longest run of phases with no missing measurement in or between them; the first of several.</summary>
    internal ReadOnlySpan<double> LongestWholeStretch()
    {
        if (MissingBefore is not int[] before) return phase;
        int bestFrom = 0;
        int bestLength = 0;
        int from = 0;
        for (int index = 0; index < before.Length; index++)
        {
            // Entry index + 1 counts the phase, or the interval, at index.
            bool ends = index + 1 == before.Length || before[index + 1] != before[index];
            if (!ends) continue;
            int to = Math.Min(phase.Length, FromFrequency ? index + 1 : index);
            if (to - from > bestLength) (bestFrom, bestLength) = (from, to - from);
            from = index + 1;
        }

        return phase.AsSpan(bestFrom, bestLength);
    }

    /// <summary>Mean fractional frequency over each interval, 0 where it is not known.</summary>
    /// <param name="missingBefore">Null without gaps; otherwise entry k counts the unknown among the first k.</param>
    internal double[] Frequencies(out int[]? missingBefore)
    {
        var frequencies = new double[Math.Max(0, phase.Length - 1)];
        missingBefore = Missing == 0 ? null : new int[frequencies.Length + 1];
        for (int index = 0; index < frequencies.Length; index++)
        {
            double value = (phase[index + 1] - phase[index]) / IntervalSeconds;
            bool missing = FromFrequency
                ? MissingBefore is int[] before && before[index + 1] != before[index] : double.IsNaN(value);
            frequencies[index] = missing ? 0 : value;
            if (missingBefore is not null) missingBefore[index + 1] = missingBefore[index] + (missing ? 1 : 0);
        }

        return frequencies;
    }

    private static void CheckInterval(double seconds)
    {
        if (!(seconds > 0 && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "must be above 0");
    }

    private static int[]? CountMissing(ReadOnlySpan<double> values, string name, out int missing)
    {
        missing = 0;
        foreach (double value in values)
        {
            if (double.IsInfinity(value)) throw new ArgumentOutOfRangeException(name, value, "must be finite or NaN");
            if (double.IsNaN(value)) missing++;
        }

        if (missing == 0) return null;
        var before = new int[values.Length + 1];
        for (int index = 0; index < values.Length; index++)
            before[index + 1] = before[index] + (double.IsNaN(values[index]) ? 1 : 0);
        return before;
    }
}
