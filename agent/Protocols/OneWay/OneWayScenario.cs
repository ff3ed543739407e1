using Qit.Agent.Configuration;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;
using Qit.Timing.OneWay;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>The one-way protocol in a simulated world. Every stated error of the procedure is drawn anew for each seed, so that
/// many seeds show whether the errors are honest.</summary>
internal sealed class OneWayScenario : IProtocolScenario
{
    private const double LargestOffsetPicoseconds = 1e8;
    private const double LargestFrequency = 1e-9;
    private const double PicosecondsPerKelvin = 33;

    /// <inheritdoc/>
    public string Name => "one-way";

    /// <inheritdoc/>
    public string Description =>
        "signal and idler over a known path R1 and an unknown R2, direct and swapped; the dispersion gives R2 and t0";

    /// <inheritdoc/>
    public double MostSeconds => 60;

    /// <inheritdoc/>
    public ProtocolBench Create(ulong seed, string? optionsFile)
    {
        OneWayOptions options = optionsFile is null ? Draw(seed) : ConfigurationFile.ReadJson<OneWayOptions>(optionsFile);
        try
        {
            OneWayOptionsCheck.Check(options);
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{optionsFile ?? "defaults"}: {fault.Message}", fault);
        }
        OneWayProcedure procedure = optionsFile is null ? new OneWayProcedure() : ProcedureFor(options);
        procedure.Check(optionsFile ?? "defaults");
        return new OneWayBench(options with { Seed = seed }, procedure);
    }

    /// <summary>For a world from a file: its lengths and switch are known as they stand there, and the search is as wide as its
    /// clocks and its second path need.</summary>
    private static OneWayProcedure ProcedureFor(OneWayOptions world)
    {
        var usual = new OneWayProcedure();
        double apart = Math.Abs(world.ClockA.OffsetPicoseconds - world.ClockB.OffsetPicoseconds) * 1e-12;
        double skew = Math.Abs(world.ClockA.FrequencyOffset - world.ClockB.FrequencyOffset) * 1e6;
        return usual with
        {
            SignalNanometres = world.SignalNanometres,
            IdlerNanometres = world.IdlerNanometres,
            FirstPaths = [.. world.FirstPaths.Select(
                path => new FirstPath(path.StatedMetres, usual.FirstPaths[0].ErrorMetres))],
            DirectSwitchPicoseconds = usual.DirectSwitchPicoseconds with { Value = world.Switch.DirectDelayPicoseconds },
            SwappedSwitchPicoseconds = usual.SwappedSwitchPicoseconds with { Value = world.Switch.SwappedDelayPicoseconds },
            MaximumOffsetSeconds = Math.Clamp(1.2 * apart, usual.MaximumOffsetSeconds, 1),
            MaximumSkewPpm = Math.Clamp(2 * skew, usual.MaximumSkewPpm, 100),
            LongestSecondPathMetres = Math.Clamp(1.5 * world.SecondPathMetres, usual.LongestSecondPathMetres, 1e6),
        };
    }

    /// <summary>A world whose errors are as large as the procedure states them.</summary>
    internal static OneWayOptions Draw(ulong seed)
    {
        var world = new OneWayOptions();
        var known = new OneWayProcedure();
        double second = 5000 + (3000 * ScenarioDraw.Signed(seed, "second path"));
        return world with
        {
            SecondPathMetres = second,
            SecondPathKelvin =
                known.ConstantErrorPicoseconds * Normal(seed, "temperature") / (PicosecondsPerKelvin * second / 1000),
            FirstPaths = [.. known.FirstPaths.Select((path, index) => new FirstPathOptions
            {
                StatedMetres = path.Metres,
                ErrorMetres = path.ErrorMetres * Normal(seed, $"length {index}"),
            })],
            CommonLengthErrorMetres = known.CommonLengthErrorMetres * Normal(seed, "connectors"),
            Switch = world.Switch with
            {
                DirectDelayPicoseconds = known.DirectSwitchPicoseconds.Value
                    + (known.DirectSwitchPicoseconds.StandardError * Normal(seed, "direct switch")),
                SwappedDelayPicoseconds = known.SwappedSwitchPicoseconds.Value
                    + (known.SwappedSwitchPicoseconds.StandardError * Normal(seed, "swapped switch")),
            },
            ClockB = world.ClockB with
            {
                OffsetPicoseconds = LargestOffsetPicoseconds * ScenarioDraw.Signed(seed, "offset"),
                FrequencyOffset = LargestFrequency * ScenarioDraw.Signed(seed, "frequency"),
            },
        };
    }

    /// <summary>Standard normal, by Box and Muller.</summary>
    private static double Normal(ulong seed, string name)
    {
        double radius = Math.Sqrt(-2 * Math.Log((1 - ScenarioDraw.Signed(seed, name + " radius")) / 2));
        return radius * Math.Cos(Math.PI * ScenarioDraw.Signed(seed, name + " angle"));
    }
}
