using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// A station's clock. It reads true time + offset + frequency offset x time + drift + noise. The noise is given by its
/// one-sided power-law spectrum S_y(f) = sum over a of h_a f^a, a from -2 to 2 (IEEE Std 1139). The defaults are those
/// of a rubidium standard: 2e-11 at 1 s, falling as tau^-1/2.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClockOptions
{
    /// <summary>Reading at true time zero, -1e13 to 1e13 ps (10 s).</summary>
    public double OffsetPicoseconds { get; init; }

    /// <summary>Fractional frequency offset at true time zero, -1e-3 to 1e-3. Positive runs fast.</summary>
    public double FrequencyOffset { get; init; }

    /// <summary>Change of the fractional frequency in 86 400 s, -1e-3 to 1e-3.</summary>
    public double FrequencyDriftPerDay { get; init; }

    /// <summary>h_2, s^3, 0 to 1e-15: ADEV^2 = 3 f_h h_2 / (4 pi^2 tau^2). It spreads each tag on its own.</summary>
    public double WhitePhaseLevel { get; init; }

    /// <summary>h_1, s^2, 0 to 1e-15: ADEV^2 = h_1 (3 gamma - ln 2 + 3 ln(2 pi f_h tau)) / (4 pi^2 tau^2).</summary>
    public double FlickerPhaseLevel { get; init; }

    /// <summary>h_0, s, 0 to 1e-12: ADEV^2 = h_0 / (2 tau).</summary>
    public double WhiteFrequencyLevel { get; init; } = 8e-22;

    /// <summary>h_-1, no unit, 0 to 1e-12: ADEV^2 = 2 ln 2 h_-1.</summary>
    public double FlickerFrequencyLevel { get; init; }

    /// <summary>h_-2, 1/s, 0 to 1e-12: ADEV^2 = (2 pi^2 / 3) h_-2 tau.</summary>
    public double RandomWalkFrequencyLevel { get; init; }

    /// <summary>f_h: phase noise ends here, 0.1 to 500 Hz. The world knows the clocks' phase at 1 kHz.</summary>
    public double NoiseBandwidthHertz { get; init; } = 500;

    /// <summary>Fault: the reading jumps at the first millisecond of true time not before this; 0 to 1e7 s.</summary>
    public double StepAtSeconds { get; init; }

    /// <summary>Size of the jump, -1e13 to 1e13 ps; 0 is no fault. A tagger shows a backward jump as falling ticks, and
    /// any jump modulo one turn of its counter.</summary>
    public double StepPicoseconds { get; init; }
}
