namespace Qit.Protocols.DeviceLink;

/// <summary>Kinds of frames on the device link. Results (0x40 and above) carry sequence numbers and are resent until
/// acknowledged; the others are answered or repeated by whoever waits for them.</summary>
public static class FrameType
{
    /// <summary>Gateway to device: who are you, and speak to this session.</summary>
    public const byte HelloRequest = 0x01;

    /// <summary>Device to gateway: identity, versions, session, where its sequence numbers stand.</summary>
    public const byte Hello = 0x02;

    /// <summary>Gateway to device: results confirmed, and which later ones have arrived.</summary>
    public const byte Acknowledge = 0x03;

    /// <summary>Gateway to device: do something; answered by <see cref="CommandReply"/>.</summary>
    public const byte Command = 0x04;

    /// <summary>Device to gateway: a command's result or the reason why not.</summary>
    public const byte CommandReply = 0x05;

    /// <summary>Either way: a frame of a type that this end does not know; the payload is that type.</summary>
    public const byte NotUnderstood = 0x06;

    /// <summary>First type that is a result.</summary>
    public const byte FirstResult = 0x40;

    /// <summary>Result: a run of time tags.</summary>
    public const byte TagBlock = 0x41;

    /// <summary>Result: a run of Bell-test trials of one station.</summary>
    public const byte TrialBlock = 0x42;

    /// <summary>Result: counters and health of the device.</summary>
    public const byte Status = 0x43;

    /// <summary>Result: a run of dwells of the delay line with their counts.</summary>
    public const byte DwellBlock = 0x44;

    /// <summary>Result: a run of pair records of purification, of one station.</summary>
    public const byte PairBlock = 0x47;

    /// <summary>Result: a run of fringes behind the two ports of the two-way interferometer.</summary>
    public const byte FringeBlock = 0x46;

    /// <summary>True for sequenced, acknowledged frames.</summary>
    /// <param name="type">A frame type.</param>
    public static bool IsResult(byte type) => type >= FirstResult;
}
