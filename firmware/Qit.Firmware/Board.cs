using Qit.Hal.BasisSelector;
using Qit.Hal.Buses;
using Qit.Hal.EntropySource;
using Qit.Hal.MonotonicClock;
using Qit.Hal.TimeTagger;
using Qit.Hal.TrialRecorder;

namespace Qit.Firmware;

/// <summary>
/// What a station's processor finds around it. The ESP32 fills it with drivers, the host with twins; the loops see no
/// difference. Parts that a board lacks are null.
/// </summary>
public sealed class Board
{
    /// <summary>The device's own number, fixed when it is made.</summary>
    public uint DeviceId { get; init; }

    /// <summary>A number that no earlier boot of this device used.</summary>
    public uint BootId { get; init; }

    /// <summary>Station name, for people; at most 32 bytes of UTF-8.</summary>
    public string Name { get; init; } = "";

    /// <summary>True when any part below is a simulated one: everything that leaves the device then says so.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The processor's clock.</summary>
    public required IMonotonicClock Clock { get; init; }

    /// <summary>The bytes to and from the gateway.</summary>
    public required IByteStream Link { get; init; }

    /// <summary>Tags the clicks of the timing detector.</summary>
    public ITimeTagger? Tagger { get; init; }

    /// <summary>Raw noise that chooses the settings of Bell trials.</summary>
    public IEntropySource? SettingsEntropy { get; init; }

    /// <summary>Plays the settings.</summary>
    public IBasisSelector? BasisSelector { get; init; }

    /// <summary>Latches settings and outcomes.</summary>
    public ITrialRecorder? TrialRecorder { get; init; }
}
