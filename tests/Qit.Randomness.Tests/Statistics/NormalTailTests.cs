using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class NormalTailTests
{
    // erfc(|z| / sqrt 2) of the C library; the two methods meet at |z| = 2.83.
    [TestCase(0, 1.0)]
    [TestCase(1, 0.31731050786291415)]
    [TestCase(2, 0.04550026389635844)]
    [TestCase(2.8, 0.005110260660855874)]
    [TestCase(2.9, 0.003731626600768077)]
    [TestCase(-5, 5.733031437583892e-07)]
    [TestCase(10, 1.5239706048321186e-23)]
    public void Log10TwoSided_EqualsErfc(double z, double p) =>
        Assert.That(Math.Pow(10, NormalTail.Log10TwoSided(z)), Is.EqualTo(p).Within(1e-10).Percent);

    [Test]
    public void Log10TwoSided_FarOut_FollowsTheAsymptote()
    {
        // Mills ratio: p = 2 phi(z) / z (1 - 1/z^2 + 3/z^4 - ...).
        const double Z = 1000;
        double expected = (-(Z * Z) / 2 / Math.Log(10))
            + Math.Log10(2 / Math.Sqrt(2 * Math.PI) / Z * (1 - (1 / (Z * Z))));
        Assert.That(NormalTail.Log10TwoSided(Z), Is.EqualTo(expected).Within(1e-9));
        Assert.That(NormalTail.Log10TwoSided(double.PositiveInfinity), Is.EqualTo(double.NegativeInfinity));
    }
}
