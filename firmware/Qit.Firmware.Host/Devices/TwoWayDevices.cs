using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>The devices of the two-way protocol.</summary>
/// <param name="options">The world.</param>
public sealed class TwoWayDevices(TwoWayOptions options) : SimulatedDevices
{
    private TwoWayExperiment? experiment;

    /// <inheritdoc/>
    public override int Stations => 2;

    /// <inheritdoc/>
    public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
    {
        // Both stations look at the same light.
        experiment ??= new TwoWayExperiment(options, clock);
        TwoWayStation part = station == 0 ? experiment.A : experiment.B;
        return new Board(clock, link)
        {
            DeviceId = (uint)station + 1,
            BootId = bootId,
            Name = NameOf(station),
            IsSimulated = true,
            PhaseShifter = part.Shifter,
            PhaseRamp = part.Ramp,
            PortCounter = part.Ports,
        };
    }
}
