using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Agent.Links;

/// <summary>Takes what a station's device sends, each result once and in order, on the station's own thread. When a method
/// returns, the result is acknowledged to the device: it must be safe by then.</summary>
public interface IStationSink
{
    /// <summary>The device has booted, or is heard for the first time: its counters and tag times start anew.</summary>
    void HandleBoot(int station, DeviceIdentity device);

    /// <summary>The device is no longer heard.</summary>
    void HandleSilence(int station);

    /// <summary>A run of tags. The block is reused after the call.</summary>
    void HandleTags(int station, DeviceIdentity device, TagBlock block);

    /// <summary>A run of trials. The block is reused after the call.</summary>
    void HandleTrials(int station, DeviceIdentity device, TrialBlock block);
}
