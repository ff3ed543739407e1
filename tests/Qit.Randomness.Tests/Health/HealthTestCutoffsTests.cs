using Qit.Randomness.Health;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Health;

/// <summary>Known answers computed independently from the definitions of NIST SP 800-90B, 4.4.1 and 4.4.2.</summary>
public sealed class HealthTestCutoffsTests
{
    [TestCase(1, 21, 31, 41)]
    [TestCase(0.9, 24, 35, 46)]
    [TestCase(0.5, 41, 61, 81)]
    [TestCase(0.25, 81, 121, 161)]
    [TestCase(0.1, 201, 301, 401)]
    public void RepetitionCount_EqualsTheTable(double minEntropy, int at20, int at30, int at40)
    {
        Assert.That(HealthTestCutoffs.RepetitionCount(minEntropy, 20), Is.EqualTo(at20));
        Assert.That(HealthTestCutoffs.RepetitionCount(minEntropy, 30), Is.EqualTo(at30));
        Assert.That(HealthTestCutoffs.RepetitionCount(minEntropy, 40), Is.EqualTo(at40));
    }

    [TestCase(1, 1024, 589, 609, 625)]
    [TestCase(0.9, 1024, 625, 645, 661)]
    [TestCase(0.5, 1024, 793, 810, 824)]
    [TestCase(0.25, 1024, 915, 928, 938)]
    [TestCase(0.1, 1024, 991, 999, 1005)]
    [TestCase(1, 512, 311, 325, 336)]
    [TestCase(0.9, 512, 329, 342, 354)]
    [TestCase(0.5, 512, 410, 422, 432)]
    [TestCase(0.25, 512, 468, 477, 483)]
    [TestCase(0.1, 512, 502, 507, 510)]
    public void AdaptiveProportion_EqualsTheTable(double minEntropy, int window, int at20, int at30, int at40)
    {
        Assert.That(HealthTestCutoffs.AdaptiveProportion(minEntropy, 20, window), Is.EqualTo(at20));
        Assert.That(HealthTestCutoffs.AdaptiveProportion(minEntropy, 30, window), Is.EqualTo(at30));
        Assert.That(HealthTestCutoffs.AdaptiveProportion(minEntropy, 40, window), Is.EqualTo(at40));
    }

    [Test]
    public void AdaptiveProportion_UnreachableRate_LiesAboveTheWindow()
    {
        // P(all 64 samples equal) at H = 0.1 is 2^-6.4: more than 2^-40, so no count in the window is rare enough.
        Assert.That(HealthTestCutoffs.AdaptiveProportion(0.1, 40, 64), Is.EqualTo(65));
        Assert.That(BinomialTail.LnUpper(64, 64, Math.Pow(2, -0.1)), Is.GreaterThan(-40 * Math.Log(2)));
    }

    [Test]
    public void Arguments_OutsideTheirRange_AreRefused()
    {
        Assert.That(() => HealthTestCutoffs.RepetitionCount(0, 20), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => HealthTestCutoffs.RepetitionCount(1e-9, 40),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => HealthTestCutoffs.RepetitionCount(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => HealthTestCutoffs.AdaptiveProportion(1, 20, 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
