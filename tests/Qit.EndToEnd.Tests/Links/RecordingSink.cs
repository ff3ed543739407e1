using Qit.Agent.Links;
using Qit.Agent.Protocols;
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
    private readonly TagBlock tags = new();
    private readonly TrialBlock trials = new();

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

    public bool HandleResult(int station, DeviceIdentity device, Frame result)
    {
        lock (gate)
        {
            if (result.Type == FrameType.TagBlock && tags.TryRead(result.Payload, result.PayloadLength))
            {
                Tags[station].AddRange(tags.Ticks.AsSpan(0, tags.Count));
                LostTags += tags.LostBefore;
                return true;
            }
            if (result.Type != FrameType.TrialBlock || !trials.TryRead(result.Payload, result.PayloadLength))
                return false;
            TrialNumbers[station].Add((trials.FirstTrial, trials.ByteCount * TrialsPerByte));
            return true;
        }
    }

    public bool TryTakeCommand(int station, out ProtocolCommand command)
    {
        command = default;
        return false;
    }

    public void HandleReply(int station, ProtocolCommand command, byte status, long value) =>
        throw new InvalidOperationException("No command was given.");
}
