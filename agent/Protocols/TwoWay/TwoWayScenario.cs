using Qit.Agent.Configuration;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>The two-way protocol in a simulated world.</summary>
internal sealed class TwoWayScenario : IProtocolScenario
{
    private const double LargestOffsetPicoseconds = 2e6;
    private const double LargestRateError = 1e-5;
    private const double LargestMismatch = 4e-7;
    private const double LargestStepError = 0.03;

    /// <inheritdoc/>
    public string Name => "two-way";

    /// <inheritdoc/>
    public string Description => "light of both directions through delay ramps; the fringes' phases give tA - tB";

    /// <inheritdoc/>
    public double MostSeconds => 3600;

    /// <inheritdoc/>
    public ProtocolBench Create(ulong seed, string? optionsFile)
    {
        TwoWayOptions options = optionsFile is null ? Draw(seed) : ConfigurationFile.ReadJson<TwoWayOptions>(optionsFile);
        try
        {
            TwoWayOptionsCheck.Check(options);
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{optionsFile ?? "defaults"}: {fault.Message}", fault);
        }
        return new TwoWayBench(options with { Seed = seed }, Measure(options));
    }

    /// <summary>A world with every imperfection; what is evenly distributed has a standard deviation of its largest value over the
    /// root of 3.</summary>
    private static TwoWayOptions Draw(ulong seed)
    {
        var options = new TwoWayOptions();
        return options with
        {
            ClockOffsetPicoseconds = LargestOffsetPicoseconds * ScenarioDraw.Signed(seed, "offset"),
            WavelengthError = LargestRateError * ScenarioDraw.Signed(seed, "wavelength"),
            CommonPhase = new PhaseDriftOptions
            {
                RestRadians = Math.PI * ScenarioDraw.Signed(seed, "rest"),
                RadiansPerSecond = 0.05 * ScenarioDraw.Signed(seed, "drift"),
                RandomWalkRadians = 0.01,
            },
            DifferentialPhase = new PhaseDriftOptions
            {
                RestRadians = Math.PI * ScenarioDraw.Signed(seed, "differential rest"),
                RadiansPerSecond = 0.01 * ScenarioDraw.Signed(seed, "differential drift"),
                RandomWalkRadians = 0.002,
            },
            ShifterA = Shifter(options.ShifterA, ScenarioDraw.Signed(seed, "steps of A")),
            ShifterB = Shifter(options.ShifterB, ScenarioDraw.Signed(seed, "steps of B")),
            Ramp = options.Ramp with
            {
                RateError = LargestRateError * ScenarioDraw.Signed(seed, "rate"),
                RateMismatch = LargestMismatch * ScenarioDraw.Signed(seed, "mismatch"),
                StartJitterPicosecondsRms = 20,
            },
        };
    }

    private static DelayLineOptions Shifter(DelayLineOptions options, double error) => options with
    {
        ScaleError = LargestStepError * error, OvershootSteps = 5, RepeatabilityStepsRms = 0.5,
    };

    private static TwoWayMeasurement Measure(TwoWayOptions options) => new()
    {
        WavelengthMetres = options.WavelengthMetres,
        // The stations know the offset to a few microseconds from elsewhere.
        ExpectedOffsetErrorPicoseconds = Math.Max(1.5 * LargestOffsetPicoseconds, 1.5 * Math.Abs(options.ClockOffsetPicoseconds)),
        GateMicroseconds = 5 * (options.Ramp.ActiveMicroseconds + options.Ramp.FlybackMicroseconds),
        DwellMicroseconds = (int)(4.5 * options.Ramp.ActiveMicroseconds),
        DeadTimePicoseconds = options.DeadTimePicoseconds,
        WavelengthRelativeStandardError = LargestRateError / Math.Sqrt(3),
        RateRelativeStandardError = LargestRateError / Math.Sqrt(3),
        RateMismatchStandardError = LargestMismatch / Math.Sqrt(3),
        TravelPicoseconds = options.OutwardPicoseconds,
    };
}
