namespace Qit.Core.Framing;

/// <summary>
/// Little-endian fields of frames. BitConverter would allocate on the device, and its order is the processor's.
/// </summary>
public static class LittleEndian
{
    /// <summary>Writes 2 bytes.</summary>
    /// <param name="buffer">Target.</param>
    /// <param name="offset">First index.</param>
    /// <param name="value">0 to 65535; higher bits are dropped.</param>
    public static void PutUInt16(byte[] buffer, int offset, int value)
    {
        buffer[offset] = (byte)(value & 0xFF);
        buffer[offset + 1] = (byte)((value >> 8) & 0xFF);
    }

    /// <summary>Writes 4 bytes.</summary>
    /// <param name="buffer">Target.</param>
    /// <param name="offset">First index.</param>
    /// <param name="value">Any value.</param>
    public static void PutUInt32(byte[] buffer, int offset, uint value)
    {
        buffer[offset] = (byte)(value & 0xFF);
        buffer[offset + 1] = (byte)((value >> 8) & 0xFF);
        buffer[offset + 2] = (byte)((value >> 16) & 0xFF);
        buffer[offset + 3] = (byte)(value >> 24);
    }

    /// <summary>Writes 8 bytes.</summary>
    /// <param name="buffer">Target.</param>
    /// <param name="offset">First index.</param>
    /// <param name="value">Any value.</param>
    public static void PutInt64(byte[] buffer, int offset, long value)
    {
        for (int i = 0; i < 8; i++)
        {
            buffer[offset + i] = (byte)(value & 0xFF);
            value >>= 8;
        }
    }

    /// <summary>Reads 2 bytes, 0 to 65535.</summary>
    /// <param name="buffer">Source.</param>
    /// <param name="offset">First index.</param>
    public static int GetUInt16(byte[] buffer, int offset) => buffer[offset] | (buffer[offset + 1] << 8);

    /// <summary>Reads 4 bytes.</summary>
    /// <param name="buffer">Source.</param>
    /// <param name="offset">First index.</param>
    public static uint GetUInt32(byte[] buffer, int offset)
    {
        uint value = buffer[offset + 3];
        value = (value << 8) | buffer[offset + 2];
        value = (value << 8) | buffer[offset + 1];
        return (value << 8) | buffer[offset];
    }

    /// <summary>Reads 8 bytes.</summary>
    /// <param name="buffer">Source.</param>
    /// <param name="offset">First index.</param>
    public static long GetInt64(byte[] buffer, int offset)
    {
        long value = 0;
        for (int i = 7; i >= 0; i--)
            value = (value << 8) | buffer[offset + i];
        return value;
    }
}
