namespace Qit.Core.Timing;

/// <summary>
/// Writes runs of time tags as variable-length differences: seven bits a byte, least significant first, the high bit
/// says that more follow. The coded number is (zigzag(difference) &lt;&lt; 4) | channel, so a tag of a 5 kHz stream in
/// 4 ps ticks takes five bytes rather than nine.
/// </summary>
public static class TagDeltaCode
{
    /// <summary>Longest code of one tag, bytes: 64 bits in groups of seven.</summary>
    public const int MaxBytesPerTag = 10;

    /// <summary>Largest difference that fits, ticks. Larger ones are refused.</summary>
    public const long MaxDifferenceTicks = 0x03FF_FFFF_FFFF_FFFF;

    /// <summary>Appends one tag.</summary>
    /// <param name="differenceTicks">Time since the tag before, ticks; may be negative;
    /// magnitude up to <see cref="MaxDifferenceTicks"/>.</param>
    /// <param name="channel">Channel, 1 to 15.</param>
    /// <param name="target">Takes up to <see cref="MaxBytesPerTag"/> bytes.</param>
    /// <param name="targetOffset">First index to write.</param>
    /// <returns>Bytes written, or 0 when the difference is too large.</returns>
    public static int Encode(long differenceTicks, int channel, byte[] target, int targetOffset)
    {
        if (differenceTicks > MaxDifferenceTicks || differenceTicks < -MaxDifferenceTicks)
            return 0;
        long zigzag = differenceTicks >= 0 ? differenceTicks << 1 : ((-differenceTicks) << 1) - 1;
        long code = (zigzag << 4) | (byte)(channel & 15);
        int write = targetOffset;
        while (code > 127)
        {
            target[write++] = (byte)((code & 127) | 128);
            code >>= 7;
        }
        target[write++] = (byte)code;
        return write - targetOffset;
    }

    /// <summary>Reads a run of tags.</summary>
    /// <param name="source">Coded bytes, from anywhere: they may be hostile.</param>
    /// <param name="sourceOffset">First byte.</param>
    /// <param name="sourceCount">Number of bytes; all must be used.</param>
    /// <param name="firstTicks">Time that the first difference counts from, ticks.</param>
    /// <param name="ticks">Takes the times.</param>
    /// <param name="channels">Takes the channels.</param>
    /// <param name="tagCount">Number of tags that the bytes must hold.</param>
    /// <returns>False when the bytes end early, are left over, or hold a code of more than 63 bits.</returns>
    public static bool TryDecode(
        byte[] source, int sourceOffset, int sourceCount, long firstTicks, long[] ticks, byte[] channels, int tagCount)
    {
        int read = sourceOffset;
        int end = sourceOffset + sourceCount;
        long time = firstTicks;
        for (int tag = 0; tag < tagCount; tag++)
        {
            long code = 0;
            int shift = 0;
            while (true)
            {
                if (read >= end || shift > 56)
                    return false;
                int value = source[read++];
                long group = value & 127;
                code |= group << shift;
                if (value < 128)
                    break;
                shift += 7;
            }
            long zigzag = code >> 4;
            long difference = (zigzag & 1) == 0 ? zigzag >> 1 : -((zigzag + 1) >> 1);
            long next = unchecked(time + difference);
            // The sign test finds the overflow that unchecked arithmetic hides.
            if (((time ^ next) & (difference ^ next)) < 0)
                return false;
            time = next;
            ticks[tag] = time;
            channels[tag] = (byte)(code & 15);
        }
        return read == end;
    }
}
