using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.RoundTrip;

/// <summary>The dip comes out of an integral over the joint spectrum; these are the answers that theory gives for it.
/// </summary>
public class TwoPhotonInterferenceTests
{
    private const double SpeedOfLight = 299_792_458;
    private static readonly TwoPhotonOptions Plain = new() { ModeOverlap = 1 };
    private static readonly FibreDispersionOptions Even = new()
    {
        LengthMetres = 10_000, SecondOrder = -21.7, ThirdOrder = 0, FourthOrder = 0.001,
    };

    [Test]
    public void WithoutDispersion_ItIsEquation2()
    {
        var dip = new TwoPhotonInterference(Plain with { ModeOverlap = 0.9 });
        Assert.That(dip.WidthMetres, Is.EqualTo(1e-5).Within(1e-9));
        for (double x = -8e-5; x < 8e-5; x += 1.3e-6)
        {
            double expected = 0.5 * (1 - (0.9 * Math.Exp(-2 * Math.Pow(Plain.BandwidthRadiansPerSecond * x / SpeedOfLight, 2))));
            Assert.That(dip.CoincidenceProbability(x), Is.EqualTo(expected).Within(3e-5));
        }
    }

    [Test]
    public void EvenOrders_Cancel_WithAMonochromaticPump_ThoughOnePhotonAlonePassesTheFibre()
    {
        var plain = new TwoPhotonInterference(Plain);
        var dispersed = new TwoPhotonInterference(Plain with { SignalFibre = Even });
        // A photon alone is spread over |beta2| L dw, here a thousand times the dip.
        double spread = SpeedOfLight * 21.7e-27 * Even.LengthMetres * Plain.BandwidthRadiansPerSecond;
        Assert.That(spread, Is.GreaterThan(50 * plain.WidthMetres));
        for (double x = -8e-5; x < 8e-5; x += 1e-6)
            Assert.That(dispersed.Overlap(x), Is.EqualTo(plain.Overlap(x)).Within(1e-5));
    }

    /// <summary>The control: frequencies that do not add up exactly do not cancel. The phase is beta2 L (w1 + w2) times half
    /// the difference, so at x = 0 the overlap is 1 / sqrt(1 + (beta2 L dw dp)^2).</summary>
    [Test]
    public void EvenOrders_DoNotCancel_WithABroadPump()
    {
        FibreDispersionOptions fibre = Even with { LengthMetres = 100, FourthOrder = 0 };
        var dip = new TwoPhotonInterference(
            Plain with { SignalFibre = fibre, PumpBandwidthRadiansPerSecond = 2e10 });
        double strength = 21.7e-27 * 100 * Plain.BandwidthRadiansPerSecond * 2e10;
        Assert.That(strength, Is.GreaterThan(0.5));
        Assert.That(dip.Overlap(0), Is.EqualTo(1 / Math.Sqrt(1 + (strength * strength))).Within(1e-4));
        var balanced = new TwoPhotonInterference(
            Plain with { SignalFibre = fibre, IdlerFibre = fibre, PumpBandwidthRadiansPerSecond = 2e10 });
        Assert.That(balanced.Overlap(0), Is.EqualTo(1).Within(1e-6), "the same fibre for both leaves nothing");
    }

    /// <summary>To first order of the third-order phase the dip's overlap turns by beta3 L y^3 / 3, y ~ N(0, dw): at x = 0
    /// the mean cosine of it.</summary>
    [Test]
    public void OddOrders_DoNotCancel()
    {
        var plain = new TwoPhotonInterference(Plain);
        var fibre = new FibreDispersionOptions { LengthMetres = 2, ThirdOrder = 0.12 };
        var dispersed = new TwoPhotonInterference(Plain with { SignalFibre = fibre });
        double mean = 0, weights = 0;
        for (double z = -8; z <= 8; z += 1e-3)
        {
            double y = z * Plain.BandwidthRadiansPerSecond * 1e-12;
            double weight = Math.Exp(-0.5 * z * z);
            mean += weight * Math.Cos(0.12e-3 * 2 * y * y * y / 3);
            weights += weight;
        }

        Assert.That(dispersed.Overlap(0), Is.EqualTo(mean / weights).Within(1e-4));
        Assert.That(dispersed.Overlap(0), Is.LessThan(0.95));
        double skew = 0;
        for (double x = 1e-6; x < 5e-5; x += 1e-6)
        {
            Assert.That(plain.Overlap(x), Is.EqualTo(plain.Overlap(-x)).Within(1e-9));
            skew = Math.Max(skew, Math.Abs(dispersed.Overlap(x) - dispersed.Overlap(-x)));
        }

        Assert.That(skew, Is.GreaterThan(0.1), "the dip is no longer symmetric");
        var both = new TwoPhotonInterference(Plain with { SignalFibre = fibre, IdlerFibre = fibre });
        Assert.That(both.Overlap(1e-5), Is.EqualTo(plain.Overlap(1e-5)).Within(1e-6), "the same fibre for both");
    }

    [TestCase(0.5, 1)]
    [TestCase(0.4, 0.48 / 0.52)]
    public void ASplitterThatIsNotEven_LowersTheVisibility(double reflectivity, double visibility)
    {
        var dip = new TwoPhotonInterference(Plain with { Reflectivity = reflectivity });
        Assert.That(1 - (dip.CoincidenceProbability(0) / dip.CoincidenceProbability(1)), Is.EqualTo(visibility).Within(1e-9));
    }

    [Test]
    public void TooMuchOddDispersion_IsRefused_WithAReason() =>
        Assert.That(
            () => new TwoPhotonInterference(Plain with { SignalFibre = new FibreDispersionOptions { LengthMetres = 50_000 } }),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("smears"));
}
