using Qit.Hal.TrialRecorder;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a trial recorder. Eight trials make a byte; a byte that finds the buffer full is lost, and the
/// gap shows in the next byte's trial number. Safe to read while another thread advances the world.</summary>
public sealed class SimulatedTrialRecorder : ITrialRecorder
{
    private readonly object _gate;
    private readonly byte[] _settings;
    private readonly byte[] _outcomes;
    private readonly long[] _firstTrial;
    private int _head;
    private int _count;
    private int _settingBits;
    private int _outcomeBits;
    private long _lostTrials;

    internal SimulatedTrialRecorder(int bufferTrials, object gate)
    {
        _gate = gate;
        _settings = new byte[bufferTrials / 8];
        _outcomes = new byte[bufferTrials / 8];
        _firstTrial = new long[bufferTrials / 8];
    }

    /// <summary>Trials lost because nobody read them in time.</summary>
    public long LostTrials
    {
        get
        {
            lock (_gate) return _lostTrials;
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(byte[] settings, byte[] outcomes, int offset, int count, out int read, out long firstTrial)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(outcomes);
        BufferRange.Check(settings.Length, offset, count);
        BufferRange.Check(outcomes.Length, offset, count);
        lock (_gate)
        {
            read = 0;
            firstTrial = _count > 0 ? _firstTrial[_head] : 0;
            while (read < count && _count > 0 && _firstTrial[_head] == firstTrial + (8L * read))
            {
                settings[offset + read] = _settings[_head];
                outcomes[offset + read] = _outcomes[_head];
                read++;
                _count--;
                if (++_head == _settings.Length) _head = 0;
            }

            return HalStatus.Ok;
        }
    }

    /// <summary>Records one trial; they come in order. The caller holds the gate.</summary>
    internal void Latch(long trial, int setting, int outcome)
    {
        int bit = (int)(trial & 7);
        _settingBits |= setting << bit;
        _outcomeBits |= outcome << bit;
        if (bit < 7) return;
        if (_count < _settings.Length)
        {
            int at = _head + _count;
            if (at >= _settings.Length) at -= _settings.Length;
            _settings[at] = (byte)_settingBits;
            _outcomes[at] = (byte)_outcomeBits;
            _firstTrial[at] = trial - 7;
            _count++;
        }
        else
        {
            _lostTrials += 8;
        }

        _settingBits = 0;
        _outcomeBits = 0;
    }
}
