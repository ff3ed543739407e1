using Qit.Agent.Protocols.Simulation;
using Qit.Firmware.Host;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>The world of the two-way protocol and its session.</summary>
/// <param name="options">The world.</param>
/// <param name="measurement">How it is measured.</param>
internal sealed class TwoWayBench(TwoWayOptions options, TwoWayMeasurement measurement) : ProtocolBench
{
    /// <inheritdoc/>
    public override SimulatedDevices Devices { get; } = new TwoWayDevices(options);

    /// <inheritdoc/>
    public override IProtocolSession Session { get; } = new TwoWaySession(measurement);

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
