using CsCheck;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

public class PeakShapeTests
{
    private static readonly Gen<(double TickA, double TickB, PeakResponse Response, double X)> Cases =
        Gen.Select(Gen.Double[0.2, 100], Gen.Double[0.2, 100], Gen.Double[5, 200], Gen.Double[0.3, 5], Gen.Double[0.3, 5],
            Gen.Double[0.05, 0.45], Gen.Double[0.05, 0.45], Gen.Double[-6, 6])
            .Select((tickA, tickB, sigma, early, late, earlyShare, lateShare, z) => (tickA, tickB,
                new PeakResponse(sigma, earlyShare, early * sigma, lateShare, late * sigma), z * (sigma + tickA)));

    [Test]
    public void Derivatives_EqualDifferenceQuotients() => Cases.Sample(c =>
    {
        var shape = new PeakShape(c.TickA, c.TickB);
        double sigma = c.Response.SigmaPicoseconds;
        PeakDensity at = shape.At(c.X, c.Response);
        Check("x", at.First, sigma, h => shape.At(c.X + h, c.Response));
        Check("sigma", at.Sigma, sigma, h => shape.At(c.X, c.Response with { SigmaPicoseconds = sigma + h }));
        Check("early share", at.EarlyShare, 1,
            h => shape.At(c.X, c.Response with { EarlyShare = c.Response.EarlyShare + h }));
        Check("late share", at.LateShare, 1, h => shape.At(c.X, c.Response with { LateShare = c.Response.LateShare + h }));
        Check("early tail", at.EarlyTail, sigma,
            h => shape.At(c.X, c.Response with { EarlyTailPicoseconds = c.Response.EarlyTailPicoseconds + h }));
        Check("late tail", at.LateTail, sigma,
            h => shape.At(c.X, c.Response with { LateTailPicoseconds = c.Response.LateTailPicoseconds + h }));

        void Check(string what, double derivative, double scale, Func<double, PeakDensity> moved)
        {
            double h = 1e-4 * scale;
            double quotient = (moved(h).Value - moved(-h).Value) / (2 * h);
            Assert.That(quotient * scale, Is.EqualTo(derivative * scale).Within(2e-5 / sigma), what);
        }
    });

    [Test]
    public void Mirrored_IsTheSameWithTheTailsExchanged() => Cases.Sample(c =>
    {
        var exchanged = new PeakResponse(c.Response.SigmaPicoseconds, c.Response.LateShare,
            c.Response.LateTailPicoseconds, c.Response.EarlyShare, c.Response.EarlyTailPicoseconds);
        double value = new PeakShape(c.TickA, c.TickB).At(c.X, c.Response).Value;
        double mirrored = new PeakShape(c.TickB, c.TickA).At(-c.X, exchanged).Value;
        Assert.That(mirrored, Is.EqualTo(value).Within(1e-9 / c.Response.SigmaPicoseconds));
    });

    [Test]
    public void Density_IntegratesToOne_WithItsMeanAndVariance([Values(0.2, 3, 40, 4000)] double sigma)
    {
        var shape = new PeakShape(20, 10);
        foreach (PeakResponse response in (PeakResponse[])
            [new(sigma), PeakResponse.OfDetectors(sigma, (0.3, 2 * sigma), (0.2, 0.5 * sigma))])
        {
            double width = Math.Sqrt((response.RmsPicoseconds * response.RmsPicoseconds) + shape.TickVariance);
            double step = width / 400;
            double sum = 0, mean = 0, variance = 0;
            for (double x = -40 * width; x < 40 * width; x += step)
            {
                double density = shape.At(x, response).Value * step;
                sum += density;
                mean += density * x;
                variance += density * (x - response.MeanPicoseconds) * (x - response.MeanPicoseconds);
            }

            Assert.That(sum, Is.EqualTo(1).Within(1e-4));
            Assert.That(mean, Is.EqualTo(response.MeanPicoseconds).Within(1e-3 * width));
            Assert.That(variance, Is.EqualTo(width * width).Within(1e-3 * width * width));
        }
    }

    /// <summary>Moments of a difference of two delays, from theirs: mean p T, variance p (2 - p) T^2 of each.</summary>
    [Test]
    public void ResponseOfDetectors_HasTheirMoments()
    {
        var response = PeakResponse.OfDetectors(100, (0.3, 150), (0.2, 400));
        Assert.That(response.MeanPicoseconds, Is.EqualTo((0.2 * 400) - (0.3 * 150)).Within(1e-9));
        double variance = 1e4 + (0.3 * 1.7 * 150 * 150) + (0.2 * 1.8 * 400 * 400);
        Assert.That(response.RmsPicoseconds, Is.EqualTo(Math.Sqrt(variance)).Within(1e-9));
    }
}
