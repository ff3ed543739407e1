using CsCheck;
using Qit.Core.Framing;

namespace Qit.Core.Tests.Framing;

public class CobsTests
{
    private static readonly Gen<byte[]> Bytes =
        Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)1)).Array[0, 1200];

    // Examples of the paper's rules: zero ends a group, 254 other bytes fill one.
    [TestCase("", "01")]
    [TestCase("00", "0101")]
    [TestCase("0000", "010101")]
    [TestCase("11220033", "0311220233")]
    [TestCase("11223344", "0511223344")]
    [TestCase("11000000", "0211010101")]
    public void Encode_GivesThePublishedExamples(string plain, string encoded) =>
        Assert.That(Convert.ToHexString(Encode(Convert.FromHexString(plain))), Is.EqualTo(encoded.ToUpperInvariant()));

    [TestCase(253)]
    [TestCase(254)]
    [TestCase(255)]
    [TestCase(508)]
    [TestCase(509)]
    public void RoundTrip_HoldsAtTheEdgesOfAGroup(int count)
    {
        byte[] plain = new byte[count];
        Array.Fill(plain, (byte)7);
        Assert.That(Decode(Encode(plain)), Is.EqualTo(plain));
    }

    [Test]
    public void RoundTrip_HoldsForAnyBytes_AndNoZeroIsInside() => Bytes.Sample(plain =>
    {
        byte[] encoded = Encode(plain);
        return Array.IndexOf(encoded, (byte)0) < 0
            && encoded.Length <= Cobs.MaxEncodedLength(plain.Length)
            && Decode(encoded)!.AsSpan().SequenceEqual(plain);
    });

    [Test]
    public void Decode_OfAnyBytes_NeverThrowsAndNeverGrows() => Bytes.Sample(hostile =>
    {
        byte[] target = new byte[hostile.Length];
        int length = Cobs.Decode(hostile, 0, hostile.Length, target, 0);
        return length >= -1 && length <= hostile.Length;
    });

    [TestCase("")]
    [TestCase("00")]
    [TestCase("0311")]
    [TestCase("031100")]
    public void Decode_RefusesWhatIsNoFrame(string hex) => Assert.That(Decode(Convert.FromHexString(hex)), Is.Null);

    private static byte[] Encode(byte[] plain)
    {
        byte[] target = new byte[Cobs.MaxEncodedLength(plain.Length)];
        return target[..Cobs.Encode(plain, 0, plain.Length, target, 0)];
    }

    private static byte[]? Decode(byte[] encoded)
    {
        byte[] inPlace = (byte[])encoded.Clone();
        int length = Cobs.Decode(inPlace, 0, encoded.Length, inPlace, 0);
        return length < 0 ? null : inPlace[..length];
    }
}
