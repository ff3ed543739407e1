using CsCheck;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Trials;

public sealed class BitStringTests
{
    [Test]
    public void FromBytes_BitZero_IsWhereTheOrderSays()
    {
        Assert.That(BitString.FromBytes([0x01, 0x00], 10, BitOrder.LeastSignificantFirst)[0], Is.True);
        Assert.That(BitString.FromBytes([0x80, 0x00], 10, BitOrder.MostSignificantFirst)[0], Is.True);
        Assert.That(BitString.FromBytes([0x00, 0x02], 10, BitOrder.LeastSignificantFirst)[9], Is.True);
        Assert.That(BitString.FromBytes([0x00, 0x40], 10, BitOrder.MostSignificantFirst)[9], Is.True);
    }

    [Test]
    public void ToBytes_OtherOrder_ReversesEachByte()
    {
        BitString bits = BitString.FromBytes([0xb4, 0xc2, 0x01], 24, BitOrder.MostSignificantFirst);
        Assert.That(bits.ToBytes(BitOrder.LeastSignificantFirst), Is.EqualTo(new byte[] { 0x2d, 0x43, 0x80 }));
    }

    [Test]
    public void FromBytes_ThenToBytes_IsTheIdentity() =>
        Gen.Select(Gen.Int[0, 300], Gen.ULong, Gen.Bool).Sample((length, seed, most) =>
        {
            BitOrder order = most ? BitOrder.MostSignificantFirst : BitOrder.LeastSignificantFirst;
            byte[] bytes = new SplitMix(seed).Bytes((length + 7) / 8);
            int padding = (8 * bytes.Length) - length;
            if (padding > 0) bytes[^1] = (byte)(most ? bytes[^1] >> padding << padding : bytes[^1] & (0xff >> padding));
            BitString bits = BitString.FromBytes(bytes, length, order);
            return bits.ToBytes(order).AsSpan().SequenceEqual(bytes) && bits.Length == length;
        });

    [Test]
    public void Concatenate_AnyLengths_KeepsEveryBit() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200], Gen.ULong).Sample((first, second, seed) =>
        {
            var random = new SplitMix(seed);
            bool[] values = [.. Enumerable.Range(0, first + second).Select(_ => random.NextBit() == 1)];
            BitString joined = Bits(values[..first]).Concatenate(Bits(values[first..]));
            return joined.Equals(Bits(values)) && Enumerable.Range(0, values.Length).All(i => joined[i] == values[i]);
        });

    [Test]
    public void FromBytes_SetPadding_IsRefused()
    {
        Assert.That(() => BitString.FromBytes([0x01], 7, BitOrder.MostSignificantFirst), Throws.ArgumentException);
        Assert.That(BitString.FromBytes([0x01], 7, BitOrder.LeastSignificantFirst)[0], Is.True);
        Assert.That(() => BitString.FromBytes([0x01, 0x00], 7, BitOrder.LeastSignificantFirst),
            Throws.ArgumentException.With.Message.Contains("7 bits are packed into 1 bytes; 2 bytes were given"));
    }

    internal static BitString Bits(IReadOnlyList<bool> values)
    {
        var bytes = new byte[(values.Count + 7) / 8];
        for (int i = 0; i < values.Count; i++)
            if (values[i]) bytes[i >> 3] |= (byte)(1 << (i & 7));
        return BitString.FromBytes(bytes, values.Count, BitOrder.LeastSignificantFirst);
    }
}
