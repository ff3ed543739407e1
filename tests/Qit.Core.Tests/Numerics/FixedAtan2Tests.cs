using CsCheck;
using Qit.Core.Numerics;

namespace Qit.Core.Tests.Numerics;

public class FixedAtan2Tests
{
    /// <summary>The bound of the docstring, in units of 2^-32 turn.</summary>
    private const double Bound = 0.55;

    private static readonly Gen<long> AnySize =
        from bits in Gen.Int[1, 64]
        from value in Gen.Long
        select value >> (64 - bits);

    [Test]
    public void Error_IsWithinItsBound_OverTheFullRange()
    {
        Gen.Select(AnySize, AnySize).Where((y, x) => x != 0 || y != 0).Sample((y, x) => Error(y, x) < Bound, iter: 300_000);
    }

    [Test]
    public void Error_IsWithinItsBound_AllTheWayRound_AndForEverySmallVector()
    {
        double largest = 0;
        for (int step = 0; step < 200_000; step++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * step / 200_000);
            largest = Math.Max(largest, Error((long)(sine * 4e15), (long)(cosine * 4e15)));
        }
        for (int y = -150; y <= 150; y++)
        {
            for (int x = -150; x <= 150; x++)
            {
                if (x != 0 || y != 0) largest = Math.Max(largest, Error(y, x));
            }
        }
        TestContext.Out.WriteLine($"largest error {largest:F4} of 2^-32 turn");
        Assert.That(largest, Is.LessThan(Bound));
    }

    [TestCase(0L, 0L, 0)]
    [TestCase(0L, 1L, 0)]
    [TestCase(0L, long.MaxValue, 0)]
    [TestCase(1L, 0L, 1 << 30)]
    [TestCase(-1L, 0L, -(1 << 30))]
    [TestCase(0L, -1L, int.MinValue)]
    [TestCase(long.MinValue, 0L, -(1 << 30))]
    [TestCase(long.MinValue, long.MinValue, -(3 << 29))]
    [TestCase(7L, 7L, 1 << 29)]
    public void KnownAngles(long y, long x, int units) => Assert.That(FixedAtan2.Of(y, x), Is.EqualTo(units));

    private static double Error(long y, long x)
    {
        double exact = Math.Atan2(y, x) / (2 * Math.PI) * 4294967296.0;
        return Math.Abs(Math.IEEERemainder(FixedAtan2.Of(y, x) - exact, 4294967296.0));
    }
}
