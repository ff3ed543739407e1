namespace Qit.Timing.Monitoring;

/// <summary>A comparison's reading.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="Phase">Lower minus higher station, seconds; NaN where missing.</param>
/// <param name="Variance">Of its error, seconds squared.</param>
internal readonly record struct PhasePoint(double Time, double Phase, double Variance)
{
    public static PhasePoint Missing { get; } = new(double.NaN, double.NaN, 0);

    public bool IsMissing => double.IsNaN(Phase);
}

/// <summary>By how much a comparison's phase left the line through two points before.</summary>
/// <param name="Seconds">Departure from the line.</param>
/// <param name="Sigma">Its standard deviation as long as nothing is wrong, seconds.</param>
/// <param name="Deviate">Gaussian deviate of the departure, see <see cref="NoiseLevel"/>.</param>
/// <param name="SpanSeconds">Time over which it came about.</param>
/// <param name="OnsetSeconds">Time of the last point on the line.</param>
internal readonly record struct PhaseChange(
    double Seconds, double Sigma, double Deviate, double SpanSeconds, double OnsetSeconds)
{
    /// <summary>Departure of <paramref name="last"/> from the line through the two points before it, and the variance that
    /// the three readings' errors give it.</summary>
    public static (double Seconds, double Measured) Departure(PhasePoint first, PhasePoint middle, PhasePoint last)
    {
        double ratio = (last.Time - middle.Time) / (middle.Time - first.Time);
        double seconds = last.Phase - middle.Phase - ((middle.Phase - first.Phase) * ratio);
        return (seconds,
            last.Variance + ((1 + ratio) * (1 + ratio) * middle.Variance) + (ratio * ratio * first.Variance));
    }

    /// <summary>Judges a departure by a noise level.</summary>
    public static PhaseChange Judge(
        double seconds, double measured, NoiseLevel noise, double stretch, double spanSeconds, double onsetSeconds)
    {
        double sigma = Math.Sqrt(noise.Variance(measured, stretch));
        return new PhaseChange(seconds, sigma, noise.Deviate(seconds / sigma), spanSeconds, onsetSeconds);
    }
}
