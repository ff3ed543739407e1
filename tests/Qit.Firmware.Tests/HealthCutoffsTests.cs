using Qit.Core.Health;
using Qit.Randomness.Health;

namespace Qit.Firmware.Tests;

public class HealthCutoffsTests
{
    private const int AlphaExponent = 30;

    [Test]
    public void Table_IsWhatTheFormulasGive([Range(1, 8)] int bits)
    {
        Assert.That(
            HealthCutoffs.RepetitionCount(bits * 1000), Is.EqualTo(HealthTestCutoffs.RepetitionCount(bits, AlphaExponent)));
        Assert.That(
            HealthCutoffs.AdaptiveProportion(bits * 1000),
            Is.EqualTo(HealthTestCutoffs.AdaptiveProportion(bits, AlphaExponent, AdaptiveProportionTest.WindowSamples)));
    }

    [TestCase(0, 1000)]
    [TestCase(999, 1000)]
    [TestCase(1999, 1000)]
    [TestCase(6500, 6000)]
    [TestCase(9000, 8000)]
    public void Claim_IsRoundedDownToTheTable(int claimed, int row) =>
        Assert.That(HealthCutoffs.RepetitionCount(claimed), Is.EqualTo(HealthCutoffs.RepetitionCount(row)));
}
