using System.Text;
using Qit.Core.Framing;

namespace Qit.Core.Tests.Framing;

public class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value of the CRC catalogue for "123456789".
    [TestCase("313233343536373839", 0xE3069283u)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62A8AB43u)]
    [TestCase("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46DD794Eu)]
    public void Compute_GivesThePublishedValues(string hex, uint expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.That(Crc32C.Compute(bytes, 0, bytes.Length), Is.EqualTo(expected));
    }

    [Test]
    public void Compute_FindsEverySingleWrongBit()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("the frame that was sent");
        uint right = Crc32C.Compute(bytes, 0, bytes.Length);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(Crc32C.Compute(bytes, 0, bytes.Length), Is.Not.EqualTo(right), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
