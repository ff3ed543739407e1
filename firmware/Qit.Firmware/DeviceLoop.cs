using Qit.Hal;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;
using Qit.Protocols.TwoWay;

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
    private readonly OneWayLoop? oneWay;
    private readonly BellTrialsLoop? bellTrials;
    private readonly RoundTripLoop? roundTrip;
    private readonly PurificationLoop? purification;
    private readonly TwoWayLoop? twoWay;
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
            oneWay = new OneWayLoop(board.Tagger);
        if (board.SettingsEntropy is not null && board.BasisSelector is not null && board.TrialRecorder is not null)
            bellTrials = new BellTrialsLoop(board.SettingsEntropy, board.BasisSelector, board.TrialRecorder);
        if (board.DelayLine is not null && board.CoincidenceCounter is not null)
            roundTrip = new RoundTripLoop(board.DelayLine, board.DelayRamp, board.CoincidenceCounter);
        if (board.PairMemory is not null)
            purification = new PurificationLoop(board.PairMemory);
        if (board.PhaseShifter is not null && board.PhaseRamp is not null && board.PortCounter is not null)
            twoWay = new TwoWayLoop(board.PhaseShifter, board.PhaseRamp, board.PortCounter);
    }

    /// <summary>Does what there is to do now.</summary>
    /// <returns>False when there was nothing: the caller may sleep a little.</returns>
    public bool Step()
    {
        long now = board.Clock.NowMicroseconds;
        bool didWork = Receive();
        AnswerCommand(now);
        if (oneWay is not null)
            didWork |= oneWay.Step(endpoint, now);
        if (bellTrials is not null)
            didWork |= bellTrials.Step(endpoint, now);
        if (roundTrip is not null)
            didWork |= roundTrip.Step(endpoint, now);
        if (purification is not null)
            didWork |= purification.Step(endpoint, now);
        if (twoWay is not null)
            didWork |= twoWay.Step(endpoint, now);
        ReportStatus(now);
        return Transmit(now) | didWork;
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
        else if (purification is not null && PurificationLoop.IsFor(command))
            answer = purification.Answer(command, out value);
        else if (TwoWayKey.IsOurs(command.Key) && command.Verb == CommandVerb.Configure)
            answer = twoWay is null ? CommandStatus.UnknownKey : twoWay.Configure(command.Key, command.Value, now);
        else if (TwoWayKey.IsOurs(command.Key) && command.Verb == CommandVerb.Query)
            answer = twoWay is null ? CommandStatus.UnknownKey : twoWay.Query(command.Key, out value);
        // The other loops have nothing to set, read or calibrate: their keys are unknown, and the answer says so.
        else if (command.Verb == CommandVerb.Configure)
            answer = roundTrip is null ? CommandStatus.UnknownKey : roundTrip.Configure(command.Key, command.Value, out value);
        else if (command.Verb == CommandVerb.Query)
            answer = roundTrip is null ? CommandStatus.UnknownKey : roundTrip.Query(command.Key, out value);
        else if (command.Verb == CommandVerb.Calibrate)
            answer = CommandStatus.UnknownKey;
        endpoint.Reply(answer, value);
    }

    private byte SwitchLoop(byte loop, bool isOn, long now)
    {
        if (loop == LoopKind.OneWay)
        {
            if (oneWay is null)
                return CommandStatus.NotFitted;
            oneWay.IsRunning = isOn;
            return CommandStatus.Ok;
        }
        if (loop == LoopKind.BellTrials)
        {
            if (bellTrials is null)
                return CommandStatus.NotFitted;
            if (isOn)
                bellTrials.Start();
            else
                bellTrials.Stop();
            return CommandStatus.Ok;
        }
        if (loop == LoopKind.RoundTrip)
        {
            if (roundTrip is null)
                return CommandStatus.NotFitted;
            if (isOn)
                return roundTrip.Start();
            roundTrip.Stop();
            return CommandStatus.Ok;
        }
        if (loop == LoopKind.Purification)
        {
            if (purification is null)
                return CommandStatus.NotFitted;
            if (isOn)
                return purification.Start();
            purification.Stop();
            return CommandStatus.Ok;
        }
        if (loop == LoopKind.TwoWay)
        {
            if (twoWay is null)
                return CommandStatus.NotFitted;
            if (isOn)
                return twoWay.Start(now);
            twoWay.Stop();
            return CommandStatus.Ok;
        }
        return CommandStatus.UnknownKey;
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
        status.IsOneWayRunning = oneWay is not null && oneWay.IsRunning;
        status.IsBellTrialsRunning = bellTrials is not null && bellTrials.IsRunning;
        if (oneWay is not null)
        {
            status.TagCount = oneWay.TagCount;
            status.TagsLostCount = oneWay.LostCount;
            status.TaggerStatus = (byte)oneWay.Status;
        }
        if (bellTrials is not null)
        {
            status.TrialCount = bellTrials.Machine.TrialCount;
            status.TrialsLostCount = bellTrials.Machine.LostCount;
            status.TrialStatus = (byte)bellTrials.Status;
            status.IsEntropyStartingUp = bellTrials.Machine.IsStartingUp;
            status.HasEntropyFailed = bellTrials.Machine.HasEntropyFailed;
        }
        if (roundTrip is not null)
        {
            status.IsRoundTripRunning = roundTrip.IsRunning;
            status.RoundTripStatus = (byte)roundTrip.Status;
        }
        if (purification is not null)
        {
            status.IsPurificationRunning = purification.IsRunning;
            status.PurificationStatus = (byte)purification.Status;
        }
        if (twoWay is not null)
        {
            status.IsTwoWayRunning = twoWay.IsRunning;
            status.TwoWayStatus = (byte)twoWay.Status;
        }
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
