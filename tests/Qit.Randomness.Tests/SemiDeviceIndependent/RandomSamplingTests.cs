using System.Numerics;
using Qit.Randomness.SemiDeviceIndependent;
using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.SemiDeviceIndependent;

public sealed class RandomSamplingTests
{
    // Every number of errors w, counted exactly: the closed form has to be the largest.
    [TestCase(5, 9)]
    [TestCase(12, 12)]
    [TestCase(20, 7)]
    [TestCase(9, 60)]
    public void LnFailure_IsTheWorstOverAllNumbersOfErrors(int tested, int rest)
    {
        for (int testErrors = 0; testErrors <= tested / 2; testErrors++)
        {
            for (int restErrors = 0; restErrors < rest; restErrors++)
            {
                double worst = 0;
                for (int w = 0; w <= tested + rest; w++)
                    worst = Math.Max(worst, Exact(tested, rest, w, testErrors, restErrors));
                double stated = RandomSampling.LnFailure(tested, rest, testErrors, restErrors);
                Assert.That(Math.Exp(stated), Is.EqualTo(worst).Within(1e-9 * worst), $"{testErrors} of {tested}, {restErrors} of {rest}");
            }
        }
    }

    [Test]
    public void MostErrorsInRest_IsTheSmallestThatKeepsTheError()
    {
        foreach ((long k, long n, long e) in new[] { (100L, 1000L, 3L), (1500L, 380_000L, 30L), (20_000L, 1_000_000_000L, 0L) })
        {
            foreach (double ln in new[] { -10.0, -47.0, -200.0 })
            {
                long t = RandomSampling.MostErrorsInRest(k, n, e, ln);
                Assert.That(RandomSampling.LnFailure(k, n, e, t), Is.LessThanOrEqualTo(ln));
                Assert.That(t == 0 || RandomSampling.LnFailure(k, n, e, t - 1) > ln || t == n * e / k, Is.True);
                Assert.That(t, Is.GreaterThan(n * e / k));
            }
        }
    }

    // Without errors in the sample and many more in the rest: every tested position missed them, (1 - w/N)^k at large N.
    [Test]
    public void CleanSample_IsTheGeometricLaw()
    {
        double stated = RandomSampling.LnFailure(1000, 1_000_000_000_000, 0, 20_000_000_000 - 1);
        Assert.That(stated, Is.EqualTo(1000 * Math.Log(0.98)).Within(1e-4));
    }

    // Sampling without replacement from a fixed string, as the receiver does: false alarms as computed.
    [Test]
    public void Sampling_FailsAsOftenAsComputed()
    {
        const int Tested = 30, Rest = 60, TestErrors = 2, RestErrors = 15, Runs = 40_000;
        const int Errors = RestErrors + 1 + TestErrors; // the worst number
        var random = new SplitMix(9);
        int failures = 0;
        for (int run = 0; run < Runs; run++)
        {
            int errorsLeft = Errors, inSample = 0;
            for (int i = 0; i < Tested; i++)
            {
                if (random.Next(Tested + Rest - i) >= errorsLeft) continue;
                errorsLeft--;
                inSample++;
            }
            if (inSample <= TestErrors && errorsLeft > RestErrors) failures++;
        }
        double stated = Math.Exp(RandomSampling.LnFailure(Tested, Rest, TestErrors, RestErrors));
        Assert.That(failures / (double)Runs, Is.EqualTo(stated).Within(5 * Math.Sqrt(stated / Runs)));
    }

    private static double Exact(int tested, int rest, int w, int testErrors, int restErrors)
    {
        BigInteger good = BigInteger.Zero;
        for (int s = Math.Max(0, w - rest); s <= Math.Min(w, tested); s++)
        {
            if (s <= testErrors && w - s > restErrors) good += Choose(tested, s) * Choose(rest, w - s);
        }
        return (double)good / (double)Choose(tested + rest, w);
    }

    private static BigInteger Choose(int n, int k)
    {
        BigInteger result = BigInteger.One;
        for (int i = 1; i <= k; i++) result = result * (n - k + i) / i;
        return result;
    }
}
