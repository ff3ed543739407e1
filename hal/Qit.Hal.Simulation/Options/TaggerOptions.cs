using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A time tagger with one detector on one of its channels.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TaggerOptions
{
    /// <summary>One tick is this over <see cref="TickFemtosecondsDenominator"/> femtoseconds, 1 to 2e9; the tick has to
    /// be 100 fs to 1 us. Default 4 ps.</summary>
    public int TickFemtosecondsNumerator { get; init; } = 4000;

    /// <summary>1 to 1e6.</summary>
    public int TickFemtosecondsDenominator { get; init; } = 1;

    /// <summary>Width of the counter, 8 to 32 bits; a quarter turn has to last at least 1 us.</summary>
    public int CounterBits { get; init; } = 32;

    /// <summary>Records that the tagger's buffer holds, 64 to 1e8. Tags that do not fit are lost and counted. A
    /// sixteenth is kept free for rollover records, so that the count of turns outlives a full buffer.</summary>
    public int BufferTags { get; init; } = 1 << 20;

    /// <summary>Channels of the tagger, 1 to 15.</summary>
    public int ChannelCount { get; init; } = 4;

    /// <summary>The detector's channel, 1 to <see cref="ChannelCount"/>.</summary>
    public int Channel { get; init; } = 1;

    /// <summary>Fault: one tag in so many vanishes at random without a word. 0 is off, else 2 or more.</summary>
    public int DropOneIn { get; init; }
}
