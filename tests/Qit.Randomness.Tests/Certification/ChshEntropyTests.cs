using Qit.Randomness.Certification;

namespace Qit.Randomness.Tests.Certification;

public sealed class ChshEntropyTests
{
    private static readonly double Tsirelson = (2 + Math.Sqrt(2)) / 4;

    [Test]
    public void OneParty_EqualsTheFormula()
    {
        Assert.That(ChshEntropy.OneParty(0.7), Is.Zero);
        Assert.That(ChshEntropy.OneParty(0.75), Is.Zero);
        Assert.That(ChshEntropy.OneParty(Tsirelson), Is.EqualTo(1).Within(1e-6));
        for (double w = 0.76; w < Tsirelson; w += 0.001)
        {
            double q = 0.5 + (0.5 * Math.Sqrt((16 * w * (w - 1)) + 3));
            double h = -(q * Math.Log2(q)) - ((1 - q) * Math.Log2(1 - q));
            Assert.That(ChshEntropy.OneParty(w), Is.EqualTo(1 - h).Within(1e-12));
        }
    }

    [Test]
    public void OnePartySlope_EqualsTheDifferenceQuotient()
    {
        Assert.That(ChshEntropy.OnePartySlope(0.75), Is.EqualTo(4 / Math.Log(2)).Within(1e-12));
        for (double w = 0.7501; w < Tsirelson - 0.001; w += 0.001)
        {
            const double Step = 1e-6;
            double quotient = (ChshEntropy.OneParty(w + Step) - ChshEntropy.OneParty(w - Step)) / (2 * Step);
            Assert.That(ChshEntropy.OnePartySlope(w), Is.EqualTo(quotient).Within(1e-4).Percent, $"w = {w}");
        }
    }

    [Test]
    public void Tangents_LieBelowTheCurve()
    {
        // What makes a tangent a min-tradeoff function: it nowhere promises more than the curve.
        for (double t = 0.75; t < Tsirelson; t += 0.003)
        for (double w = 1 - Tsirelson; w <= Tsirelson; w += 0.003)
        {
            double tangent = ChshEntropy.OneParty(t) + (ChshEntropy.OnePartySlope(t) * (w - t));
            Assert.That(tangent, Is.LessThanOrEqualTo(ChshEntropy.OneParty(w) + 1e-12), $"t = {t}, w = {w}");
        }
    }

    [Test]
    public void OnePartySlope_OutsideItsRange_IsRefused()
    {
        Assert.That(() => ChshEntropy.OnePartySlope(0.74), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ChshEntropy.OnePartySlope(Tsirelson), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
