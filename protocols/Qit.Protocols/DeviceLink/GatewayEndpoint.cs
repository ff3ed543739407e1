using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>
/// The gateway's end of the link, without any I/O: bytes and time go in; bytes, results and replies come out.
/// Guarantee: results of a boot come out in sequence, each once; a result is acknowledged only after
/// <see cref="ConfirmResult"/>, so a gateway that confirms what it has stored loses nothing when it dies.
/// </summary>
public sealed class GatewayEndpoint
{
    private const long HelloRetryMicroseconds = 500_000;
    private const long AcknowledgeEveryMicroseconds = 1_000_000;
    private const int PastBoots = 8;
    private const long MaxSequence = long.MaxValue / 2;

    private readonly uint instance;
    private readonly LinkParameters parameters;
    private readonly Deframer deframer = new Deframer();
    private readonly FrameCodec codec = new FrameCodec();
    private readonly Frame received = new Frame();
    private readonly Frame outgoing = new Frame();
    private readonly Frame commandFrame = new Frame();
    private readonly CommandReply reply = new CommandReply();
    private readonly ReceiveWindow window = new ReceiveWindow();
    private readonly uint[] pastBoots = new uint[PastBoots];
    private int pastBootCount;

    private uint session;
    private bool isSessionOpen;
    private bool isFlushDue;
    private bool isAcknowledgeDue;
    private bool isNotUnderstoodDue;
    private byte notUnderstoodType;
    private long helloDueMicroseconds;
    private long acknowledgeDueMicroseconds;
    private long commandDueMicroseconds;
    private uint lastCommandId;
    private bool isCommandOpen;
    private bool isReplyWaiting;
    private long lastHeardMicroseconds = long.MinValue;

    /// <summary>A gateway that has heard nobody yet.</summary>
    /// <param name="instance">A number that no earlier run of this gateway used: draw it at random.</param>
    /// <param name="parameters">Resend and time-out times.</param>
    public GatewayEndpoint(uint instance, LinkParameters parameters)
    {
        this.instance = instance;
        this.parameters = parameters;
    }

    /// <summary>The device at the other end, or null before its first hello.</summary>
    public DeviceIdentity? Device { get; private set; }

    /// <summary>True when the device speaks no version of the link that this gateway knows.</summary>
    public bool IsIncompatible { get; private set; }

    /// <summary>Received frames with a wrong checksum, length or version.</summary>
    public long BadFrameCount => deframer.BadFrameCount;

    /// <summary>Results that arrived again and were dropped.</summary>
    public long DuplicateCount => window.DuplicateCount;

    /// <summary>Results of a boot or device that is not the present one, dropped.</summary>
    public long StaleCount { get; private set; }

    /// <summary>Results that the device no longer had when this gateway joined in the same boot.</summary>
    public long MissedCount { get; private set; }

    /// <summary>Boots of the device seen.</summary>
    public int BootCount { get; private set; }

    /// <summary>Frames of a type that the device did not know.</summary>
    public long NotUnderstoodCount { get; private set; }

    /// <summary>True once the device has answered on the present stream.</summary>
    public bool IsSessionOpen => isSessionOpen;

    /// <summary>True while a command waits for its reply.</summary>
    public bool IsCommandOpen => isCommandOpen;

    /// <summary>True when the device was heard within <see cref="LinkParameters.DeadAfterMicroseconds"/>.</summary>
    /// <param name="nowMicroseconds">Gateway clock.</param>
    public bool IsAlive(long nowMicroseconds) =>
        lastHeardMicroseconds != long.MinValue
        && nowMicroseconds - lastHeardMicroseconds < parameters.DeadAfterMicroseconds;

    /// <summary>The byte stream under the link is new: ask who is there, and take nothing for sent.</summary>
    /// <param name="nowMicroseconds">Gateway clock.</param>
    public void HandleLinkOpened(long nowMicroseconds)
    {
        session++;
        isSessionOpen = false;
        isFlushDue = true;
        helloDueMicroseconds = nowMicroseconds;
        commandDueMicroseconds = nowMicroseconds;
    }

    /// <summary>Takes received bytes.</summary>
    /// <param name="buffer">The bytes; they may be hostile.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="nowMicroseconds">Gateway clock.</param>
    public void HandleBytes(byte[] buffer, int offset, int count, long nowMicroseconds)
    {
        int end = offset + count;
        while (offset < end)
        {
            bool isComplete;
            offset += deframer.Feed(buffer, offset, end - offset, received, out isComplete);
            if (isComplete)
                HandleFrame(received, nowMicroseconds);
        }
    }

    /// <summary>The next result in sequence, if it has arrived. It stays until <see cref="ConfirmResult"/>. Take all that
    /// wait after each <see cref="HandleBytes"/>: a device that boots anew starts an empty window.</summary>
    /// <param name="result">The result; valid until it is confirmed.</param>
    public bool TryPeekResult(out Frame result) => window.TryPeek(out result);

    /// <summary>The result last peeked at is safe with the caller: acknowledge it.</summary>
    public void ConfirmResult()
    {
        window.Confirm();
        isAcknowledgeDue = true;
    }

    /// <summary>Sends a command and repeats it until it is answered.</summary>
    /// <param name="verb">One of <see cref="CommandVerb"/>.</param>
    /// <param name="key">What the verb applies to.</param>
    /// <param name="value">Argument, in the key's unit.</param>
    /// <param name="nowMicroseconds">Gateway clock.</param>
    /// <returns>The command's number, or 0 while another command is open.</returns>
    public uint TrySendCommand(byte verb, byte key, long value, long nowMicroseconds)
    {
        if (isCommandOpen)
            return 0;
        isCommandOpen = true;
        isReplyWaiting = false;
        lastCommandId++;
        LinkMessages.WriteCommand(commandFrame, instance, lastCommandId, verb, key, value);
        commandDueMicroseconds = nowMicroseconds;
        return lastCommandId;
    }

    /// <summary>The reply to the last command, once.</summary>
    /// <param name="answer">The reply; valid until the next command.</param>
    public bool TryTakeReply(out CommandReply answer)
    {
        answer = reply;
        bool isWaiting = isReplyWaiting;
        isReplyWaiting = false;
        return isWaiting;
    }

    /// <summary>The next bytes to send. Call again until it answers false, and at least every 100 ms.</summary>
    /// <param name="target">Takes one frame, up to <see cref="FrameCodec.MaxEncodedLength"/> bytes, from index 0.</param>
    /// <param name="length">Bytes to send.</param>
    /// <param name="nowMicroseconds">Gateway clock.</param>
    public bool TryTakeOutput(byte[] target, out int length, long nowMicroseconds)
    {
        if (isFlushDue)
        {
            // Ends whatever half frame the line still carries.
            isFlushDue = false;
            target[0] = Cobs.Delimiter;
            length = 1;
            return true;
        }
        if (!isSessionOpen)
        {
            if (nowMicroseconds >= helloDueMicroseconds)
            {
                helloDueMicroseconds = nowMicroseconds + HelloRetryMicroseconds;
                LinkMessages.WriteHelloRequest(outgoing, instance, session);
                return Send(outgoing, target, out length, nowMicroseconds);
            }
        }
        else if (isAcknowledgeDue || nowMicroseconds >= acknowledgeDueMicroseconds)
        {
            isAcknowledgeDue = false;
            acknowledgeDueMicroseconds = nowMicroseconds + AcknowledgeEveryMicroseconds;
            LinkMessages.WriteAcknowledge(outgoing, instance, session, window.Next, window.ArrivedBits());
            return Send(outgoing, target, out length, nowMicroseconds);
        }
        else if (isCommandOpen && nowMicroseconds >= commandDueMicroseconds)
        {
            commandDueMicroseconds = nowMicroseconds + parameters.ResendAfterMicroseconds;
            return Send(commandFrame, target, out length, nowMicroseconds);
        }
        if (isNotUnderstoodDue)
        {
            isNotUnderstoodDue = false;
            LinkMessages.WriteNotUnderstood(outgoing, notUnderstoodType);
            return Send(outgoing, target, out length, nowMicroseconds);
        }
        length = 0;
        return false;
    }

    private void HandleFrame(Frame frame, long nowMicroseconds)
    {
        lastHeardMicroseconds = nowMicroseconds;
        if (FrameType.IsResult(frame.Type))
            HandleResult(frame);
        else if (frame.Type == FrameType.Hello && frame.PayloadLength >= LinkMessages.HelloFixedLength)
            HandleHello(frame, nowMicroseconds);
        else if (frame.Type == FrameType.CommandReply && frame.PayloadLength == LinkMessages.CommandReplyLength)
            HandleReply(frame);
        else if (frame.Type == FrameType.NotUnderstood)
            NotUnderstoodCount++;
        else
        {
            isNotUnderstoodDue = true;
            notUnderstoodType = frame.Type;
        }
    }

    private void HandleResult(Frame frame)
    {
        if (!isSessionOpen || !IsPresentBoot(frame))
        {
            StaleCount++;
            return;
        }
        window.Add(frame);
        isAcknowledgeDue = true;
    }

    private bool IsPresentBoot(Frame frame) =>
        Device is not null && frame.DeviceId == Device.DeviceId && frame.BootId == Device.BootId;

    private void HandleHello(Frame frame, long nowMicroseconds)
    {
        byte[] payload = frame.Payload;
        bool answersUs = LittleEndian.GetUInt32(payload, 4) == instance && LittleEndian.GetUInt32(payload, 8) == session;
        if (!answersUs)
        {
            // A device that has just booted does not know us yet; one that answers an older session says nothing new.
            if (!IsPresentBoot(frame) && !IsPastBoot(frame.BootId))
            {
                isSessionOpen = false;
                helloDueMicroseconds = nowMicroseconds;
            }
            return;
        }
        DeviceIdentity? device = DeviceIdentity.TryRead(frame, LinkMessages.HelloFixedLength);
        if (device is null || IsPastBoot(frame.BootId))
            return;
        IsIncompatible = payload[2] == 0;
        if (IsIncompatible || isSessionOpen)
            return;

        long oldest = LittleEndian.GetInt64(payload, 12);
        // No device has made so many results: whoever says so is no device of ours.
        if (oldest < 0 || oldest > MaxSequence)
            return;
        if (!IsPresentBoot(frame))
            BeginBoot(device, oldest);
        else if (oldest > window.Next)
        {
            MissedCount += oldest - window.Next;
            window.StartAt(oldest);
        }
        isSessionOpen = true;
        isAcknowledgeDue = true;
    }

    private void BeginBoot(DeviceIdentity device, long oldest)
    {
        if (Device is not null)
        {
            pastBoots[pastBootCount % PastBoots] = Device.BootId;
            pastBootCount++;
            // What the old boot was asked, the new one does not know.
            isCommandOpen = false;
            isReplyWaiting = false;
        }
        Device = device;
        BootCount++;
        window.StartAt(oldest);
    }

    private bool IsPastBoot(uint bootId)
    {
        int known = pastBootCount < PastBoots ? pastBootCount : PastBoots;
        for (int i = 0; i < known; i++)
        {
            if (pastBoots[i] == bootId)
                return true;
        }
        return false;
    }

    private void HandleReply(Frame frame)
    {
        byte[] payload = frame.Payload;
        if (!isCommandOpen || LittleEndian.GetUInt32(payload, 0) != instance
            || LittleEndian.GetUInt32(payload, 4) != lastCommandId)
            return;
        reply.Id = lastCommandId;
        reply.Status = payload[8];
        reply.Value = LittleEndian.GetInt64(payload, 9);
        isCommandOpen = false;
        isReplyWaiting = true;
    }

    private bool Send(Frame frame, byte[] target, out int length, long nowMicroseconds)
    {
        frame.Flags = 0;
        frame.Sequence = 0;
        frame.DeviceId = Device is null ? 0 : Device.DeviceId;
        frame.BootId = Device is null ? 0 : Device.BootId;
        frame.DeviceTimeMicroseconds = nowMicroseconds;
        length = codec.Encode(frame, target);
        return true;
    }
}
