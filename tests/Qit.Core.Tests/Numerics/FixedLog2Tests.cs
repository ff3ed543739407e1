using CsCheck;
using Qit.Core.Numerics;

namespace Qit.Core.Tests.Numerics;

public class FixedLog2Tests
{
    /// <summary>The bound of the docstring, in units of 2^-24.</summary>
    private const double Bound = 0.6;

    [Test]
    public void Error_IsWithinItsBound_AtEverySmallValue_AndAroundEveryPowerOfTwo()
    {
        double largest = 0;
        for (long value = 1; value < 1 << 18; value++)
            largest = Math.Max(largest, Error(value));
        for (int exponent = 18; exponent < 63; exponent++)
        {
            for (long near = -2000; near < 2000; near++)
                largest = Math.Max(largest, Error((1L << exponent) + near));
        }
        largest = Math.Max(largest, Error(long.MaxValue));
        TestContext.Out.WriteLine($"largest error {largest:F3} of 2^-24");
        Assert.That(largest, Is.LessThan(Bound));
    }

    [Test]
    public void Error_IsWithinItsBound_OverTheFullRange() =>
        (from bits in Gen.Int[1, 63]
         from value in Gen.Long[1L << (bits - 1), bits == 63 ? long.MaxValue : (1L << bits) - 1]
         select value).Sample(value => Error(value) < Bound, iter: 500_000);

    [Test]
    public void Values_AreMonotonic()
    {
        int last = -1;
        for (long value = 1; value < 200_000; value++)
        {
            int now = FixedLog2.Of(value);
            Assert.That(now, Is.GreaterThan(last));
            last = now;
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MinValue)]
    public void BelowOne_ThereIsNoLogarithm(long value) => Assert.That(FixedLog2.Of(value), Is.EqualTo(-1));

    private static double Error(long value)
    {
        // Above 2^53 a double is no longer the value itself, but 2^-53 of it is nothing here.
        double exact = Math.Log2(value) * (1 << FixedLog2.FractionBits);
        return Math.Abs(FixedLog2.Of(value) - exact);
    }
}
