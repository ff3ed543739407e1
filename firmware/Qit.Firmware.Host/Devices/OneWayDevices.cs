using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>The devices of the one-way protocol.</summary>
/// <param name="options">The world.</param>
public sealed class OneWayDevices(OneWayOptions options) : SimulatedDevices
{
    /// <inheritdoc/>
    public override int Stations => 2;

    /// <summary>A slice of the world.</summary>
    public override long StepMicroseconds => 1_000;

    /// <summary>The world; null before the first board.</summary>
    public OneWayExperiment? Experiment { get; private set; }

    /// <inheritdoc/>
    public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
    {
        Experiment ??= new OneWayExperiment(options, clock);
        bool isA = station == 0;
        return new Board(clock, link)
        {
            DeviceId = (uint)station + 1,
            BootId = bootId,
            Name = NameOf(station),
            IsSimulated = true,
            Tagger = isA ? Experiment.TaggerA : Experiment.TaggerB,
            PathSelector = isA ? Experiment.PathSelector : null,
        };
    }

    /// <inheritdoc/>
    public override void AdvanceTo(long nowMicroseconds) => Experiment?.AdvanceTo(nowMicroseconds * 1_000_000);
}
