using Qit.Timing.Counting;
using Qit.Timing.Tracking;

namespace Qit.Timing.OneWay;

/// <summary>What is known beside the correlation peaks. Errors are standard errors, 0 or more, and independent.</summary>
public sealed record OneWayCalibration
{
    /// <summary>What the swap switch adds to time(detector 1) - time(detector 2) with the signal on path 1, ps.</summary>
    public ValueWithError DirectSwitchPicoseconds { get; init; }

    /// <summary>The same with the idler on path 1, ps. The difference of the two positions makes an error of R2, and with it
    /// some thousand times itself of t0.</summary>
    public ValueWithError SwappedSwitchPicoseconds { get; init; }

    /// <summary>Error that all lengths R1 share, such as that of connectors, metres. It enters t0 with 1/Vs + 1/Vi.</summary>
    public double CommonLengthErrorMetres { get; init; }

    /// <summary>Error of a delay that every dwell has, ps: detectors, cables, temperature of the second path.</summary>
    public double ConstantErrorPicoseconds { get; init; }

    /// <summary>Known 1/Vs + 1/Vi, ps/m, such as from <see cref="FibreDispersion"/>; null to determine it too.</summary>
    public ValueWithError? Slowness { get; init; }

    /// <summary>Known D = 1/Vs - 1/Vi, ps/m; null to determine it too.</summary>
    public ValueWithError? Dispersion { get; init; }

    /// <summary>Known frequency offset d(t1 - t2)/dt1, seconds a second; null to determine it too.</summary>
    public ValueWithError? Frequency { get; init; }

    /// <summary>Noise of both clocks together; its q3 and white phase noise do not count here.</summary>
    public ClockNoise Noise { get; init; } = new(0, 0);

    /// <summary>Dwells less likely than this under the model are refused, 0..1. Default 0.001.</summary>
    public double SmallestPValue { get; init; } = 1e-3;

    /// <summary>Finite, errors not negative, and above 0 where they weigh against measurements.</summary>
    internal void Check()
    {
        Demand(nameof(DirectSwitchPicoseconds), DirectSwitchPicoseconds, 0);
        Demand(nameof(SwappedSwitchPicoseconds), SwappedSwitchPicoseconds, 0);
        Demand(nameof(CommonLengthErrorMetres), new ValueWithError(0, CommonLengthErrorMetres), 0);
        Demand(nameof(ConstantErrorPicoseconds), new ValueWithError(0, ConstantErrorPicoseconds), 0);
        Demand(nameof(Slowness), Slowness, double.Epsilon);
        Demand(nameof(Dispersion), Dispersion, double.Epsilon);
        Demand(nameof(Frequency), Frequency, double.Epsilon);
        Demand(nameof(Noise), new ValueWithError(0, Noise.WhiteFrequency), 0);
        Demand(nameof(Noise), new ValueWithError(0, Noise.RandomWalkFrequency), 0);
    }

    private static void Demand(string name, ValueWithError? given, double smallestError)
    {
        if (given is not ValueWithError one) return;
        if (double.IsFinite(one.Value) && double.IsFinite(one.StandardError) && one.StandardError >= smallestError) return;
        string right = smallestError > 0 ? "above 0" : "0 or more";
        throw new OneWayException(
            OneWayFault.BadNumber, $"{name} is {one}; right would be finite numbers with an error {right}");
    }
}
