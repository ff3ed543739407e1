using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Statistics;

public sealed class ChiSquareTailTests
{
    // Critical values of chi-square, three degrees of freedom (any table).
    [TestCase(7.814727903251178, 3, 0.05)]
    [TestCase(11.344866730144373, 3, 0.01)]
    [TestCase(16.26623619623813, 3, 0.001)]
    [TestCase(0, 3, 1)]
    [TestCase(0, 0, 1)]
    public void Log10Upper_EqualsTheTable(double chiSquare, int degrees, double p) =>
        Assert.That(Math.Pow(10, ChiSquareTail.Log10Upper(chiSquare, degrees)), Is.EqualTo(p).Within(1e-9).Percent);

    // Computed with 60-digit arithmetic.
    [TestCase(7.5, 1, -2.209721922658631)]
    [TestCase(100, 3, -20.808504431724828)]
    [TestCase(5, 10, -0.05003553399936299)]
    [TestCase(30, 30, -0.33193693352833999)]
    [TestCase(2000, 19, -413.86739137100834)]
    [TestCase(900, 1000, -0.0046795583673998868)]
    [TestCase(1300, 1000, -9.4100798178760583)]
    [TestCase(5e6, 57, -1085589.0200262088)]
    public void Log10Upper_HasTheDigits(double chiSquare, int degrees, double log10) =>
        Assert.That(ChiSquareTail.Log10Upper(chiSquare, degrees), Is.EqualTo(log10).Within(2e-10).Percent);

    [Test]
    public void Log10Upper_OneDegree_IsTheTwoSidedNormal()
    {
        for (double z = 0.01; z < 50; z *= 1.3)
        {
            double normal = NormalTail.Log10TwoSided(z);
            Assert.That(ChiSquareTail.Log10Upper(z * z, 1), Is.EqualTo(normal).Within(1e-10).Percent, $"z = {z}");
        }
    }

    [Test]
    public void Log10Upper_OutsideItsRange_IsRefused()
    {
        Assert.That(() => ChiSquareTail.Log10Upper(double.NaN, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ChiSquareTail.Log10Upper(-1, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ChiSquareTail.Log10Upper(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(ChiSquareTail.Log10Upper(double.PositiveInfinity, 3), Is.EqualTo(double.NegativeInfinity));
    }
}
