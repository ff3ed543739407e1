namespace Qit.Timing.Counting;

/// <summary>A result with its statistical error.</summary>
/// <param name="Value">The result.</param>
/// <param name="StandardError">One standard deviation, the same unit, 0 or more.</param>
public readonly record struct ValueWithError(double Value, double StandardError)
{
    /// <summary>Both divided by an exact number.</summary>
    public ValueWithError Over(double divisor) => new(Value / divisor, StandardError / divisor);

    /// <summary>
    /// Mean of repeated counts, with the larger of two standard errors of it: that of the counts' scatter, and that of
    /// Poisson counts (of which one is assumed where none was seen, so that "none" does not pass for "certainly none").
    /// </summary>
    /// <param name="values">The repeats, at least one.</param>
    /// <param name="poissonVariance">Sum of the variances that Poisson statistics give the repeats.</param>
    internal static ValueWithError OfRepeats(ReadOnlySpan<double> values, double poissonVariance)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        double scatter = values.Length < 2 ? 0 : squares / (values.Length - 1) / values.Length;
        double poisson = Math.Max(poissonVariance, 1) / values.Length / values.Length;
        return new ValueWithError(mean, Math.Sqrt(Math.Max(scatter, poisson)));
    }
}
