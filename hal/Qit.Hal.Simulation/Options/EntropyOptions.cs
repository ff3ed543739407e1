using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// A raw noise source whose min-entropy is known: each bit repeats the one before with a given probability and is else
/// drawn anew with a given bias.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EntropyOptions
{
    /// <summary>Probability that a freshly drawn bit is 1, 0 to 1.</summary>
    public double ProbabilityOfOne { get; init; } = 0.5;

    /// <summary>Probability that a bit repeats the one before instead of being drawn, 0 to 1.</summary>
    public double RepeatProbability { get; init; }

    /// <summary>Fault: from this byte on (counted from 0) the source is stuck; negative is no fault.</summary>
    public long StuckFromByte { get; init; } = -1;

    /// <summary>The value it is stuck at, 0 to 255.</summary>
    public int StuckAtValue { get; init; }

    /// <summary>What the source claims, 0 to 8000 thousandths of a bit per byte. Absent: the truth of the model without
    /// faults, rounded down.</summary>
    public int? ClaimedMillibitsPerByte { get; init; }
}
