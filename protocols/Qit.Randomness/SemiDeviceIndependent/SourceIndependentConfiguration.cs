namespace Qit.Randomness.SemiDeviceIndependent;

/// <summary>
/// What an operator decides before a source-independent run. <see cref="Build"/> fixes it; nothing here takes the clicks that
/// are to be judged.
/// </summary>
public sealed record SourceIndependentConfiguration
{
    /// <summary>Gates of a block, 1000 to 1e12: fixed, so that no rule for stopping can bias the sample.</summary>
    public required long Gates { get; init; }

    /// <summary>q: probability that a gate is measured in the test basis, drawn anew for each gate, in (0, 1).</summary>
    public double TestProbability { get; init; } = 1 / 16.0;

    /// <summary>Largest fraction of errors in the test basis at which a block is accepted, 0 up to 0.5.</summary>
    public required double MaximumErrorFraction { get; init; }

    /// <summary>Largest probability that a detector fires in the dark in a gate, 0 to 0.1: from its calibration.</summary>
    public double DarkCountProbability { get; init; } = 1e-5;

    /// <summary>eps_s: smoothing of the min-entropy, purified distance, in (0, 1).</summary>
    public double SmoothingError { get; init; } = 1e-10;

    /// <summary>eps_d: probability of more dark gates than reckoned with, in (0, 1).</summary>
    public double DarkCountError { get; init; } = 1e-10;

    /// <summary>Probability that the check of the test basis' share refuses a good block, in (0, 1).</summary>
    public double PlausibilityFalseAlarm { get; init; } = 1e-9;

    /// <summary>e: each decision of a health test refuses a good source with probability 2^-e, 20 to 40.</summary>
    public int HealthFalseAlarmExponent { get; init; } = 30;

    /// <summary>Fixes all parameters.</summary>
    /// <exception cref="ArgumentException">A value is outside the range its property states.</exception>
    public SourceIndependentParameters Build()
    {
        Range(Gates, 1000, 1e12, nameof(Gates));
        Range(DarkCountProbability, 0, 0.1, nameof(DarkCountProbability));
        Range(HealthFalseAlarmExponent, 20, 40, nameof(HealthFalseAlarmExponent));
        if (!(MaximumErrorFraction >= 0 && MaximumErrorFraction < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(MaximumErrorFraction), MaximumErrorFraction,
                "At an error fraction of 0.5 nothing is left; it lies between 0 and 0.5.");
        }
        Open(TestProbability, nameof(TestProbability));
        Open(SmoothingError, nameof(SmoothingError));
        Open(DarkCountError, nameof(DarkCountError));
        Open(PlausibilityFalseAlarm, nameof(PlausibilityFalseAlarm));
        return new SourceIndependentParameters(this);
    }

    private static void Range(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {low} and {high}.");
    }

    private static void Open(double value, string name)
    {
        if (!(value > 0 && value < 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between 0 and 1, both excluded.");
    }
}
