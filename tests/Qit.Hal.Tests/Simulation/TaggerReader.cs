using Qit.Hal.Simulation;
using Qit.Hal.TimeTagger;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Reads a tagger as a station loop does: in blocks, unwrapping from record to record.</summary>
internal sealed class TaggerReader(ITimeTagger tagger, int blockRecords = 1000)
{
    private readonly uint[] _ticks = new uint[blockRecords];
    private readonly byte[] _channels = new byte[blockRecords];
    private readonly uint _mask = (uint)((1L << tagger.CounterBits) - 1);
    private uint _last;

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
            if (tagger.Read(_ticks, _channels, 0, _ticks.Length, out read) == HalStatus.Overrun) Overruns++;
            for (int i = 0; i < read; i++)
            {
                long gap = (_ticks[i] - _last) & _mask;
                LongestGap = Math.Max(LongestGap, gap);
                _last = _ticks[i];
                Now += gap;
                (_channels[i] == TagChannels.Rollover ? Rollovers : Tags).Add(Now);
            }
        }
        while (read > 0);
    }
}
