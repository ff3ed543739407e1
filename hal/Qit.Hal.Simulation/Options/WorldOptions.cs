using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// Everything that a <see cref="SimulatedWorld"/> is made of. The same options give the same bytes. Each record refuses
/// unknown JSON properties, so that a misspelt option is an error and not a silent default;
/// <see cref="WorldOptionsCheck"/> holds the allowed ranges.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WorldOptions
{
    /// <summary>The one seed. Every process draws from its own stream derived from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The pair source.</summary>
    public PairSourceOptions Source { get; init; } = new();

    /// <summary>The path from the source to station A.</summary>
    public ChannelOptions ChannelA { get; init; } = new() { LengthMetres = 100 };

    /// <summary>The path from the source to station B.</summary>
    public ChannelOptions ChannelB { get; init; } = new() { LengthMetres = 1000 };

    /// <summary>Station A's timing detector.</summary>
    public DetectorOptions DetectorA { get; init; } = new();

    /// <summary>Station B's timing detector.</summary>
    public DetectorOptions DetectorB { get; init; } = new();

    /// <summary>Station A's clock.</summary>
    public ClockOptions ClockA { get; init; } = new();

    /// <summary>Station B's clock; by default 123.456789 us ahead and 0.2 ppb fast.</summary>
    public ClockOptions ClockB { get; init; } = new() { OffsetPicoseconds = 123_456_789, FrequencyOffset = 2e-10 };

    /// <summary>Station A's time tagger.</summary>
    public TaggerOptions TaggerA { get; init; } = new();

    /// <summary>Station B's time tagger.</summary>
    public TaggerOptions TaggerB { get; init; } = new();

    /// <summary>The Bell test between the two stations.</summary>
    public BellOptions Bell { get; init; } = new();

    /// <summary>Station A's entropy source.</summary>
    public EntropyOptions EntropyA { get; init; } = new();

    /// <summary>Station B's entropy source.</summary>
    public EntropyOptions EntropyB { get; init; } = new();

    /// <summary>How far back true clock offsets are kept for quick answers, seconds, 1 to 10 000 (16 kB a second).
    /// Older ones are computed again from the seed.</summary>
    public int TruthSeconds { get; init; } = 600;
}
