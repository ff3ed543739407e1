using System.Numerics;
using CsCheck;

namespace Qit.Timing.Tests;

public class TickLengthTests
{
    [TestCase(0L, 0L)]
    [TestCase(1L, 4L)] // 3.90625 ps
    [TestCase(-1L, -4L)]
    [TestCase(256L, 1000L)]
    [TestCase(16L, 63L)] // 62.5 ps: halves away from zero
    [TestCase(-16L, -63L)]
    [TestCase((1L << 54) - 1, 70_368_744_177_663_996L)]
    public void S15Ticks_Convert(long ticks, long picoseconds) =>
        Assert.That(TickLength.Nanosecond256Th.ToPicoseconds(ticks), Is.EqualTo(picoseconds));

    [Test]
    public void Conversion_EqualsExactRounding() =>
        Gen.Select(Gen.Long, Gen.Long[1, 1_000_000], Gen.Long[1, 1_000_000]).Sample((ticks, numerator, denominator) =>
        {
            BigInteger twice = 2 * (BigInteger)ticks * numerator;
            BigInteger divisor = 1000 * (BigInteger)denominator;
            BigInteger expected = (twice + (ticks >= 0 ? divisor : -divisor)) / (2 * divisor);
            var length = new TickLength(numerator, denominator);
            if (expected < long.MinValue || expected > long.MaxValue)
                Assert.That(() => length.ToPicoseconds(ticks), Throws.TypeOf<OverflowException>());
            else
                Assert.That(length.ToPicoseconds(ticks), Is.EqualTo((long)expected));
        });

    [Test]
    public void Default_IsRefused() =>
        Assert.That(() => default(TickLength).ToPicoseconds(1), Throws.TypeOf<InvalidOperationException>());
}
