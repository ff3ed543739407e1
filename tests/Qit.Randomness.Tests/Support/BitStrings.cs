using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Support;

/// <summary>Bit strings for tests.</summary>
internal static class BitStrings
{
    public static BitString FromHex(string hex, int length) =>
        BitString.FromBytes(Convert.FromHexString(hex), length, BitOrder.MostSignificantFirst);

    public static BitString Number(long value, int length) => Of(length, i => ((value >> i) & 1) == 1);

    public static BitString Random(SplitMix random, int length)
    {
        byte[] bytes = random.Bytes((length + 7) / 8);
        if (length % 8 != 0) bytes[^1] &= (byte)((1 << (length % 8)) - 1);
        return BitString.FromBytes(bytes, length, BitOrder.LeastSignificantFirst);
    }

    public static BitString Xor(BitString left, BitString right)
    {
        byte[] sum = left.ToBytes(BitOrder.LeastSignificantFirst);
        byte[] other = right.ToBytes(BitOrder.LeastSignificantFirst);
        for (int i = 0; i < sum.Length; i++) sum[i] ^= other[i];
        return BitString.FromBytes(sum, left.Length, BitOrder.LeastSignificantFirst);
    }

    public static BitString Of(int length, Func<int, bool> bit)
    {
        var bytes = new byte[(length + 7) / 8];
        for (int i = 0; i < length; i++)
            if (bit(i)) bytes[i / 8] |= (byte)(1 << (i % 8));
        return BitString.FromBytes(bytes, length, BitOrder.LeastSignificantFirst);
    }
}
