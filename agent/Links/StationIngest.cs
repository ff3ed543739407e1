using Qit.Agent.Pipelines;
using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Timing;

namespace Qit.Agent.Links;

/// <summary>Hands what the links deliver to the pipelines, copied, because blocks are reused.</summary>
internal sealed class StationIngest(TimingPipeline? timing, RandomnessPipeline? randomness) : IStationSink
{
    public void HandleBoot(int station, DeviceIdentity device)
    {
        // A device without a tagger has no ticks; it sends no tags either.
        if (device.TickFemtosecondsNumerator > 0)
            timing?.PostBoot(station, new TickLength(device.TickFemtosecondsNumerator, device.TickFemtosecondsDenominator));
        randomness?.PostBoot(station);
    }

    public void HandleSilence(int station) => timing?.PostSilence(station);

    public void HandleTags(int station, DeviceIdentity device, TagBlock block) =>
        timing?.Post(station, device.IsSimulated, block.Ticks.AsSpan(0, block.Count).ToArray());

    public void HandleTrials(int station, DeviceIdentity device, TrialBlock block) =>
        randomness?.Post(
            station,
            device.IsSimulated,
            block.FirstTrial,
            block.Settings.AsSpan(0, block.ByteCount).ToArray(),
            block.Outcomes.AsSpan(0, block.ByteCount).ToArray());
}
