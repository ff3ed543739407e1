using Qit.Hal.TimeTagger;

namespace Qit.Hal.Simulation;

/// <summary>
/// The twin of a time tagger. Besides the tags it delivers a rollover record at every quarter turn of its counter, in
/// the light and in the dark. Safe to read while another thread advances the world.
/// </summary>
public sealed class SimulatedTimeTagger : ITimeTagger
{
    private const byte GapBefore = 0x80;

    private readonly TaggerOptions options;
    private readonly object gate;
    private readonly uint[] ticks;
    private readonly byte[] channels;
    private readonly uint mask;
    private readonly int quarterBits;
    private readonly int tagLimit;
    private int head;
    private int count;
    private bool gap;
    private long lostCount;
    private long nextRollover;

    internal SimulatedTimeTagger(TaggerOptions options, object gate)
    {
        this.options = options;
        this.gate = gate;
        ticks = new uint[options.BufferTags];
        channels = new byte[options.BufferTags];
        mask = (uint)((1L << options.CounterBits) - 1);
        quarterBits = options.CounterBits - 2;
        tagLimit = options.BufferTags - (options.BufferTags / 16);
    }

    /// <inheritdoc/>
    public int CounterBits => options.CounterBits;

    /// <inheritdoc/>
    public int TickFemtosecondsNumerator => options.TickFemtosecondsNumerator;

    /// <inheritdoc/>
    public int TickFemtosecondsDenominator => options.TickFemtosecondsDenominator;

    /// <inheritdoc/>
    public int ChannelCount => options.ChannelCount;

    /// <summary>Tags lost in the tagger's own buffer since start; lost rollover records are not counted.</summary>
    public long LostCount
    {
        get
        {
            lock (gate) return lostCount;
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(uint[] ticks, byte[] channels, int offset, int count, out int read)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        ArgumentNullException.ThrowIfNull(channels);
        BufferRange.Check(ticks.Length, offset, count);
        BufferRange.Check(channels.Length, offset, count);
        lock (gate)
        {
            bool lost = this.count > 0 && count > 0 && (this.channels[head] & GapBefore) != 0;
            int copied = 0;
            while (copied < count && this.count > 0)
            {
                byte channel = this.channels[head];
                if (copied > 0 && (channel & GapBefore) != 0) break;
                ticks[offset + copied] = this.ticks[head];
                channels[offset + copied] = (byte)(channel & ~GapBefore);
                copied++;
                this.count--;
                if (++head == this.ticks.Length) head = 0;
            }

            read = copied;
            return lost ? HalStatus.Overrun : HalStatus.Ok;
        }
    }

    /// <summary>Takes a slice's tags, and the rollovers among and after them. The caller holds the gate.</summary>
    /// <param name="tags">Unwrapped ticks.</param>
    /// <param name="restartTick">Where the count of turns starts anew, after power-up or a jump of the clock.</param>
    /// <param name="endTick">The counter has come this far.</param>
    internal void Accept(ReadOnlySpan<long> tags, long? restartTick, long endTick)
    {
        if (restartTick is long restart) nextRollover = ((restart >> quarterBits) + 1) << quarterBits;
        foreach (long tag in tags)
        {
            if (tag >= nextRollover) AppendRollovers(tag);
            if (count < tagLimit)
            {
                Append(tag, (byte)options.Channel);
            }
            else
            {
                lostCount++;
                gap = true;
            }
        }

        AppendRollovers(endTick);
    }

    private void AppendRollovers(long upTo)
    {
        while (nextRollover <= upTo)
        {
            if (count < ticks.Length) Append(nextRollover, TagChannels.Rollover);
            else gap = true;
            nextRollover += 1L << quarterBits;
        }
    }

    private void Append(long tick, byte channel)
    {
        int at = head + count;
        if (at >= ticks.Length) at -= ticks.Length;
        ticks[at] = (uint)tick & mask;
        channels[at] = gap ? (byte)(channel | GapBefore) : channel;
        gap = false;
        count++;
    }
}
