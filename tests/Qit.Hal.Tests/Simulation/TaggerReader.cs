using Qit.Hal.Simulation;
using Qit.Hal.TimeTagger;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Reads a tagger as a station loop does: in blocks, unwrapping from record to record.</summary>
internal sealed class TaggerReader(ITimeTagger tagger, int blockRecords = 1000)
{
    private readonly uint[] ticks = new uint[blockRecords];
    private readonly byte[] channels = new byte[blockRecords];
    private readonly uint mask = (uint)((1L << tagger.CounterBits) - 1);
    private uint last;

    /// <summary>Unwrapped ticks of the clicks, from the counter's own zero turn.</summary>
    public List<long> Tags { get; } = [];

    public List<long> Rollovers { get; } = [];

    public long LongestGap { get; private set; }

    public int Overruns { get; private set; }

    /// <summary>Ticks up to which the counter has been followed.</summary>
    public long Now { get; private set; }

    public void ReadAll()
    {
        int read;
        do
        {
            if (tagger.Read(ticks, channels, 0, ticks.Length, out read) == HalStatus.Overrun) Overruns++;
            for (int i = 0; i < read; i++)
            {
                long gap = (ticks[i] - last) & mask;
                LongestGap = Math.Max(LongestGap, gap);
                last = ticks[i];
                Now += gap;
                (channels[i] == TagChannels.Rollover ? Rollovers : Tags).Add(Now);
            }
        }
        while (read > 0);
    }
}
