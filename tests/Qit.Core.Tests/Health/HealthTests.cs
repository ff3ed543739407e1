using CsCheck;
using Qit.Core.Health;

namespace Qit.Core.Tests.Health;

public class HealthTests
{
    [TestCase(4, 0)]
    [TestCase(5, 1)]
    [TestCase(6, 1)]
    [TestCase(9, 2)]
    public void RepetitionCount_FailsAtItsCutoff(int repeats, int failures)
    {
        var test = new RepetitionCountTest(5);
        byte[] samples = [1, 2, .. Enumerable.Repeat((byte)9, repeats), 3];
        Assert.That(test.Add(samples, 0, samples.Length), Is.EqualTo(failures == 0));
        Assert.That(test.FailureCount, Is.EqualTo(failures));
    }

    [TestCase(19, 0)]
    [TestCase(20, 1)]
    public void AdaptiveProportion_FailsAtItsCutoff(int occurrences, int failures)
    {
        var test = new AdaptiveProportionTest(20);
        byte[] window = new byte[AdaptiveProportionTest.WindowSamples];
        for (int i = 0; i < window.Length; i++)
            window[i] = (byte)(i < occurrences ? 7 : 8 + i % 200);
        Assert.That(test.Add(window, 0, window.Length), Is.EqualTo(failures == 0));
        Assert.That(test.FailureCount, Is.EqualTo(failures));
    }

    [Test]
    public void Tests_DoNotDependOnHowSamplesAreHandedOver() =>
        Gen.Select(Gen.Byte[0, 3].Array[0, 2000], Gen.Int[1, 700]).Sample((samples, chunk) =>
        {
            var wholeRun = new RepetitionCountTest(6);
            var chunkedRun = new RepetitionCountTest(6);
            var wholeProportion = new AdaptiveProportionTest(140);
            var chunkedProportion = new AdaptiveProportionTest(140);
            wholeRun.Add(samples, 0, samples.Length);
            wholeProportion.Add(samples, 0, samples.Length);
            for (int i = 0; i < samples.Length; i += chunk)
            {
                chunkedRun.Add(samples, i, Math.Min(chunk, samples.Length - i));
                chunkedProportion.Add(samples, i, Math.Min(chunk, samples.Length - i));
            }
            return wholeRun.FailureCount == chunkedRun.FailureCount
                && wholeProportion.FailureCount == chunkedProportion.FailureCount;
        });

    [Test]
    public void Tests_PassUniformBytes_AndFindAStuckSource()
    {
        // Cut-offs for 8 bit per byte at 2^-30 a sample: 1e6 samples fail by chance once in 500 runs for each test.
        var random = new Random(20_240_611);
        byte[] uniform = new byte[1_000_000];
        random.NextBytes(uniform);
        Assert.That(new RepetitionCountTest(5).Add(uniform, 0, uniform.Length), Is.True);
        Assert.That(new AdaptiveProportionTest(17).Add(uniform, 0, uniform.Length), Is.True);
        byte[] stuck = new byte[1024];
        Assert.That(new RepetitionCountTest(5).Add(stuck, 0, stuck.Length), Is.False);
        Assert.That(new AdaptiveProportionTest(17).Add(stuck, 0, stuck.Length), Is.False);
    }
}
