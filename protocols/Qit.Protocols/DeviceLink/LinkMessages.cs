using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>Payload layouts of the frames that are not results; both ends write and read them here.</summary>
internal static class LinkMessages
{
    public const int HelloRequestLength = 10;
    public const int HelloFixedLength = 28;
    public const int AcknowledgeLength = 24;
    public const int CommandLength = 18;
    public const int CommandReplyLength = 17;

    /// <summary>Lowest and highest link version that this code speaks.</summary>
    public const byte VersionMin = 1;

    public const byte VersionMax = 1;

    /// <summary>The highest version both ends speak, or 0.</summary>
    public static byte CommonVersion(byte otherMin, byte otherMax)
    {
        byte highest = otherMax < VersionMax ? otherMax : VersionMax;
        return highest >= otherMin && highest >= VersionMin ? highest : (byte)0;
    }

    public static void WriteHelloRequest(Frame frame, uint instance, uint session)
    {
        frame.Type = FrameType.HelloRequest;
        frame.Payload[0] = VersionMin;
        frame.Payload[1] = VersionMax;
        LittleEndian.PutUInt32(frame.Payload, 2, instance);
        LittleEndian.PutUInt32(frame.Payload, 6, session);
        frame.PayloadLength = HelloRequestLength;
    }

    public static void WriteAcknowledge(Frame frame, uint instance, uint session, long confirmedBefore, long arrivedBits)
    {
        frame.Type = FrameType.Acknowledge;
        LittleEndian.PutUInt32(frame.Payload, 0, instance);
        LittleEndian.PutUInt32(frame.Payload, 4, session);
        LittleEndian.PutInt64(frame.Payload, 8, confirmedBefore);
        LittleEndian.PutInt64(frame.Payload, 16, arrivedBits);
        frame.PayloadLength = AcknowledgeLength;
    }

    public static void WriteCommand(Frame frame, uint instance, uint id, byte verb, byte key, long value)
    {
        frame.Type = FrameType.Command;
        LittleEndian.PutUInt32(frame.Payload, 0, instance);
        LittleEndian.PutUInt32(frame.Payload, 4, id);
        frame.Payload[8] = verb;
        frame.Payload[9] = key;
        LittleEndian.PutInt64(frame.Payload, 10, value);
        frame.PayloadLength = CommandLength;
    }

    public static void WriteCommandReply(Frame frame, uint instance, uint id, byte status, long value)
    {
        frame.Type = FrameType.CommandReply;
        LittleEndian.PutUInt32(frame.Payload, 0, instance);
        LittleEndian.PutUInt32(frame.Payload, 4, id);
        frame.Payload[8] = status;
        LittleEndian.PutInt64(frame.Payload, 9, value);
        frame.PayloadLength = CommandReplyLength;
    }

    public static void WriteNotUnderstood(Frame frame, byte type)
    {
        frame.Type = FrameType.NotUnderstood;
        frame.Payload[0] = type;
        frame.PayloadLength = 1;
    }
}
