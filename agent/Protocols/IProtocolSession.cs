using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Protocols;

/// <summary>
/// The gateway's part of one protocol, as a machine without I/O: it is fed what the stations' devices send, and says what they
/// are to be told and what it has measured. The same session serves real devices (<see cref="ProtocolPipeline"/>) and the
/// simulated run of `qit simulate --protocol`. Not thread-safe; nothing in it knows the time of day.
/// </summary>
internal interface IProtocolSession
{
    /// <summary>Name of the protocol, as in topics and on the command line: round-trip, one-way, two-way, purification.</summary>
    string Name { get; }

    /// <summary>What goes on, for a person: what it is doing, or why there is no answer.</summary>
    string State { get; }

    /// <summary>Number of stations that take part: their numbers are 0 to this less 1.</summary>
    int Stations { get; }

    /// <summary>A station's device has booted, or is heard for the first time: it knows nothing of what it was told before.
    /// </summary>
    /// <param name="station">Number of the station.</param>
    /// <param name="device">Who it is.</param>
    void HandleBoot(int station, DeviceIdentity device);

    /// <summary>A station is no longer heard.</summary>
    /// <param name="station">Number of the station.</param>
    void HandleSilence(int station);

    /// <summary>A result, each once and in order for each station; the frame is reused after the call.</summary>
    /// <param name="station">Number of the station.</param>
    /// <param name="result">The frame; its payload may be hostile.</param>
    /// <returns>False when it is none of this protocol, or unreadable.</returns>
    bool HandleResult(int station, Frame result);

    /// <summary>The next command to a station's device. The next call comes after the reply to this one.</summary>
    /// <param name="station">Number of the station.</param>
    /// <param name="command">The command.</param>
    bool TryTakeCommand(int station, out ProtocolCommand command);

    /// <summary>What a device has answered.</summary>
    /// <param name="station">Number of the station.</param>
    /// <param name="command">The command.</param>
    /// <param name="status">A <see cref="CommandStatus"/>.</param>
    /// <param name="value">The value of the answer.</param>
    void HandleReply(int station, ProtocolCommand command, byte status, long value);

    /// <summary>A measurement that is done, oldest first; the session goes on to the next by itself.</summary>
    /// <param name="answer">The measurement.</param>
    bool TryTakeAnswer([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ProtocolAnswer? answer);
}
