using Qit.Hal.BasisSelector;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a basis selector: a bounded queue of settings that the world's trial clock plays. Safe to fill
/// while another thread advances the world.</summary>
public sealed class SimulatedBasisSelector : IBasisSelector
{
    private readonly object gate;
    private readonly byte[] queue;
    private int head;
    private int count;
    private int bit;

    internal SimulatedBasisSelector(int queueTrials, object gate)
    {
        this.gate = gate;
        queue = new byte[queueTrials / 8];
    }

    /// <summary>Settings waiting to be played.</summary>
    public int QueuedTrials
    {
        get
        {
            lock (gate) return (8 * count) - bit;
        }
    }

    internal bool IsEmpty => count == 0;

    /// <inheritdoc/>
    public HalStatus Queue(byte[] settings, int offset, int count, out int accepted)
    {
        ArgumentNullException.ThrowIfNull(settings);
        BufferRange.Check(settings.Length, offset, count);
        lock (gate)
        {
            accepted = Math.Min(count, queue.Length - this.count);
            for (int i = 0; i < accepted; i++)
            {
                int at = head + this.count;
                queue[at < queue.Length ? at : at - queue.Length] = settings[offset + i];
                this.count++;
            }

            return HalStatus.Ok;
        }
    }

    /// <summary>Plays the next setting. The caller holds the gate and has checked <see cref="IsEmpty"/>.</summary>
    internal int Take()
    {
        int setting = (queue[head] >> bit) & 1;
        if (++bit == 8)
        {
            bit = 0;
            count--;
            if (++head == queue.Length) head = 0;
        }

        return setting;
    }
}
