using System.Numerics;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class BinomialTailTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    [TestCase(400)]
    [TestCase(3000)]
    public void Tails_AgainstExactIntegers_AgreeEverywhere(int n)
    {
        // p = 3/4: P(X = i) = C(n, i) 3^i / 4^n.
        double lnAll = n * Math.Log(4);
        var terms = new BigInteger[n + 1];
        terms[0] = BigInteger.One;
        for (int i = 1; i <= n; i++) terms[i] = terms[i - 1] * 3 * (n - i + 1) / i;
        BigInteger upper = BigInteger.Zero;
        BigInteger total = BigInteger.Pow(4, n);
        for (int k = n; k >= 0; k--)
        {
            upper += terms[k];
            double expectedUpper = LnRatio(upper, total, lnAll);
            double expectedLower = LnRatio(total - upper, total, lnAll); // X <= k - 1
            Assert.That(BinomialTail.LnUpper(k, n, 0.75), Is.EqualTo(expectedUpper).Within(1e-9), $"upper tail at {k}");
            if (k > 0)
                Assert.That(BinomialTail.LnLower(k - 1, n, 0.75), Is.EqualTo(expectedLower).Within(1e-9),
                    $"lower tail at {k - 1}");
        }
    }

    [Test]
    public void Log10Upper_AllWins_IsNeverZero()
    {
        // n wins of n: p^n; n - 1 wins or more: p^n (1 + n (1 - p) / p).
        const long N = 100_000_000;
        double all = N * Math.Log10(0.75);
        Assert.That(all, Is.LessThan(-1e7));
        Assert.That(BinomialTail.Log10Upper(N, N, 0.75), Is.EqualTo(all).Within(1e-6));
        Assert.That(BinomialTail.Log10Upper(N - 1, N, 0.75), Is.EqualTo(all + Math.Log10(1 + (N / 3.0))).Within(1e-6));
        Assert.That(BinomialTail.LnUpper(N + 1, N, 0.75), Is.EqualTo(double.NegativeInfinity));
    }

    // Standard normal upper tails, Abramowitz and Stegun table 26.1, with the Edgeworth correction for the skewness.
    [TestCase(0, 0.5)]
    [TestCase(1, 0.158655253931457)]
    [TestCase(3, 1.349898031630e-3)]
    [TestCase(5, 2.866515719e-7)]
    public void LnUpper_TenToTwelveTrials_ApproachesTheNormal(double sigma, double tail)
    {
        const long N = 1_000_000_000_000;
        double deviation = Math.Sqrt(N * 0.75 * 0.25);
        long k = (long)Math.Ceiling((0.75 * N) + (sigma * deviation));
        double z = (k - 0.5 - (0.75 * N)) / deviation;
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        double skewness = (1 - 1.5) / deviation;
        double expected = tail - (density * (z - sigma)) + (density * skewness * ((z * z) - 1) / 6);
        Assert.That(Math.Exp(BinomialTail.LnUpper(k, N, 0.75)), Is.EqualTo(expected).Within(1e-6).Percent);
    }

    // Computed with 60-digit arithmetic; 0.751 is the double nearest to it.
    [TestCase(170, 200, 0.75, -3.3819394371148431)]
    [TestCase(75_010_000, 100_000_000, 0.75, -1.980403691840734)]
    [TestCase(8_300_000, 10_000_000, 0.751, -78764.022071132984)]
    [TestCase(17_071_068, 20_000_000, 0.75, -278599.65667022175)]
    [TestCase(85_000_000, 100_000_000, 0.75, -1292673.6776611763)]
    [TestCase(853_553_390_593, 1_000_000_000_000, 0.75, -13929815923.191395)]
    public void Log10Upper_FarOut_HasTheDigits(long wins, long trials, double p, double log10) =>
        Assert.That(BinomialTail.Log10Upper(wins, trials, p), Is.EqualTo(log10).Within(1e-11).Percent
            .Or.EqualTo(log10).Within(2e-9));

    [Test]
    public void CriticalValue_IsTheSmallestThatKeepsTheTail()
    {
        foreach (double tail in new[] { 0.3, 1e-3, 1e-9, 1e-40 })
        {
            long c = BinomialTail.CriticalValue(1000, 0.3, Math.Log(tail));
            Assert.That(BinomialTail.LnUpper(c + 1, 1000, 0.3), Is.LessThanOrEqualTo(Math.Log(tail)));
            Assert.That(BinomialTail.LnUpper(c, 1000, 0.3), Is.GreaterThan(Math.Log(tail)));
        }
        Assert.That(BinomialTail.CriticalValue(10, 0.9, -1000), Is.EqualTo(10));
    }

    [Test]
    public void Arguments_OutsideTheirRange_AreRefused()
    {
        Assert.That(() => BinomialTail.LnUpper(1, -1, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BinomialTail.LnUpper(1, 1, 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BinomialTail.LnLower(1, 1, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double LnRatio(BigInteger part, BigInteger total, double lnTotal)
    {
        if (part.IsZero) return double.NegativeInfinity;
        // Near 1 the logarithm is that of the small complement.
        return part * 2 > total
            ? double.LogP1(-Math.Exp(total == part ? double.NegativeInfinity : BigInteger.Log(total - part) - lnTotal))
            : BigInteger.Log(part) - lnTotal;
    }
}
