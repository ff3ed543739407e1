using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

public class NormalDistributionTests
{
    /// <summary>Tabulated tails (Abramowitz and Stegun, table 26.2, and DLMF 7.1 for erfc(10) =
    /// 2.0884875837625448e-45). </summary>
    [TestCase(0.0, 0.5)]
    [TestCase(-1.0, 0.158655253931457)]
    [TestCase(-2.0, 0.0227501319481792)]
    [TestCase(-5.0, 2.86651571879194e-7)]
    [TestCase(-14.142135623730951, 1.0442437918812724e-45)]
    public void Cumulative_EqualsTables(double z, double expected)
    {
        Assert.That(NormalDistribution.Cumulative(z) / expected, Is.EqualTo(1).Within(2e-14));
        Assert.That(NormalDistribution.Cumulative(-z), Is.EqualTo(1 - expected).Within(1e-15));
    }

    [Test]
    public void Cumulative_IsSmoothWhereItsTwoFormulasMeet()
    {
        double below = NormalDistribution.Cumulative(-2.9999999999);
        double above = NormalDistribution.Cumulative(-3.0000000001);
        double slope = NormalDistribution.Density(3) * 2e-10;
        Assert.That((below - above - slope) / above, Is.EqualTo(0).Within(1e-12));
    }
}
