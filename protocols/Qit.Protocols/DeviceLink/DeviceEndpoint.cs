using System;
using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>
/// The device's end of the link, without any I/O: bytes and time go in, bytes and commands come out. Guarantee: a result
/// taken by <see cref="TryAddResult"/> reaches the gateway exactly once and in order as long as this boot lasts and the
/// gateway comes back; a full ring is said before anything is lost. A command runs once, however often it arrives.
/// </summary>
public sealed class DeviceEndpoint
{
    private readonly DeviceIdentity identity;
    private readonly Deframer deframer = new Deframer();
    private readonly FrameCodec codec = new FrameCodec();
    private readonly Frame received = new Frame();
    private readonly Frame outgoing = new Frame();
    private readonly Frame reply = new Frame();
    private readonly Frame result = new Frame();
    private readonly DeviceCommand command = new DeviceCommand();
    private readonly ResultRing ring;

    private uint gatewayInstance;
    private uint session;
    private byte chosenVersion;
    private byte notUnderstoodType;
    private bool isHelloDue = true;
    private bool isNotUnderstoodDue;
    private bool isCommandWaiting;
    private bool isReplyDue;
    private uint lastCommandId;

    /// <summary>A device that has just booted; its first output is a hello.</summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="parameters">Resend times.</param>
    public DeviceEndpoint(DeviceIdentity identity, LinkParameters parameters)
    {
        this.identity = identity;
        ring = new ResultRing(parameters);
    }

    /// <summary>Received frames with a wrong checksum, length or version.</summary>
    public long BadFrameCount => deframer.BadFrameCount;

    /// <summary>Results sent more than once.</summary>
    public long ResentCount => ring.ResentCount;

    /// <summary>Results made since boot.</summary>
    public long ResultCount => ring.Next;

    /// <summary>Results not yet confirmed, at most <see cref="LinkParameters.RingCapacity"/>.</summary>
    public int RingUsed => ring.Used;

    /// <summary>True when the next result would not fit.</summary>
    public bool IsRingFull => ring.IsFull;

    /// <summary>Takes received bytes.</summary>
    /// <param name="buffer">The bytes; they may be hostile.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    public void HandleBytes(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        while (offset < end)
        {
            bool isComplete;
            offset += deframer.Feed(buffer, offset, end - offset, received, out isComplete);
            if (isComplete)
                HandleFrame(received);
        }
    }

    /// <summary>Keeps a result until the gateway has it.</summary>
    /// <param name="type">A result type of <see cref="FrameType"/>.</param>
    /// <param name="payload">Payload from index 0.</param>
    /// <param name="length">Payload bytes, at most <see cref="Frame.MaxPayload"/>.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <returns>False when the ring is full: keep the result and offer it again, or drop and count it.</returns>
    public bool TryAddResult(byte type, byte[] payload, int length, long nowMicroseconds)
    {
        if (ring.IsFull)
            return false;
        Address(result, nowMicroseconds);
        result.Type = type;
        Array.Copy(payload, 0, result.Payload, 0, length);
        result.PayloadLength = length;
        ring.Add(codec, result);
        return true;
    }

    /// <summary>The command that waits, if one does. Answer it with <see cref="Reply"/>.</summary>
    /// <param name="waiting">The command; valid until the reply.</param>
    public bool TryPeekCommand(out DeviceCommand waiting)
    {
        waiting = command;
        return isCommandWaiting;
    }

    /// <summary>Answers the waiting command.</summary>
    /// <param name="status">One of <see cref="CommandStatus"/>.</param>
    /// <param name="value">Its result, or 0.</param>
    public void Reply(byte status, long value)
    {
        if (!isCommandWaiting)
            throw new InvalidOperationException("No command waits for a reply.");
        LinkMessages.WriteCommandReply(reply, gatewayInstance, command.Id, status, value);
        isCommandWaiting = false;
        isReplyDue = true;
    }

    /// <summary>The next bytes to send.</summary>
    /// <param name="target">Takes one frame, up to <see cref="FrameCodec.MaxEncodedLength"/> bytes, from index 0.</param>
    /// <param name="length">Bytes to send.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <returns>False when nothing is due.</returns>
    public bool TryTakeOutput(byte[] target, out int length, long nowMicroseconds)
    {
        if (isHelloDue)
        {
            isHelloDue = false;
            return Send(WriteHello(), target, out length, nowMicroseconds);
        }
        if (isReplyDue)
        {
            isReplyDue = false;
            return Send(reply, target, out length, nowMicroseconds);
        }
        if (isNotUnderstoodDue)
        {
            isNotUnderstoodDue = false;
            LinkMessages.WriteNotUnderstood(outgoing, notUnderstoodType);
            return Send(outgoing, target, out length, nowMicroseconds);
        }
        // Before a gateway has asked, nobody is there to confirm a result.
        if (chosenVersion != 0 && ring.TryTakeDue(target, out length, nowMicroseconds))
            return true;
        length = 0;
        return false;
    }

    private void HandleFrame(Frame frame)
    {
        byte[] payload = frame.Payload;
        if (frame.Type == FrameType.HelloRequest && frame.PayloadLength == LinkMessages.HelloRequestLength)
            HandleHelloRequest(payload);
        else if (frame.Type == FrameType.Acknowledge && frame.PayloadLength == LinkMessages.AcknowledgeLength)
        {
            if (frame.BootId == identity.BootId && IsOurSession(payload))
                ring.HandleAcknowledge(LittleEndian.GetInt64(payload, 8), LittleEndian.GetInt64(payload, 16));
        }
        else if (frame.Type == FrameType.Command && frame.PayloadLength == LinkMessages.CommandLength)
            HandleCommand(payload);
        else if (frame.Type != FrameType.NotUnderstood)
        {
            isNotUnderstoodDue = true;
            notUnderstoodType = frame.Type;
        }
    }

    private void HandleHelloRequest(byte[] payload)
    {
        uint instance = LittleEndian.GetUInt32(payload, 2);
        uint requested = LittleEndian.GetUInt32(payload, 6);
        if (instance != gatewayInstance)
        {
            // Another gateway: what the old one asked is none of its business.
            lastCommandId = 0;
            isCommandWaiting = false;
            isReplyDue = false;
        }
        if (instance != gatewayInstance || requested != session)
            ring.ResendAll();
        gatewayInstance = instance;
        session = requested;
        chosenVersion = LinkMessages.CommonVersion(payload[0], payload[1]);
        isHelloDue = true;
    }

    private bool IsOurSession(byte[] payload) =>
        LittleEndian.GetUInt32(payload, 0) == gatewayInstance && LittleEndian.GetUInt32(payload, 4) == session;

    private void HandleCommand(byte[] payload)
    {
        if (LittleEndian.GetUInt32(payload, 0) != gatewayInstance)
            return;
        uint id = LittleEndian.GetUInt32(payload, 4);
        if (id == lastCommandId)
        {
            // The reply may have been lost: say it again, do not run the command again.
            isReplyDue = !isCommandWaiting;
            return;
        }
        if (id < lastCommandId)
            return;
        lastCommandId = id;
        command.Id = id;
        command.Verb = payload[8];
        command.Key = payload[9];
        command.Value = LittleEndian.GetInt64(payload, 10);
        isCommandWaiting = true;
    }

    private Frame WriteHello()
    {
        byte[] payload = outgoing.Payload;
        outgoing.Type = FrameType.Hello;
        payload[0] = LinkMessages.VersionMin;
        payload[1] = LinkMessages.VersionMax;
        payload[2] = chosenVersion;
        payload[3] = 0;
        LittleEndian.PutUInt32(payload, 4, gatewayInstance);
        LittleEndian.PutUInt32(payload, 8, session);
        LittleEndian.PutInt64(payload, 12, ring.Oldest);
        LittleEndian.PutInt64(payload, 20, ring.Next);
        outgoing.PayloadLength = LinkMessages.HelloFixedLength + identity.Write(payload, LinkMessages.HelloFixedLength);
        return outgoing;
    }

    private bool Send(Frame frame, byte[] target, out int length, long nowMicroseconds)
    {
        Address(frame, nowMicroseconds);
        frame.Sequence = 0;
        length = codec.Encode(frame, target);
        return true;
    }

    private void Address(Frame frame, long nowMicroseconds)
    {
        frame.DeviceId = identity.DeviceId;
        frame.BootId = identity.BootId;
        frame.Flags = identity.IsSimulated ? Frame.SimulatedFlag : (byte)0;
        frame.DeviceTimeMicroseconds = nowMicroseconds;
    }
}
