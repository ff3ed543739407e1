using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.Tests.TimeService;

public sealed class ChronySampleTests
{
    [Test]
    public void Sample_HasChronydsLayout()
    {
        if (!BitConverter.IsLittleEndian)
            Assert.Ignore("the bytes below are those of a little-endian host");
        var sample = new byte[ChronySample.Length];
        Array.Fill(sample, (byte)0xFF);
        ChronySample.Write(sample, 1_795_491_354_840_585_999, -0.5);
        Assert.That(Convert.ToHexString(sample), Is.EqualTo(
            "1A06056B00000000" // 1795491354 s
            + "89D30C0000000000" // 840585 us
            + "000000000000E0BF" // -0.5
            + "00000000" + "00000000" + "00000000" // pulse, leap, padding
            + "4B434F53")); // "SOCK"
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void WhatIsNoNumber_IsNotWritten(double offset)
    {
        var sample = new byte[ChronySample.Length];
        Assert.That(() => ChronySample.Write(sample, 0, offset), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(sample, Is.All.Zero);
    }

    [Test]
    public void TimeBefore1970_IsNotWritten() =>
        Assert.That(() => ChronySample.Write(new byte[ChronySample.Length], -1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
