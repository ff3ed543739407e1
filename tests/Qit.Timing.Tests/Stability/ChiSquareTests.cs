using CsCheck;
using NUnit.Framework;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

public sealed class ChiSquareTests
{
    [Test]
    public void TailAndQuantileAreInverse() =>
        Gen.Select(Gen.Double[1e-6, 1 - 1e-6], Gen.Double[0.5, 300]).Sample((probability, freedom) =>
            Assert.That(
                ChiSquare.Exceeding(ChiSquare.Quantile(probability, freedom), freedom),
                Is.EqualTo(1 - probability).Within(1e-10)));

    // Two degrees of freedom: exp(-x/2), exactly.
    [TestCase(1)]
    [TestCase(30)]
    [TestCase(700)]
    public void FarTailKeepsItsDigits(double value) =>
        Assert.That(ChiSquare.Exceeding(value, 2), Is.EqualTo(Math.Exp(-value / 2)).Within(1e-12 * Math.Exp(-value / 2)));
}
