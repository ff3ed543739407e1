using System;
using Qit.Hal;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;

namespace Qit.Firmware;

/// <summary>
/// The whole device: one cooperative loop, called again and again. It allocates nothing after construction but when a
/// loop is started, blocks nowhere, and keeps a bounded backlog.
/// </summary>
public sealed class DeviceLoop
{
    private const int ReadBytes = 512;
    private const long StatusEveryMicroseconds = 1_000_000;

    private readonly Board board;
    private readonly DeviceEndpoint endpoint;
    private readonly OneWayLoop? tags;
    private readonly BellTrialsLoop? bellTrials;
    private readonly IMeasurementLoop[] loops;
    private readonly byte[] input = new byte[ReadBytes];
    private readonly byte[] output = new byte[FrameCodec.MaxEncodedLength];
    private readonly byte[] statusPayload = new byte[DeviceStatus.Length];
    private readonly DeviceStatus status = new DeviceStatus();
    private int outputOffset;
    private int outputEnd;
    private long statusDueMicroseconds;

    /// <summary>A device that has just booted; no loop runs until the gateway starts it.</summary>
    /// <param name="board">Its hardware.</param>
    /// <param name="parameters">Resend times of the link.</param>
    public DeviceLoop(Board board, LinkParameters parameters)
    {
        this.board = board;
        endpoint = new DeviceEndpoint(
            new DeviceIdentity
            {
                DeviceId = board.DeviceId,
                BootId = board.BootId,
                IsSimulated = board.IsSimulated,
                Name = board.Name,
                FirmwareVersion = FirmwareVersion.Text,
                TickFemtosecondsNumerator = board.Tagger is null ? 0 : board.Tagger.TickFemtosecondsNumerator,
                TickFemtosecondsDenominator = board.Tagger is null ? 1 : board.Tagger.TickFemtosecondsDenominator,
            },
            parameters);
        if (board.Tagger is not null)
            tags = new OneWayLoop(board.Tagger);
        if (board.SettingsEntropy is not null && board.BasisSelector is not null && board.TrialRecorder is not null)
            bellTrials = new BellTrialsLoop(board.SettingsEntropy, board.BasisSelector, board.TrialRecorder);
        loops = FittedLoops(board, tags, bellTrials);
    }

    /// <summary>Does what there is to do now.</summary>
    /// <returns>False when there was nothing: the caller may sleep a little.</returns>
    public bool Step()
    {
        long now = board.Clock.NowMicroseconds;
        bool didWork = Receive();
        AnswerCommand(now);
        for (int i = 0; i < loops.Length; i++)
            didWork |= loops[i].Step(endpoint, now);
        ReportStatus(now);
        return Transmit(now) | didWork;
    }

    /// <summary>The loops whose parts the board has, in the order of their steps.</summary>
    private static IMeasurementLoop[] FittedLoops(Board board, OneWayLoop? tags, BellTrialsLoop? bellTrials)
    {
        IMeasurementLoop[] fitted = new IMeasurementLoop[LoopKind.Last];
        int count = 0;
        if (tags is not null)
            fitted[count++] = tags;
        // After the tags: what they have just read decides where a dwell begins and ends.
        if (tags is not null && board.PathSelector is not null)
            fitted[count++] = new OneWayPathsLoop(tags, board.PathSelector);
        if (bellTrials is not null)
            fitted[count++] = bellTrials;
        if (board.DelayLine is not null && board.CoincidenceCounter is not null)
            fitted[count++] = new RoundTripLoop(board.DelayLine, board.DelayRamp, board.CoincidenceCounter);
        if (board.PhaseShifter is not null && board.PhaseRamp is not null && board.PortCounter is not null)
            fitted[count++] = new TwoWayLoop(board.PhaseShifter, board.PhaseRamp, board.PortCounter);
        if (board.PairMemory is not null)
            fitted[count++] = new PurificationLoop(board.PairMemory);
        IMeasurementLoop[] loops = new IMeasurementLoop[count];
        Array.Copy(fitted, 0, loops, 0, count);
        return loops;
    }

    private bool Receive()
    {
        int read;
        board.Link.Read(input, 0, ReadBytes, out read);
        endpoint.HandleBytes(input, 0, read);
        return read > 0;
    }

    private void AnswerCommand(long now)
    {
        DeviceCommand command;
        if (!endpoint.TryPeekCommand(out command))
            return;
        byte answer = CommandStatus.UnknownVerb;
        long value = 0;
        if (command.Verb == CommandVerb.Start || command.Verb == CommandVerb.Stop)
            answer = SwitchLoop(command.Key, command.Verb == CommandVerb.Start, now);
        else if (command.Verb == CommandVerb.Configure || command.Verb == CommandVerb.Query)
            answer = AnswerKey(command, now, out value);
        else if (command.Verb == CommandVerb.Calibrate)
            answer = CommandStatus.UnknownKey; // nothing calibrates itself
        endpoint.Reply(answer, value);
    }

    private byte AnswerKey(DeviceCommand command, long now, out long value)
    {
        value = 0;
        for (int i = 0; i < loops.Length; i++)
        {
            if (!loops[i].HasKey(command.Key))
                continue;
            return command.Verb == CommandVerb.Query
                ? loops[i].Query(command.Key, out value)
                : loops[i].Configure(command.Key, command.Value, now, out value);
        }
        return CommandStatus.UnknownKey;
    }

    private byte SwitchLoop(byte kind, bool isOn, long now)
    {
        if (!LoopKind.IsKnown(kind))
            return CommandStatus.UnknownKey;
        for (int i = 0; i < loops.Length; i++)
        {
            if (loops[i].Kind != kind)
                continue;
            if (isOn)
                return loops[i].Start(now);
            loops[i].Stop();
            return CommandStatus.Ok;
        }
        return CommandStatus.NotFitted;
    }

    private void ReportStatus(long now)
    {
        if (now < statusDueMicroseconds || endpoint.IsRingFull)
            return;
        statusDueMicroseconds = now + StatusEveryMicroseconds;
        status.UptimeMicroseconds = now;
        status.ResultCount = endpoint.ResultCount;
        status.ResentCount = endpoint.ResentCount;
        status.BadFrameCount = endpoint.BadFrameCount;
        status.RingUsed = endpoint.RingUsed;
        if (tags is not null)
        {
            status.TagCount = tags.TagCount;
            status.TagsLostCount = tags.LostCount;
        }
        if (bellTrials is not null)
        {
            status.TrialCount = bellTrials.Machine.TrialCount;
            status.TrialsLostCount = bellTrials.Machine.LostCount;
            status.IsEntropyStartingUp = bellTrials.Machine.IsStartingUp;
            status.HasEntropyFailed = bellTrials.Machine.HasEntropyFailed;
        }
        for (int i = 0; i < loops.Length; i++)
            status.SetLoop(loops[i].Kind, loops[i].IsRunning, (byte)loops[i].Status);
        status.Write(statusPayload);
        endpoint.TryAddResult(FrameType.Status, statusPayload, DeviceStatus.Length, now);
    }

    private bool Transmit(long now)
    {
        bool didWork = false;
        while (true)
        {
            if (outputOffset == outputEnd)
            {
                outputOffset = 0;
                if (!endpoint.TryTakeOutput(output, out outputEnd, now))
                    return didWork;
            }
            int written;
            HalStatus linkStatus = board.Link.Write(output, outputOffset, outputEnd - outputOffset, out written);
            if (linkStatus == HalStatus.Disconnected)
            {
                // The rest of a frame means nothing on the next connection; the ring still has the frame.
                outputOffset = outputEnd;
                return didWork;
            }
            outputOffset += written;
            didWork |= written > 0;
            if (outputOffset < outputEnd)
                return didWork;
        }
    }
}
