using CsCheck;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class BernoulliEvidenceTests
{
    // The integral over p from p0 to 1, computed with 60-digit arithmetic.
    [TestCase(0, 0, 0.75, 0.0)]
    [TestCase(60, 10, 0.75, 1.5218539289993588)]
    [TestCase(10, 10, 0.5, -1.3083701411269712)]
    [TestCase(3, 9, 0.5, -2.0236827081943106)]
    [TestCase(85_000_000, 15_000_000, 0.75, 2976474.8596737118)]
    public void Ln_HasTheDigits(long wins, long losses, double p0, double ln) =>
        Assert.That(BernoulliEvidence.Ln(wins, losses, p0), Is.EqualTo(ln).Within(1e-9));

    [Test]
    public void Ln_NextTrial_IsASupermartingale() =>
        // The law that the p-value rests on, at every state: p0 E(w+1, l) + (1-p0) E(w, l+1) = E(w, l).
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Double[0.05, 0.95]).Sample((wins, losses, p0) =>
        {
            double now = BernoulliEvidence.Ln(wins, losses, p0);
            double next = (p0 * Math.Exp(BernoulliEvidence.Ln(wins + 1, losses, p0) - now))
                + ((1 - p0) * Math.Exp(BernoulliEvidence.Ln(wins, losses + 1, p0) - now));
            Assert.That(next, Is.EqualTo(1).Within(1e-8));
            Assert.That(BernoulliEvidence.Ln(wins + 1, losses, p0),
                Is.GreaterThanOrEqualTo(BernoulliEvidence.Ln(wins, losses + 1, p0) - 1e-8),
                "less than p0 must not help");
        }, iter: 2000);

    [Test]
    public void Ln_OutsideItsRange_IsRefused()
    {
        Assert.That(() => BernoulliEvidence.Ln(-1, 0, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BernoulliEvidence.Ln(0, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
