using System.Numerics;
using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

public class TickConversionTests
{
    [TestCase(1L, 0L, -32L)] // 0.256 of a tick
    [TestCase(2L, 1L, 61L)]
    [TestCase(125L, 32L, 0L)]
    [TestCase(-2L, -1L, -61L)]
    [TestCase(3L, 1L, 29L)]
    public void PicosecondsToA1Ticks_SayByHowMuchTheyAreRounded(long picoseconds, long ticks, long errorParts)
    {
        var conversion = new TickConversion(TickLength.OnePicosecond, TickLength.Nanosecond256Th);
        Assert.That(conversion.PartsOfATick, Is.EqualTo(125));
        Assert.That(conversion.Convert(picoseconds, out long error), Is.EqualTo(ticks));
        Assert.That(error, Is.EqualTo(errorParts));
    }

    [Test]
    public void TheSameTick_IsExact()
    {
        var conversion = new TickConversion(new TickLength(31250, 8), TickLength.Nanosecond256Th);
        Assert.That(conversion.IsExact, Is.True);
        Assert.That(conversion.Convert(long.MaxValue, out long error), Is.EqualTo(long.MaxValue));
        Assert.That(error, Is.Zero);
    }

    /// <summary>Against whole-number arithmetic without bounds, over both the narrow and the wide way.</summary>
    [Test]
    public void EveryConversion_IsNearest_AndItsErrorExact() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[1, 4096], Gen.Long[1, 1_000_000], Gen.Long[1, 4096], Gen.Long, Gen.Int[0, 62])
            .Sample((fromAbove, fromBelow, toAbove, toBelow, ticks, shift) =>
            {
                ticks >>= shift;
                var conversion = new TickConversion(new TickLength(fromAbove, fromBelow), new TickLength(toAbove, toBelow));
                BigInteger above = (BigInteger)ticks * fromAbove * toBelow * conversion.PartsOfATick;
                BigInteger below = (BigInteger)fromBelow * toAbove;
                Assert.That(above % below, Is.EqualTo(BigInteger.Zero), "parts are whole");
                BigInteger parts = above / below;
                if (BigInteger.Abs(parts) / conversion.PartsOfATick >= long.MaxValue)
                {
                    Assert.That(() => conversion.Convert(ticks, out _), Throws.TypeOf<OverflowException>());
                    return;
                }

                long converted = conversion.Convert(ticks, out long error);
                Assert.That(((BigInteger)converted * conversion.PartsOfATick) - parts, Is.EqualTo((BigInteger)error));
                Assert.That(2 * BigInteger.Abs(error), Is.LessThanOrEqualTo((BigInteger)conversion.PartsOfATick));
            }, iter: 5000);

    [Test]
    public void ALengthThatIsNotPositive_IsRefused() => Assert.That(
        () => new TickConversion(default, TickLength.OnePicosecond), Throws.ArgumentException);
}
