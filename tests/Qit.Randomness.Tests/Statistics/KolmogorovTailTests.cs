using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class KolmogorovTailTests
{
    // Computed with 60-digit arithmetic; 1.2238 and 1.6276 are the tabled 10 % and 1 % points.
    [TestCase(0.3, -4.041476973910275e-6)]
    [TestCase(0.5, -0.015947635235754491)]
    [TestCase(0.99, -0.55148870938894472)]
    [TestCase(1.0, -0.56863676394767902)]
    [TestCase(1.2238478702170825, -1.0)]
    [TestCase(1.6276236115189504, -2.0)]
    [TestCase(5, -21.41369409949861)]
    [TestCase(1100, -1050992.3451758738)]
    public void Log10Upper_HasTheDigits(double d, double log10) =>
        Assert.That(KolmogorovTail.Log10Upper(d), Is.EqualTo(log10).Within(1e-9).Percent);

    [Test]
    public void Log10Upper_AtTheEdges()
    {
        Assert.That(KolmogorovTail.Log10Upper(0), Is.Zero);
        Assert.That(KolmogorovTail.Log10Upper(0.1), Is.Zero.Within(1e-50));
        Assert.That(() => KolmogorovTail.Log10Upper(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
