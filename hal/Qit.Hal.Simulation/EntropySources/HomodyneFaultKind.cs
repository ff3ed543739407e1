using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>What goes wrong with a homodyne source.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HomodyneFaultKind>))]
public enum HomodyneFaultKind
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The local oscillator is off: only electronic noise is left.</summary>
    [JsonStringEnumMemberName("oscillatorOff")]
    OscillatorOff,

    /// <summary>The local oscillator's power changes by the magnitude (a part of it), evenly over the fault's samples.</summary>
    [JsonStringEnumMemberName("oscillatorDrift")]
    OscillatorDrift,

    /// <summary>A sine of amplitude magnitude (LSB) is picked up by the electronics.</summary>
    [JsonStringEnumMemberName("pickup")]
    Pickup,

    /// <summary>The amplifier's gain is multiplied by the magnitude: noise fills the range and more.</summary>
    [JsonStringEnumMemberName("gain")]
    Gain,

    /// <summary>The mean moves by the magnitude (LSB), evenly over the fault's samples.</summary>
    [JsonStringEnumMemberName("offsetDrift")]
    OffsetDrift,

    /// <summary>The converter repeats the code that the magnitude says.</summary>
    [JsonStringEnumMemberName("stuck")]
    Stuck,
}
