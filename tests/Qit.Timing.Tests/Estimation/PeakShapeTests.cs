using CsCheck;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

public class PeakShapeTests
{
    private static readonly Gen<(double TickA, double TickB, double Sigma, double X)> Cases =
        Gen.Select(Gen.Double[1, 100], Gen.Double[1, 100], Gen.Double[5, 200], Gen.Double[-4, 4])
            .Select((tickA, tickB, sigma, z) => (tickA, tickB, sigma, z * (sigma + tickA)));

    [Test]
    public void Derivatives_EqualDifferenceQuotients() => Cases.Sample(c =>
    {
        var shape = new PeakShape(c.TickA, c.TickB);
        double scale = c.Sigma;
        double h = 1e-4 * scale;
        PeakDensity at = shape.At(c.X, c.Sigma);
        PeakDensity low = shape.At(c.X - h, c.Sigma);
        PeakDensity high = shape.At(c.X + h, c.Sigma);
        double tolerance = 1e-5 / c.Sigma;
        Assert.That((high.Value - low.Value) / (2 * h) * scale, Is.EqualTo(at.First * scale).Within(tolerance));
        double power = scale * scale;
        Assert.That((high.First - low.First) / (2 * h) * power, Is.EqualTo(at.Second * power).Within(tolerance));
        power *= scale;
        Assert.That((high.Second - low.Second) / (2 * h) * power, Is.EqualTo(at.Third * power).Within(tolerance));
        power *= scale;
        Assert.That((high.Third - low.Third) / (2 * h) * power, Is.EqualTo(at.Fourth * power).Within(tolerance));
        // The heat equation that the fit relies on.
        double wide = shape.At(c.X, c.Sigma + h).Value;
        double narrow = shape.At(c.X, c.Sigma - h).Value;
        Assert.That((wide - narrow) / (2 * h) * scale, Is.EqualTo(c.Sigma * at.Second * scale).Within(tolerance));
    });

    [Test]
    public void Density_IntegratesToOne_WithTheVarianceOfJitterAndTicks([Values(0.2, 3, 40, 4000)] double sigma)
    {
        var shape = new PeakShape(20, 10);
        double width = Math.Sqrt((sigma * sigma) + shape.TickVariance);
        double step = width / 400;
        double sum = 0;
        double variance = 0;
        for (double x = -10 * width; x < 10 * width; x += step)
        {
            double density = shape.At(x, sigma).Value;
            sum += density * step;
            variance += density * x * x * step;
        }

        Assert.That(sum, Is.EqualTo(1).Within(1e-4));
        Assert.That(variance, Is.EqualTo(width * width).Within(1e-3 * width * width));
    }
}
