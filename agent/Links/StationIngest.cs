using Qit.Agent.Pipelines;
using Qit.Agent.Protocols;
using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Timing;

namespace Qit.Agent.Links;

/// <summary>Hands the tags and trials of two stations to the pipelines, copied, because blocks are reused.</summary>
internal sealed class StationIngest(TimingPipeline? timing, RandomnessPipeline? randomness) : IStationSink
{
    // One each for a station: the links call on threads of their own.
    private readonly TagBlock[] tagBlocks = [new(), new()];
    private readonly TrialBlock[] trialBlocks = [new(), new()];

    public void HandleBoot(int station, DeviceIdentity device)
    {
        // A device without a tagger has no ticks; it sends no tags either.
        if (device.TickFemtosecondsNumerator > 0)
            timing?.PostBoot(station, new TickLength(device.TickFemtosecondsNumerator, device.TickFemtosecondsDenominator));
        randomness?.PostBoot(station);
    }

    public void HandleSilence(int station) => timing?.PostSilence(station);

    public bool HandleResult(int station, DeviceIdentity device, Frame result)
    {
        TagBlock tags = tagBlocks[station];
        TrialBlock trials = trialBlocks[station];
        if (result.Type == FrameType.TagBlock && tags.TryRead(result.Payload, result.PayloadLength)
            && TagTimes.AreInRange(tags, device))
        {
            timing?.Post(station, device.IsSimulated, tags.Ticks.AsSpan(0, tags.Count).ToArray());
            return true;
        }
        if (result.Type != FrameType.TrialBlock || !trials.TryRead(result.Payload, result.PayloadLength))
            return false;
        randomness?.Post(
            station,
            device.IsSimulated,
            trials.FirstTrial,
            trials.Settings.AsSpan(0, trials.ByteCount).ToArray(),
            trials.Outcomes.AsSpan(0, trials.ByteCount).ToArray());
        return true;
    }

    /// <summary>Tags and trials flow by themselves, once their loops are started.</summary>
    public bool TryTakeCommand(int station, out ProtocolCommand command)
    {
        command = default;
        return false;
    }

    public void HandleReply(int station, ProtocolCommand command, byte status, long value) =>
        throw new InvalidOperationException("No command was given.");
}
