using Qit.Agent.Links;
using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.EndToEnd.Tests.Links;

/// <summary>Keeps everything the links deliver.</summary>
internal sealed class RecordingSink : IStationSink
{
    private const int TrialsPerByte = 8;
    private readonly object gate = new();
    private readonly int[] boots = new int[2];

    public List<long>[] Tags { get; } = [[], []];

    public List<(long First, int Count)>[] TrialNumbers { get; } = [[], []];

    public long LostTags { get; private set; }

    public int Boots(int station)
    {
        lock (gate)
            return boots[station];
    }

    public int TagCount(int station)
    {
        lock (gate)
            return Tags[station].Count;
    }

    public bool HasEnough(int tags, int trials)
    {
        lock (gate)
            return Tags.All(list => list.Count >= tags) && TrialNumbers.All(runs => runs.Sum(run => run.Count) >= trials);
    }

    public string Describe()
    {
        lock (gate)
            return $"tags {Tags[0].Count}, {Tags[1].Count}; runs of trials {TrialNumbers[0].Count}, {TrialNumbers[1].Count}";
    }

    public void HandleBoot(int station, DeviceIdentity device)
    {
        lock (gate)
            boots[station]++;
    }

    public void HandleSilence(int station)
    {
    }

    public void HandleTags(int station, DeviceIdentity device, TagBlock block)
    {
        lock (gate)
        {
            Tags[station].AddRange(block.Ticks.AsSpan(0, block.Count));
            LostTags += block.LostBefore;
        }
    }

    public void HandleTrials(int station, DeviceIdentity device, TrialBlock block)
    {
        lock (gate)
            TrialNumbers[station].Add((block.FirstTrial, block.ByteCount * TrialsPerByte));
    }
}
