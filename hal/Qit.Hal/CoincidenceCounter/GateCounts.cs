namespace Qit.Hal.CoincidenceCounter;

/// <summary>What a coincidence counter has counted in one gate.</summary>
public sealed class GateCounts
{
    /// <summary>Time during which clicks counted, microseconds, by the counter's own clock: the gate, less the time during
    /// which an external gate was closed.</summary>
    public int LiveMicroseconds { get; set; }

    /// <summary>Coincidences of the two detectors, 0 or more.</summary>
    public int Coincidences { get; set; }

    /// <summary>Clicks of the first detector.</summary>
    public int SinglesA { get; set; }

    /// <summary>Clicks of the second detector.</summary>
    public int SinglesB { get; set; }
}
