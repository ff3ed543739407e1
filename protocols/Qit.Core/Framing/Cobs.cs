namespace Qit.Core.Framing;

/// <summary>
/// Consistent overhead byte stuffing (Cheshire and Baker, IEEE/ACM Trans. Networking 7, 159 (1999)): rewrites bytes so
/// that none is zero, which leaves zero free to end a frame. A receiver that joins in the middle, or meets noise, is in
/// step again after the next zero.
/// </summary>
public static class Cobs
{
    /// <summary>The byte that ends every frame and occurs nowhere inside one.</summary>
    public const byte Delimiter = 0;

    /// <summary>Longest encoding of <paramref name="count"/> bytes, without the delimiter.</summary>
    /// <param name="count">Bytes to encode, 0 or more.</param>
    public static int MaxEncodedLength(int count) => count + count / 254 + 1;

    /// <summary>Encodes a range of bytes; the delimiter is the caller's to add.</summary>
    /// <param name="source">Bytes to encode.</param>
    /// <param name="sourceOffset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="target">Takes at most <see cref="MaxEncodedLength"/> bytes; must not overlap the source.</param>
    /// <param name="targetOffset">First index to write.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(byte[] source, int sourceOffset, int count, byte[] target, int targetOffset)
    {
        int code = targetOffset;
        int write = targetOffset + 1;
        int end = sourceOffset + count;
        for (int read = sourceOffset; read < end; read++)
        {
            byte value = source[read];
            if (value != 0)
                target[write++] = value;
            // A full group (254 bytes) stands for itself; an open one ends at a zero.
            if (value == 0 || (write - code == 255 && read + 1 < end))
            {
                target[code] = (byte)(write - code);
                code = write++;
            }
        }
        target[code] = (byte)(write - code);
        return write - targetOffset;
    }

    /// <summary>Decodes one frame without its delimiter. Source and target may be the same place: decoding never
    /// writes ahead of what it has read.</summary>
    /// <param name="source">Encoded bytes.</param>
    /// <param name="sourceOffset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="target">Takes at most <paramref name="count"/> bytes.</param>
    /// <param name="targetOffset">First index to write.</param>
    /// <returns>Bytes written, or -1 when the source is empty, holds a zero or ends inside a group.</returns>
    public static int Decode(byte[] source, int sourceOffset, int count, byte[] target, int targetOffset)
    {
        if (count <= 0)
            return -1;
        int read = sourceOffset;
        int end = sourceOffset + count;
        int write = targetOffset;
        while (read < end)
        {
            int code = source[read++];
            if (code == 0 || read + code - 1 > end)
                return -1;
            for (int i = 1; i < code; i++)
            {
                byte value = source[read++];
                if (value == 0)
                    return -1;
                target[write++] = value;
            }
            if (code != 255 && read < end)
                target[write++] = 0;
        }
        return write - targetOffset;
    }
}
