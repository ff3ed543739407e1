using Qit.Hal.BasisSelector;
using Qit.Hal.Buses;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Hal.EntropySource;
using Qit.Hal.MonotonicClock;
using Qit.Hal.PairMemory;
using Qit.Hal.TimeTagger;
using Qit.Hal.TrialRecorder;

namespace Qit.Firmware;

/// <summary>
/// What a station's processor finds around it. The ESP32 fills it with drivers, the host with twins; the loops see no
/// difference. Parts that a board lacks are null.
/// </summary>
public sealed class Board
{
    /// <summary>A board with the two parts that none can do without.</summary>
    /// <param name="clock">The processor's clock.</param>
    /// <param name="link">The bytes to and from the gateway.</param>
    public Board(IMonotonicClock clock, IByteStream link)
    {
        Clock = clock;
        Link = link;
    }

    /// <summary>The device's own number, fixed when it is made.</summary>
    public uint DeviceId { get; init; }

    /// <summary>A number that no earlier boot of this device used.</summary>
    public uint BootId { get; init; }

    /// <summary>Station name, for people; at most 32 bytes of UTF-8.</summary>
    public string Name { get; init; } = "";

    /// <summary>True when any part below is a simulated one: everything that leaves the device then says so.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The processor's clock.</summary>
    public IMonotonicClock Clock { get; }

    /// <summary>The bytes to and from the gateway.</summary>
    public IByteStream Link { get; }

    /// <summary>Tags the clicks of the timing detector.</summary>
    public ITimeTagger? Tagger { get; init; }

    /// <summary>Raw noise that chooses the settings of Bell trials.</summary>
    public IEntropySource? SettingsEntropy { get; init; }

    /// <summary>Plays the settings.</summary>
    public IBasisSelector? BasisSelector { get; init; }

    /// <summary>Latches settings and outcomes.</summary>
    public ITrialRecorder? TrialRecorder { get; init; }

    /// <summary>Sweeps the path difference of the two-photon interferometer.</summary>
    public IDelayLine? DelayLine { get; init; }

    /// <summary>Conveyor ramps of the round-trip protocol.</summary>
    public IDelayRamp? DelayRamp { get; init; }

    /// <summary>Counts behind the two-photon interferometer.</summary>
    public ICoincidenceCounter? CoincidenceCounter { get; init; }

    /// <summary>Stores halves of entangled pairs, purifies and measures them.</summary>
    public IPairMemory? PairMemory { get; init; }

    /// <summary>Makes the phase steps of the two-way interferometer's incoming light.</summary>
    public IDelayLine? PhaseShifter { get; init; }

    /// <summary>Conveyor ramps of the two-way protocol.</summary>
    public IDelayRamp? PhaseRamp { get; init; }

    /// <summary>Counts behind both ports of the two-way interferometer: its singles, the port that is bright at phase 0 first.
    /// </summary>
    public ICoincidenceCounter? PortCounter { get; init; }
}
