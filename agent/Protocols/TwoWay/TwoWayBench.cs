using Qit.Agent.Protocols.Simulation;
using Qit.Firmware;
using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>The world of the two-way protocol and its session.</summary>
/// <param name="options">The world.</param>
/// <param name="measurement">How it is measured.</param>
internal sealed class TwoWayBench(TwoWayOptions options, TwoWayMeasurement measurement) : ProtocolBench
{
    private TwoWayExperiment? experiment;

    /// <inheritdoc/>
    public override IProtocolSession Session { get; } = new TwoWaySession(measurement);

    /// <inheritdoc/>
    public override Board CreateBoard(int station, IMonotonicClock clock, IByteStream link)
    {
        // Both stations look at the same light.
        experiment ??= new TwoWayExperiment(options, clock);
        TwoWayStation part = station == 0 ? experiment.A : experiment.B;
        return new Board(clock, link)
        {
            DeviceId = (uint)(station + 1),
            BootId = 1,
            Name = station == 0 ? "alice" : "bob",
            IsSimulated = true,
            PhaseShifter = part.Shifter,
            PhaseRamp = part.Ramp,
            PortCounter = part.Ports,
        };
    }

    /// <inheritdoc/>
    public override double TruthPicoseconds(ProtocolAnswer answer) => options.ClockOffsetPicoseconds;

    /// <inheritdoc/>
    public override double? TruthOf(string name) => name switch
    {
        "stepScaleA" => (1 + options.ShifterA.ScaleError) / (1 + options.WavelengthError),
        "stepScaleB" => (1 + options.ShifterB.ScaleError) / (1 + options.WavelengthError),
        _ => null,
    };
}
