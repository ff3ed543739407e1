using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>Two stations with quantum memories.</summary>
/// <param name="options">The world.</param>
public sealed class PurificationDevices(PurificationOptions options) : SimulatedDevices
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public override int Stations => 2;

    /// <summary>The world; null before the first board.</summary>
    public PurificationExperiment? Experiment { get; private set; }

    /// <inheritdoc/>
    public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
    {
        Experiment ??= new PurificationExperiment(options, clock);
        return new Board(clock, link)
        {
            DeviceId = (uint)station + 1,
            BootId = bootId,
            Name = NameOf(station),
            IsSimulated = true,
            PairMemory = new SharedPairMemory(station == 0 ? Experiment.MemoryA : Experiment.MemoryB, gate),
        };
    }
}
