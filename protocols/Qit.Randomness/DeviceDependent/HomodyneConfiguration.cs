namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// What an operator decides before a run of a homodyne source. Variances and lengths are in steps of the converter (LSB).
/// <see cref="Build"/> fixes it; nothing here takes the samples that are to be judged.
/// </summary>
public sealed record HomodyneConfiguration
{
    private const double LeastVariance = 1e-6;

    /// <summary>Samples n of a block, 1024 to 2^26.</summary>
    public required int Samples { get; init; }

    /// <summary>Bits of the converter, 4 to 16.</summary>
    public required int ConverterBits { get; init; }

    /// <summary>Smallest quantum variance that is counted on; a calibration has to confirm it. Above 0.</summary>
    public required double MinimumQuantumVariance { get; init; }

    /// <summary>Largest classical variance that is reckoned with; a calibration has to exclude more. Above 0.</summary>
    public required double MaximumClassicalVariance { get; init; }

    /// <summary>Largest variance of quantum and classical noise together; more of it fills the last code.</summary>
    public required double MaximumTotalVariance { get; init; }

    /// <summary>Largest distance of the mean from the middle of the range, drift included, at least 0.</summary>
    public double MaximumOffset { get; init; } = 1;

    /// <summary>How much wider than 1 the widest step of the converter is (its data sheet's DNL), 0 to 4.</summary>
    public double DifferentialNonlinearity { get; init; } = 0.25;

    /// <summary>
    /// Correlation of neighbouring samples by the detector's one-pole response, exp(-2 pi cut-off / sampling rate), 0 to 0.95:
    /// so much of the next sample's quantum noise follows from the last one.
    /// </summary>
    public double LagOneCorrelation { get; init; }

    /// <summary>Reduced over full power of the local oscillator in calibrations, in (0, 1).</summary>
    public double PowerRatio { get; init; } = 0.5;

    /// <summary>Smallest number of samples at each power of a calibration, at least 1000.</summary>
    public int CalibrationSamples { get; init; } = 4_000_000;

    /// <summary>eps_s: probability that noise leaves the bounds reckoned with anywhere in the block, in (0, 1).</summary>
    public double SmoothingError { get; init; } = 1e-10;

    /// <summary>eps_c: probability that both calibrations together mislead, in (0, 1).</summary>
    public double CalibrationError { get; init; } = 1e-10;

    /// <summary>Parts of the block whose noise is checked one by one, 1 to 1024.</summary>
    public int Segments { get; init; } = 16;

    /// <summary>Probability that each of the plausibility checks refuses a good block, in (0, 1).</summary>
    public double PlausibilityFalseAlarm { get; init; } = 1e-9;

    /// <summary>e: each decision of a health test refuses a good source with probability 2^-e, 20 to 40.</summary>
    public int HealthFalseAlarmExponent { get; init; } = 30;

    /// <summary>
    /// Thresholds from what one expects of the source, set so that calibrations of a source as expected confirm them.
    /// </summary>
    /// <param name="samples">As <see cref="Samples"/>.</param>
    /// <param name="converterBits">As <see cref="ConverterBits"/>.</param>
    /// <param name="quantumVariance">Expected quantum variance, from earlier runs or the data sheet.</param>
    /// <param name="classicalVariance">Expected classical variance.</param>
    /// <param name="room">
    /// Relative room for drift and for the uncertainty of a calibration, in (0, 0.5): quantum variance less, classical variance
    /// more by this part of the total.
    /// </param>
    public static HomodyneConfiguration FromExpected(
        int samples, int converterBits, double quantumVariance, double classicalVariance, double room = 0.045)
    {
        if (!(quantumVariance >= 0 && classicalVariance >= 0 && room is > 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(quantumVariance), quantumVariance,
                "Expected variances are at least 0 and the room lies between 0 and 0.5.");
        }
        double total = quantumVariance + classicalVariance;
        return new HomodyneConfiguration
        {
            Samples = samples,
            ConverterBits = converterBits,
            // Where the room takes it all, next to nothing is counted on, and the parameters certify no bit.
            MinimumQuantumVariance = Math.Max(LeastVariance, quantumVariance - (room * total)),
            MaximumClassicalVariance = Math.Max(LeastVariance, classicalVariance + (room * total)),
            MaximumTotalVariance = Math.Max(LeastVariance, (1 + room) * total),
        };
    }

    /// <summary>Fixes all parameters.</summary>
    /// <exception cref="ArgumentException">A value is outside the range its property states.</exception>
    public HomodyneParameters Build()
    {
        Range(Samples, 1024, 1 << 26, nameof(Samples));
        Range(ConverterBits, 4, 16, nameof(ConverterBits));
        Range(MinimumQuantumVariance, LeastVariance, 1e10, nameof(MinimumQuantumVariance));
        Range(MaximumClassicalVariance, LeastVariance, 1e10, nameof(MaximumClassicalVariance));
        Range(MaximumTotalVariance, MinimumQuantumVariance, 1e10, nameof(MaximumTotalVariance));
        Range(MaximumOffset, 0, 65536, nameof(MaximumOffset));
        Range(DifferentialNonlinearity, 0, 4, nameof(DifferentialNonlinearity));
        Range(LagOneCorrelation, 0, 0.95, nameof(LagOneCorrelation));
        Range(CalibrationSamples, 1000, int.MaxValue, nameof(CalibrationSamples));
        Range(Segments, 1, 1024, nameof(Segments));
        Range(HealthFalseAlarmExponent, 20, 40, nameof(HealthFalseAlarmExponent));
        Open(PowerRatio, nameof(PowerRatio));
        Open(SmoothingError, nameof(SmoothingError));
        Open(CalibrationError, nameof(CalibrationError));
        Open(PlausibilityFalseAlarm, nameof(PlausibilityFalseAlarm));
        return new HomodyneParameters(this);
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
