namespace Qit.Hal.TimeTagger;

/// <summary>
/// A time tagger: detector events with the time at which they crossed the threshold, in the tagger's own ticks.
/// The counter wraps; <c>Qit.Core.Timing.TagUnwrapper</c> extends it. An implementation delivers at least one record
/// (a tag, or a rollover record on <see cref="TagChannels.Rollover"/>) in every half turn of its counter, so that
/// unwrapping is never a guess.
/// </summary>
public interface ITimeTagger
{
    /// <summary>Width of the tick counter, 8 to 32 bits.</summary>
    int CounterBits { get; }

    /// <summary>One tick is <see cref="TickFemtosecondsNumerator"/> / <see cref="TickFemtosecondsDenominator"/> femtoseconds,
    /// a ratio because 1/256 ns and the like are no whole number of femtoseconds.</summary>
    int TickFemtosecondsNumerator { get; }

    /// <summary>See <see cref="TickFemtosecondsNumerator"/>. Positive.</summary>
    int TickFemtosecondsDenominator { get; }

    /// <summary>Input channels, numbered from 1. At most 15.</summary>
    int ChannelCount { get; }

    /// <summary>Tags lost in the tagger's own buffer since start. Never decreases.</summary>
    long LostCount { get; }

    /// <summary>Copies up to <paramref name="count"/> waiting records, oldest first. Never blocks.</summary>
    /// <param name="ticks">Counter values, modulo 2^<see cref="CounterBits"/>.</param>
    /// <param name="channels">Channel of each record, from 1, or <see cref="TagChannels.Rollover"/>.</param>
    /// <param name="offset">First index to write in both arrays.</param>
    /// <param name="count">Most records to copy.</param>
    /// <param name="read">Records copied.</param>
    /// <returns><see cref="HalStatus.Ok"/>; <see cref="HalStatus.Overrun"/> when tags were lost before the first record
    /// copied (the records are valid); <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Read(uint[] ticks, byte[] channels, int offset, int count, out int read);
}
