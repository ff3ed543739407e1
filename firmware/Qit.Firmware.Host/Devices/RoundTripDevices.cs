using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>The device of the round trip.</summary>
/// <param name="options">The world.</param>
/// <param name="dip">The dip of the world's photons, when it has been computed already.</param>
public sealed class RoundTripDevices(RoundTripOptions options, TwoPhotonInterference? dip = null) : SimulatedDevices
{
    /// <inheritdoc/>
    public override int Stations => 1;

    /// <inheritdoc/>
    public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
    {
        var experiment = new RoundTripExperiment(options, clock, dip);
        return new Board(clock, link)
        {
            DeviceId = 1,
            BootId = bootId,
            Name = NameOf(station),
            IsSimulated = true,
            DelayLine = experiment.DelayLine,
            DelayRamp = experiment.Ramp,
            CoincidenceCounter = experiment.Counter,
        };
    }
}
