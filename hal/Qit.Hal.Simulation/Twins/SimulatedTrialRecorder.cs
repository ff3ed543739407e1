using Qit.Hal.TrialRecorder;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a trial recorder. Eight trials make a byte; a byte that finds the buffer full is lost, and the
/// gap shows in the next byte's trial number. Safe to read while another thread advances the world.</summary>
public sealed class SimulatedTrialRecorder : ITrialRecorder
{
    private readonly object gate;
    private readonly byte[] settings;
    private readonly byte[] outcomes;
    private readonly long[] firstTrial;
    private int head;
    private int count;
    private int settingBits;
    private int outcomeBits;
    private long lostTrials;

    internal SimulatedTrialRecorder(int bufferTrials, object gate)
    {
        this.gate = gate;
        settings = new byte[bufferTrials / 8];
        outcomes = new byte[bufferTrials / 8];
        firstTrial = new long[bufferTrials / 8];
    }

    /// <summary>Trials lost because nobody read them in time.</summary>
    public long LostTrials
    {
        get
        {
            lock (gate) return lostTrials;
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(byte[] settings, byte[] outcomes, int offset, int count, out int read, out long firstTrial)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(outcomes);
        BufferRange.Check(settings.Length, offset, count);
        BufferRange.Check(outcomes.Length, offset, count);
        lock (gate)
        {
            read = 0;
            firstTrial = this.count > 0 ? this.firstTrial[head] : 0;
            while (read < count && this.count > 0 && this.firstTrial[head] == firstTrial + (8L * read))
            {
                settings[offset + read] = this.settings[head];
                outcomes[offset + read] = this.outcomes[head];
                read++;
                this.count--;
                if (++head == this.settings.Length) head = 0;
            }

            return HalStatus.Ok;
        }
    }

    /// <summary>Records one trial; they come in order. The caller holds the gate.</summary>
    internal void Latch(long trial, int setting, int outcome)
    {
        int bit = (int)(trial & 7);
        settingBits |= setting << bit;
        outcomeBits |= outcome << bit;
        if (bit < 7) return;
        if (count < settings.Length)
        {
            int at = head + count;
            if (at >= settings.Length) at -= settings.Length;
            settings[at] = (byte)settingBits;
            outcomes[at] = (byte)outcomeBits;
            firstTrial[at] = trial - 7;
            count++;
        }
        else
        {
            lostTrials += 8;
        }

        settingBits = 0;
        outcomeBits = 0;
    }
}
