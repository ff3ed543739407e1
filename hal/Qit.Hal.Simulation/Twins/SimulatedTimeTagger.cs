using Qit.Hal.TimeTagger;

namespace Qit.Hal.Simulation;

/// <summary>
/// The twin of a time tagger. Besides the tags it delivers a rollover record at every quarter turn of its counter, in
/// the light and in the dark. Safe to read while another thread advances the world.
/// </summary>
public sealed class SimulatedTimeTagger : ITimeTagger
{
    private const byte GapBefore = 0x80;

    private readonly TaggerOptions _options;
    private readonly object _gate;
    private readonly uint[] _ticks;
    private readonly byte[] _channels;
    private readonly uint _mask;
    private readonly int _quarterBits;
    private readonly int _tagLimit;
    private int _head;
    private int _count;
    private bool _gap;
    private long _lostCount;
    private long _nextRollover;

    internal SimulatedTimeTagger(TaggerOptions options, object gate)
    {
        _options = options;
        _gate = gate;
        _ticks = new uint[options.BufferTags];
        _channels = new byte[options.BufferTags];
        _mask = (uint)((1L << options.CounterBits) - 1);
        _quarterBits = options.CounterBits - 2;
        _tagLimit = options.BufferTags - (options.BufferTags / 16);
    }

    /// <inheritdoc/>
    public int CounterBits => _options.CounterBits;

    /// <inheritdoc/>
    public int TickFemtosecondsNumerator => _options.TickFemtosecondsNumerator;

    /// <inheritdoc/>
    public int TickFemtosecondsDenominator => _options.TickFemtosecondsDenominator;

    /// <inheritdoc/>
    public int ChannelCount => _options.ChannelCount;

    /// <summary>Tags lost in the tagger's own buffer since start; lost rollover records are not counted.</summary>
    public long LostCount
    {
        get
        {
            lock (_gate) return _lostCount;
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(uint[] ticks, byte[] channels, int offset, int count, out int read)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        ArgumentNullException.ThrowIfNull(channels);
        BufferRange.Check(ticks.Length, offset, count);
        BufferRange.Check(channels.Length, offset, count);
        lock (_gate)
        {
            bool lost = _count > 0 && count > 0 && (_channels[_head] & GapBefore) != 0;
            int copied = 0;
            while (copied < count && _count > 0)
            {
                byte channel = _channels[_head];
                if (copied > 0 && (channel & GapBefore) != 0) break;
                ticks[offset + copied] = _ticks[_head];
                channels[offset + copied] = (byte)(channel & ~GapBefore);
                copied++;
                _count--;
                if (++_head == _ticks.Length) _head = 0;
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
        if (restartTick is long restart) _nextRollover = ((restart >> _quarterBits) + 1) << _quarterBits;
        foreach (long tag in tags)
        {
            if (tag >= _nextRollover) AppendRollovers(tag);
            if (_count < _tagLimit)
            {
                Append(tag, (byte)_options.Channel);
            }
            else
            {
                _lostCount++;
                _gap = true;
            }
        }

        AppendRollovers(endTick);
    }

    private void AppendRollovers(long upTo)
    {
        while (_nextRollover <= upTo)
        {
            if (_count < _ticks.Length) Append(_nextRollover, TagChannels.Rollover);
            else _gap = true;
            _nextRollover += 1L << _quarterBits;
        }
    }

    private void Append(long tick, byte channel)
    {
        int at = _head + _count;
        if (at >= _ticks.Length) at -= _ticks.Length;
        _ticks[at] = (uint)tick & _mask;
        _channels[at] = _gap ? (byte)(channel | GapBefore) : channel;
        _gap = false;
        _count++;
    }
}
