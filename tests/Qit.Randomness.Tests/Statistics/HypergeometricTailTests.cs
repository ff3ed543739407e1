using System.Numerics;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class HypergeometricTailTests
{
    [TestCase(12, 13, 10)]
    [TestCase(4, 4, 4)]
    [TestCase(40, 7, 9)]
    [TestCase(300, 500, 77)]
    public void LnUpper_AgainstExactIntegers_AgreesEverywhere(int n1, int n2, int successes)
    {
        BigInteger all = Choose(n1 + n2, successes);
        BigInteger upper = BigInteger.Zero;
        for (int k = Math.Min(successes, n1); k >= Math.Max(0, successes - n2); k--)
        {
            upper += Choose(n1, k) * Choose(n2, successes - k);
            double expected = Math.Exp(BigInteger.Log(upper) - BigInteger.Log(all));
            Assert.That(Math.Exp(HypergeometricTail.LnUpper(k, successes, n1, n2)),
                Is.EqualTo(expected).Within(1e-9).Percent, $"k = {k}");
        }
        Assert.That(HypergeometricTail.LnUpper(successes + 1, successes, n1, n2), Is.EqualTo(double.NegativeInfinity));
    }

    // Natural logarithms computed with 60-digit arithmetic.
    [TestCase(26_000, 50_000, 1_000_000, 1_000_000, -44.12923231541356)]
    [TestCase(6_000_000, 10_000_000, 50_000_000, 50_000_000, -223586.38335202714)]
    public void LnUpper_LargeCounts_HasTheDigits(long k, long successes, long n1, long n2, double ln) =>
        Assert.That(HypergeometricTail.LnUpper(k, successes, n1, n2), Is.EqualTo(ln).Within(1e-9).Percent);

    [Test]
    public void Log10TwoSided_LadyTastingTea()
    {
        // Fisher's own example, four and four cups all told apart: one order in 70, doubled.
        Assert.That(Math.Pow(10, HypergeometricTail.Log10TwoSided(4, 4, 0, 4)), Is.EqualTo(2 / 70.0).Within(1e-12));
        Assert.That(Math.Pow(10, HypergeometricTail.Log10TwoSided(0, 4, 4, 4)), Is.EqualTo(2 / 70.0).Within(1e-12));
        Assert.That(HypergeometricTail.Log10TwoSided(2, 4, 2, 4), Is.Zero);
        Assert.That(HypergeometricTail.Log10TwoSided(0, 0, 0, 0), Is.Zero);
        Assert.That(HypergeometricTail.Log10TwoSided(3, 5, 0, 0), Is.Zero);
    }

    [Test]
    public void Log10TwoSided_ManyTrials_ApproachesTheNormal()
    {
        const long N = 100_000_000;
        double error = Math.Sqrt(2 * 0.25 / N);
        long ones = (N / 2) + (long)(2 * error * N);
        double z = (ones - (N / 2.0)) / N / Math.Sqrt(2 * 0.25 / N);
        Assert.That(HypergeometricTail.Log10TwoSided(ones, N, N / 2, N),
            Is.EqualTo(NormalTail.Log10TwoSided(z)).Within(1e-3));
    }

    private static BigInteger Choose(int n, int k)
    {
        BigInteger value = BigInteger.One;
        for (int i = 1; i <= k; i++) value = value * (n - i + 1) / i;
        return value;
    }
}
