using Qit.Agent.Protocols.Simulation;
using Qit.Firmware.Host;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>The world of the round trip and its session.</summary>
/// <param name="options">The world.</param>
/// <param name="measurement">How it is measured.</param>
/// <param name="dip">The dip of the world's photons, when it has been computed already.</param>
internal sealed class RoundTripBench(
    RoundTripOptions options, RoundTripMeasurement measurement, TwoPhotonInterference? dip = null) : ProtocolBench
{
    /// <inheritdoc/>
    public override SimulatedDevices Devices { get; } = new RoundTripDevices(options, dip);

    /// <inheritdoc/>
    public override IProtocolSession Session { get; } = new RoundTripSession(measurement);

    /// <inheritdoc/>
    public override double TruthPicoseconds(ProtocolAnswer answer) => options.ClockOffsetPicoseconds;

    /// <inheritdoc/>
    public override double? TruthOf(string name) => name == "zero" ? options.ZeroMetres : null;
}
