using Qit.Hal;
using Qit.Hal.PairMemory;

namespace Qit.Firmware.Host;

/// <summary>One of two memories that live in one simulated world, made safe for firmware that runs on two threads.</summary>
/// <param name="inner">The memory.</param>
/// <param name="world">Held while the world moves.</param>
internal sealed class SharedPairMemory(IPairMemory inner, Lock world) : IPairMemory
{
    public int MostRounds => inner.MostRounds;

    public int GateErrorPerMillion => inner.GateErrorPerMillion;

    public int ReadoutErrorPerMillion => inner.ReadoutErrorPerMillion;

    public long LostCount
    {
        get
        {
            lock (world)
                return inner.LostCount;
        }
    }

    public HalStatus Start(int rounds, byte protocol, int samplePerMillion)
    {
        lock (world)
            return inner.Start(rounds, protocol, samplePerMillion);
    }

    public void Stop()
    {
        lock (world)
            inner.Stop();
    }

    public HalStatus Read(long[] sources, long[] targets, byte[] rounds, byte[] results, int offset, int count, out int read)
    {
        lock (world)
            return inner.Read(sources, targets, rounds, results, offset, count, out read);
    }
}
