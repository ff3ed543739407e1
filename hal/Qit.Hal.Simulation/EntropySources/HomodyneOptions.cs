using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A homodyne detector that looks at the vacuum, and its converter. Variances are in squared steps of the converter
/// (LSB).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HomodyneOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Power of the local oscillator, 0 to 1000 mW.</summary>
    public double OscillatorMilliwatts { get; init; } = 4;

    /// <summary>Shot noise variance per mW, 0 to 1e8 LSB^2: it grows in proportion to the power.</summary>
    public double ShotVariancePerMilliwatt { get; init; } = 220;

    /// <summary>Variance of the local oscillator's own classical noise that balancing leaves, per mW squared, 0 to 1e8 LSB^2: it
    /// grows with the square of the power.</summary>
    public double ExcessVariancePerSquareMilliwatt { get; init; } = 0.35;

    /// <summary>Electronic noise variance, 0 to 1e8 LSB^2, whatever the power.</summary>
    public double ElectronicVariance { get; init; } = 10;

    /// <summary>Mean of the samples, from -65536 to 65536 LSB.</summary>
    public double OffsetSteps { get; init; }

    /// <summary>Bits of the converter, 4 to 16.</summary>
    public int ConverterBits { get; init; } = 8;

    /// <summary>Correlation of neighbouring samples by the detector's one-pole response, 0 to 0.95.</summary>
    public double LagOneCorrelation { get; init; }

    /// <summary>What goes wrong.</summary>
    public HomodyneFaultKind Fault { get; init; }

    /// <summary>First sample of the fault, counted over all samples read, at least 0.</summary>
    public long FaultFromSample { get; init; }

    /// <summary>Length of the fault in samples, at least 1.</summary>
    public long FaultSamples { get; init; } = long.MaxValue;

    /// <summary>How large it is, in the unit that the fault's kind states; -1e6 to 1e6.</summary>
    public double FaultMagnitude { get; init; }

    /// <summary>Period of a picked-up sine in samples, 2 to 1e9.</summary>
    public double FaultPeriodSamples { get; init; } = 37;

    internal void Check()
    {
        const string Path = "homodyne";
        HomodyneOptions options = this;
        WorldOptionsCheck.Range(Path, options.OscillatorMilliwatts, 0, 1000);
        WorldOptionsCheck.Range(Path, options.ShotVariancePerMilliwatt, 0, 1e8);
        WorldOptionsCheck.Range(Path, options.ExcessVariancePerSquareMilliwatt, 0, 1e8);
        WorldOptionsCheck.Range(Path, options.ElectronicVariance, 0, 1e8);
        WorldOptionsCheck.Range(Path, options.OffsetSteps, -65536, 65536);
        WorldOptionsCheck.Range(Path, options.ConverterBits, 4, 16);
        WorldOptionsCheck.Range(Path, options.LagOneCorrelation, 0, 0.95);
        WorldOptionsCheck.Range(Path, options.FaultFromSample, 0, long.MaxValue);
        WorldOptionsCheck.Range(Path, options.FaultSamples, 1, long.MaxValue);
        WorldOptionsCheck.Range(Path, options.FaultMagnitude, -1e6, 1e6);
        WorldOptionsCheck.Range(Path, options.FaultPeriodSamples, 2, 1e9);
    }
}
