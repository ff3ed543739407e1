using Qit.Hal.BasisSelector;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a basis selector: a bounded queue of settings that the world's trial clock plays. Safe to fill
/// while another thread advances the world.</summary>
public sealed class SimulatedBasisSelector : IBasisSelector
{
    private readonly object _gate;
    private readonly byte[] _queue;
    private int _head;
    private int _count;
    private int _bit;

    internal SimulatedBasisSelector(int queueTrials, object gate)
    {
        _gate = gate;
        _queue = new byte[queueTrials / 8];
    }

    /// <summary>Settings waiting to be played.</summary>
    public int QueuedTrials
    {
        get
        {
            lock (_gate) return (8 * _count) - _bit;
        }
    }

    internal bool IsEmpty => _count == 0;

    /// <inheritdoc/>
    public HalStatus Queue(byte[] settings, int offset, int count, out int accepted)
    {
        ArgumentNullException.ThrowIfNull(settings);
        BufferRange.Check(settings.Length, offset, count);
        lock (_gate)
        {
            accepted = Math.Min(count, _queue.Length - _count);
            for (int i = 0; i < accepted; i++)
            {
                int at = _head + _count;
                _queue[at < _queue.Length ? at : at - _queue.Length] = settings[offset + i];
                _count++;
            }

            return HalStatus.Ok;
        }
    }

    /// <summary>Plays the next setting. The caller holds the gate and has checked <see cref="IsEmpty"/>.</summary>
    internal int Take()
    {
        int setting = (_queue[_head] >> _bit) & 1;
        if (++_bit == 8)
        {
            _bit = 0;
            _count--;
            if (++_head == _queue.Length) _head = 0;
        }

        return setting;
    }
}
