using System.Globalization;
using Qit.Timing.Counting;
using Qit.Timing.OneWay;
using Qit.Timing.Tracking;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>How the one-way protocol is measured, and what is known of the hardware beside the tags.</summary>
public sealed record OneWayProcedure
{
    private const int MostDwells = 400;

    // Dwells that fit the model are this improbable once in a million answers.
    private const double SmallestPValue = 1e-6;

    /// <summary>The known lengths R1 with their errors, m, in the order of the device's switch; 3 to 16.</summary>
    public IReadOnlyList<FirstPath> FirstPaths { get; init; } = [new(1000, 1e-3), new(6000, 1e-3), new(11_000, 1e-3)];

    /// <summary>Standard error that all lengths R1 share, m, 0 to 100.</summary>
    public double CommonLengthErrorMetres { get; init; } = 2e-3;

    /// <summary>What the swap switch adds to t1 - t2 with the signal on path 1, ps, and its standard error.</summary>
    public ValueWithError DirectSwitchPicoseconds { get; init; } = new(310, 0.3);

    /// <summary>The same with the idler on path 1.</summary>
    public ValueWithError SwappedSwitchPicoseconds { get; init; } = new(-275, 0.3);

    /// <summary>Standard error of what every t1 - t2 has, ps, 0 to 1e9: detectors, cables, temperature of the second path.
    /// </summary>
    public double ConstantErrorPicoseconds { get; init; } = 70;

    /// <summary>Wavelength of the signal photon, nm, 1200 to 1650: says where to look for the peaks.</summary>
    public double SignalNanometres { get; init; } = 1310;

    /// <summary>Wavelength of the idler photon, nm, 1200 to 1650.</summary>
    public double IdlerNanometres { get; init; } = 1550;

    /// <summary>Known 1/Vs + 1/Vi with its standard error, ps/m; null to determine it too.</summary>
    public ValueWithError? Slowness { get; init; }

    /// <summary>Known 1/Vs - 1/Vi with its standard error, ps/m; null to determine it too.</summary>
    public ValueWithError? Dispersion { get; init; }

    /// <summary>Kind of both clocks, see <see cref="NamedClock"/>.</summary>
    public string Clocks { get; init; } = "rubidium";

    /// <summary>Time in a configuration, microseconds, 1000 to 1e8.</summary>
    public int DwellMicroseconds { get; init; } = 10_000;

    /// <summary>Wait after the switches have arrived, microseconds, 0 to 6e7: more than light takes through the fibres.</summary>
    public int SettleMicroseconds { get; init; } = 1_000;

    /// <summary>Times through all configurations and back for one answer, 1 or more; with the lengths at most 400 dwells.
    /// </summary>
    public int CyclesPerAnswer { get; init; } = 3;

    /// <summary>Largest difference of the two tag timelines, s, 1e-6 to 1.</summary>
    public double MaximumOffsetSeconds { get; init; } = 0.001;

    /// <summary>Largest frequency offset of the clocks, either sign, parts per million, 0 to 100.</summary>
    public double MaximumSkewPpm { get; init; } = 1;

    /// <summary>Longest second path that is looked for, m, 1 to 1e6.</summary>
    public double LongestSecondPathMetres { get; init; } = 20_000;

    /// <summary>Dwells of one answer.</summary>
    internal int DwellsPerAnswer => 4 * FirstPaths.Count * CyclesPerAnswer;

    /// <summary>Checks every field.</summary>
    /// <exception cref="BadInputException">A field is out of range; the message names it under the given path.</exception>
    public void Check(string path)
    {
        Demand(FirstPaths.Count is >= 3 and <= 16, path, nameof(FirstPaths), FirstPaths.Count, "3 to 16 lengths");
        foreach (FirstPath one in FirstPaths)
        {
            Demand(one.Metres is >= 0 and <= 1e6, path, $"{nameof(FirstPaths)}.metres", one.Metres, "0 to 1e6");
            Demand(one.ErrorMetres is >= 0 and <= 100, path, $"{nameof(FirstPaths)}.errorMetres", one.ErrorMetres, "0 to 100");
        }
        Demand(CommonLengthErrorMetres is >= 0 and <= 100, path, nameof(CommonLengthErrorMetres), CommonLengthErrorMetres,
            "0 to 100");
        DemandKnown(path, nameof(DirectSwitchPicoseconds), DirectSwitchPicoseconds, 0);
        DemandKnown(path, nameof(SwappedSwitchPicoseconds), SwappedSwitchPicoseconds, 0);
        Demand(ConstantErrorPicoseconds is >= 0 and <= 1e9, path, nameof(ConstantErrorPicoseconds), ConstantErrorPicoseconds,
            "0 to 1e9");
        Demand(SignalNanometres is >= 1200 and <= 1650, path, nameof(SignalNanometres), SignalNanometres, "1200 to 1650");
        Demand(IdlerNanometres is >= 1200 and <= 1650, path, nameof(IdlerNanometres), IdlerNanometres, "1200 to 1650");
        DemandKnown(path, nameof(Slowness), Slowness, double.Epsilon);
        DemandKnown(path, nameof(Dispersion), Dispersion, double.Epsilon);
        if (!NamedClock.TryGetPair(Clocks, out _))
            throw new BadInputException($"{path}.clocks is '{Clocks}'; right would be {NamedClock.Accepted}");
        Demand(DwellMicroseconds is >= 1_000 and <= 100_000_000, path, nameof(DwellMicroseconds), DwellMicroseconds,
            "1000 to 1e8");
        Demand(SettleMicroseconds is >= 0 and <= 60_000_000, path, nameof(SettleMicroseconds), SettleMicroseconds, "0 to 6e7");
        Demand(CyclesPerAnswer >= 1 && DwellsPerAnswer <= MostDwells, path, nameof(CyclesPerAnswer), CyclesPerAnswer,
            $"1 to {MostDwells / 4 / Math.Max(1, FirstPaths.Count)} for {FirstPaths.Count} lengths");
        Demand(MaximumOffsetSeconds is >= 1e-6 and <= 1, path, nameof(MaximumOffsetSeconds), MaximumOffsetSeconds, "1e-6 to 1");
        Demand(MaximumSkewPpm is >= 0 and <= 100, path, nameof(MaximumSkewPpm), MaximumSkewPpm, "0 to 100");
        Demand(LongestSecondPathMetres is >= 1 and <= 1e6, path, nameof(LongestSecondPathMetres), LongestSecondPathMetres,
            "1 to 1e6");
    }

    /// <summary>What the solver is told.</summary>
    internal OneWayCalibration Calibration()
    {
        NamedClock.TryGetPair(Clocks, out ClockNoise noise);
        return new OneWayCalibration
        {
            DirectSwitchPicoseconds = DirectSwitchPicoseconds,
            SwappedSwitchPicoseconds = SwappedSwitchPicoseconds,
            CommonLengthErrorMetres = CommonLengthErrorMetres,
            ConstantErrorPicoseconds = ConstantErrorPicoseconds,
            Slowness = Slowness,
            Dispersion = Dispersion,
            Noise = noise,
            SmallestPValue = SmallestPValue,
        };
    }

    private static void DemandKnown(string path, string name, ValueWithError? given, double smallestError)
    {
        if (given is not ValueWithError one)
            return;
        Demand(Math.Abs(one.Value) <= 1e9, path, $"{name}.value", one.Value, "-1e9 to 1e9");
        Demand(one.StandardError >= smallestError && one.StandardError <= 1e9, path, $"{name}.standardError",
            one.StandardError, (smallestError > 0 ? "above 0" : "0") + " to 1e9");
    }

    private static void Demand(bool isRight, string path, string name, double value, string right)
    {
        if (isRight)
            return;
        string field = char.ToLowerInvariant(name[0]) + name[1..];
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{path}.{field} is {value}; right would be {right}"));
    }
}
