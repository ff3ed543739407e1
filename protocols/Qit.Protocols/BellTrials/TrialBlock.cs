using System;
using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.BellTrials;

/// <summary>
/// A run of consecutive Bell-test trials of one station as it crosses the link. Layout, little-endian: first trial i64
/// (a multiple of 8), lost-before u32 (trials lost since the block before), byte count u16 (eight trials a byte), the
/// settings, the outcomes; bits least significant first.
/// </summary>
public sealed class TrialBlock
{
    /// <summary>Bytes before the settings.</summary>
    public const int HeaderLength = 14;

    /// <summary>Most bytes of settings, and of outcomes.</summary>
    public const int MaxBytes = (Frame.MaxPayload - HeaderLength) / 2;

    /// <summary>Largest trial number taken: a century of trials at 1 GHz.</summary>
    public const long MaxTrial = 1L << 61;

    /// <summary>Settings, one bit a trial.</summary>
    public byte[] Settings { get; } = new byte[MaxBytes];

    /// <summary>Outcomes, one bit a trial.</summary>
    public byte[] Outcomes { get; } = new byte[MaxBytes];

    /// <summary>Bytes of each; trials are eight times this.</summary>
    public int ByteCount { get; private set; }

    /// <summary>Number of the first trial.</summary>
    public long FirstTrial { get; private set; }

    /// <summary>Trials lost between the block before and this one.</summary>
    public long LostBefore { get; private set; }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no trial block; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        ByteCount = 0;
        if (length < HeaderLength)
            return false;
        int bytes = LittleEndian.GetUInt16(payload, 12);
        FirstTrial = LittleEndian.GetInt64(payload, 0);
        if (bytes == 0 || bytes > MaxBytes || length != HeaderLength + 2 * bytes
            || FirstTrial < 0 || FirstTrial > MaxTrial || (FirstTrial & 7) != 0)
            return false;
        long lost = 0;
        lost += LittleEndian.GetUInt32(payload, 8);
        LostBefore = lost;
        Array.Copy(payload, HeaderLength, Settings, 0, bytes);
        Array.Copy(payload, HeaderLength + bytes, Outcomes, 0, bytes);
        ByteCount = bytes;
        return true;
    }
}
