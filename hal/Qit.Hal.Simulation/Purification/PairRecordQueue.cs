namespace Qit.Hal.Simulation;

/// <summary>Measurements that wait to be read: a ring of fixed size.</summary>
internal sealed class PairRecordQueue(int capacity)
{
    private readonly (long Source, long Target, byte Round, byte Result)[] ring = new (long, long, byte, byte)[capacity];
    private int first;
    private int used;

    public long LostCount { get; private set; }

    public void Clear() => used = 0;

    public void Put(long source, long target, byte round, byte result)
    {
        if (used == capacity)
        {
            LostCount++;
            return;
        }

        ring[(first + used) % capacity] = (source, target, round, result);
        used++;
    }

    public int Take(long[] sources, long[] targets, byte[] rounds, byte[] results, int offset, int count)
    {
        int taken = Math.Min(count, used);
        for (int i = 0; i < taken; i++)
        {
            (sources[offset + i], targets[offset + i], rounds[offset + i], results[offset + i]) = ring[first];
            first = (first + 1) % capacity;
        }

        used -= taken;
        return taken;
    }
}
