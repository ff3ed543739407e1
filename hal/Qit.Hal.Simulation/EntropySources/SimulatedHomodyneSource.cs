namespace Qit.Hal.Simulation;

/// <summary>
/// The twin of a homodyne source: a balanced detector whose signal port sees the vacuum, filtered by one pole and converted.
/// Variance at power P: electronic + shot P + excess P^2 (Bachor and Ralph, A Guide to Experiments in Quantum Optics, sections
/// 3.3 and 8.1). Anyone who knows the seed knows every sample.
/// </summary>
public sealed class SimulatedHomodyneSource
{
    private readonly HomodyneOptions options;
    private readonly SimulationPrng prng;
    private readonly double innovation;
    private double quantum;
    private double excess;
    private double electronic;
    private long position;

    /// <summary>Sets it up, with the local oscillator at full power.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SimulatedHomodyneSource(HomodyneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        prng = new SimulationPrng(options.Seed, "homodyne");
        innovation = Math.Sqrt(1 - (options.LagOneCorrelation * options.LagOneCorrelation));
        // Each noise starts in its stationary state.
        quantum = prng.NextNormal();
        excess = prng.NextNormal();
        electronic = prng.NextNormal();
    }

    /// <summary>Power of the local oscillator over full power, at least 0: calibrations change it.</summary>
    public double PowerFraction { get; set; } = 1;

    /// <summary>Samples read so far.</summary>
    public long Position => position;

    /// <summary>Truth: quantum variance at full power, LSB^2.</summary>
    public double QuantumVariance => options.ShotVariancePerMilliwatt * options.OscillatorMilliwatts;

    /// <summary>Truth: classical variance at full power, LSB^2, without the converter's rounding.</summary>
    public double ClassicalVariance => options.ElectronicVariance
        + (options.ExcessVariancePerSquareMilliwatt * options.OscillatorMilliwatts * options.OscillatorMilliwatts);

    /// <summary>Reads samples: codes 0 to 2^bits - 1, with 2^(bits-1) for zero volts.</summary>
    /// <param name="codes">Filled.</param>
    public void Read(Span<ushort> codes)
    {
        for (int i = 0; i < codes.Length; i++) codes[i] = Next();
    }

    private ushort Next()
    {
        long inFault = position++ - options.FaultFromSample;
        bool isFaulty = inFault >= 0 && inFault < options.FaultSamples;
        HomodyneFaultKind fault = isFaulty ? options.Fault : HomodyneFaultKind.None;
        double share = options.FaultSamples == long.MaxValue ? 1 : (inFault + 1.0) / options.FaultSamples;
        double power = PowerFraction * options.OscillatorMilliwatts;
        if (fault == HomodyneFaultKind.OscillatorOff) power = 0;
        if (fault == HomodyneFaultKind.OscillatorDrift) power *= Math.Max(0, 1 + (options.FaultMagnitude * share));
        quantum = Filtered(quantum);
        excess = Filtered(excess);
        electronic = Filtered(electronic);
        double volts = options.OffsetSteps
            + (Math.Sqrt(options.ShotVariancePerMilliwatt * power) * quantum)
            + (Math.Sqrt(options.ExcessVariancePerSquareMilliwatt) * power * excess)
            + (Math.Sqrt(options.ElectronicVariance) * electronic);
        volts = fault switch
        {
            HomodyneFaultKind.Pickup =>
                volts + (options.FaultMagnitude * Math.Sin(2 * Math.PI * inFault / options.FaultPeriodSamples)),
            HomodyneFaultKind.OffsetDrift => volts + (options.FaultMagnitude * share),
            HomodyneFaultKind.Gain => volts * options.FaultMagnitude,
            _ => volts,
        };
        int largest = (1 << options.ConverterBits) - 1;
        double code = fault == HomodyneFaultKind.Stuck
            ? options.FaultMagnitude
            : Math.Floor(volts + 0.5) + (1 << (options.ConverterBits - 1));
        return (ushort)Math.Clamp(code, 0, largest);
    }

    // One pole: x' = rho x + sqrt(1 - rho^2) n keeps variance 1.
    private double Filtered(double state) => (options.LagOneCorrelation * state) + (innovation * prng.NextNormal());
}
