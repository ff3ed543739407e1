using Qit.Agent.Protocols;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Links;

/// <summary>Takes what a station's device sends, each result once and in order, on the station's own thread, and says what the
/// device is to be told. When <see cref="HandleResult"/> returns, the result is acknowledged to the device: it must be safe by
/// then.</summary>
internal interface IStationSink
{
    /// <summary>The device has booted, or is heard for the first time: its counters and tag times start anew.</summary>
    void HandleBoot(int station, DeviceIdentity device);

    /// <summary>The device is no longer heard.</summary>
    void HandleSilence(int station);

    /// <summary>A result other than the device's status. The frame is reused after the call.</summary>
    /// <returns>False when nobody here can read it: it is counted.</returns>
    bool HandleResult(int station, DeviceIdentity device, Frame result);

    /// <summary>The next command, once the device runs the loops that the link starts by itself and has answered the command
    /// before.</summary>
    bool TryTakeCommand(int station, out ProtocolCommand command);

    /// <summary>The answer to that command.</summary>
    void HandleReply(int station, ProtocolCommand command, byte status, long value);
}
