using CsCheck;
using Qit.Timing.LinkPlanning;

namespace Qit.Timing.Tests.LinkPlanning;

public class ClassicalNoiseTests
{
    private const double Planck = 6.626_070_15e-34;
    private const double LightMetresPerSecond = 299_792_458;
    private static readonly LinkFilter Filter = new();

    /// <summary>Silica's gain peaks at 13.2 THz, 440 1/cm, and has its small shoulder near 600 1/cm.</summary>
    [Test]
    public void TheRamanSpectrum_IsThatOfSilica()
    {
        int peak = Enumerable.Range(1, 300).Select(step => 5 * step).MaxBy(wavenumber => RamanScattering.Spectrum(wavenumber));
        Assert.That(peak, Is.InRange(425, 455));
        Assert.That(RamanScattering.Spectrum(peak), Is.EqualTo(1).Within(1e-3));
        Assert.That(RamanScattering.Spectrum(607), Is.GreaterThan(RamanScattering.Spectrum(560)));
        Assert.That(RamanScattering.Spectrum(1180), Is.InRange(0.01, 0.06));
        Assert.That(RamanScattering.Spectrum(1), Is.LessThan(0.01));
    }

    /// <summary>Photons scattered up and down by the same shift stand in the ratio n : n + 1, that is exp(-h nu / k T).</summary>
    [Test]
    public void StokesAndAntiStokes_AreInThermalBalance() =>
        Gen.Select(Gen.Double[20, 1200], Gen.Double[250, 350]).Sample((shift, kelvin) =>
        {
            LinkFilter filter = Filter with { Kelvin = kelvin };
            double PhotonsPerHertz(double sign)
            {
                double quantum = 1e7 / ((1e7 / 1500) + (sign * shift));
                double perNanometre = RamanScattering.Coefficient(1500, quantum, filter);
                return perNanometre * quantum * quantum * quantum;
            }

            double ratio = Math.Exp(-Planck * LightMetresPerSecond * shift * 100 / (1.380_649e-23 * kelvin));
            Assert.That(PhotonsPerHertz(1) / PhotonsPerHertz(-1), Is.EqualTo(ratio).Within(1e-6 * ratio));
        }, iter: 100);

    /// <summary>A C-band channel is three orders of magnitude weaker in the O band, on its anti-Stokes side, than in its own
    /// band; published coefficients of the latter are some 1e-9 1/(km nm).</summary>
    [Test]
    public void OBand_IsQuiet_BesideCBand()
    {
        double own = RamanScattering.Coefficient(1550, 1540, Filter), far = RamanScattering.Coefficient(1550, 1310, Filter);
        TestContext.Out.WriteLine($"1550 nm into 1540 nm {own:G2}, into 1310 nm {far:G2} 1/(km nm)");
        Assert.That(own, Is.InRange(5e-10, 1e-8));
        Assert.That(own / far, Is.InRange(300, 30_000));
        Assert.That(RamanScattering.Coefficient(1310, 1550, Filter) / far, Is.GreaterThan(100), "the other way round is Stokes");
        Assert.That(RamanScattering.Coefficient(1550, 1310, Filter with { RamanCoefficient = 1e-8 }), Is.EqualTo(1e-8));
    }

    /// <summary>Both effective lengths against the sum over short pieces of fibre.</summary>
    [Test]
    public void EffectiveLengths_AreTheIntegrals() =>
        Gen.Select(Gen.Double[0, 0.3], Gen.Double[0, 0.3], Gen.Double[0.1, 100]).Sample((classical, quantum, length) =>
        {
            const int steps = 4000;
            double forward = 0, backward = 0;
            for (int i = 0; i < steps; i++)
            {
                double z = (i + 0.5) * length / steps;
                forward += Math.Exp((-classical * z) - (quantum * (length - z))) * length / steps;
                backward += Math.Exp(-(classical + quantum) * z) * length / steps;
            }

            Assert.That(RamanScattering.ForwardKilometres(classical, quantum, length), Is.EqualTo(forward).Within(0.01).Percent);
            Assert.That(
                RamanScattering.BackwardKilometres(classical, quantum, length), Is.EqualTo(backward).Within(0.01).Percent);
        }, iter: 50);

    [Test]
    public void Leakage_IsTheChannel_BehindFibreAndFilter()
    {
        LinkOptions link = new()
        {
            Classical = [new ClassicalChannel { Nanometres = 1550, LaunchDecibelMilliwatts = 0 }],
            Fibre = new LinkFibre { LossDecibelsPerKilometre = 0.2 }, Filter = new LinkFilter { IsolationDecibels = 100 },
        };
        double watts = 1e-3 * Math.Pow(10, -0.4 - 10);
        double photons = watts / (Planck * LightMetresPerSecond / 1550e-9);
        Assert.That(ClassicalNoise.At(link, 1310, 20_000, true, 0).Leakage, Is.EqualTo(photons).Within(0.001).Percent);
        Assert.That(ClassicalNoise.At(link, 1310, 20_000, false, 0).Leakage, Is.Zero, "it comes from the other side");
        Assert.That(ClassicalNoise.At(link, 1310, 20_000, false, 0).BackwardRaman, Is.GreaterThan(0));
    }

    /// <summary>Two channels near the zero of dispersion: 2 f1 - f2 falls on the quantum channel with
    /// (gamma P1 L_eff)^2 P2 exp(-a L), as no phase mismatch is left.</summary>
    [Test]
    public void FourWaveMixing_HasItsKnownLimit_AndFallsWithDispersion()
    {
        LinkOptions Link(double slope) => new()
        {
            Classical =
            [
                new ClassicalChannel { Nanometres = 1311, LaunchDecibelMilliwatts = 3 },
                new ClassicalChannel { Nanometres = 1312, LaunchDecibelMilliwatts = 0 },
            ],
            Fibre = new LinkFibre
            {
                LossDecibelsPerKilometre = 0.35, Dispersion = new() { ZeroDispersionSlope = slope },
            },
            Filter = new LinkFilter { WidthNanometres = 0.5 },
        };
        double loss = 0.35 * Math.Log(10) / 10, effective = (1 - Math.Exp(-loss * 10)) / loss;
        double strong = 1e-3 * Math.Pow(10, 0.3), weak = 1e-3;
        double amplitude = 1.3 * strong * effective;
        double watts = amplitude * amplitude * weak * Math.Exp(-loss * 10);
        double photons = watts / (Planck * LightMetresPerSecond / 1310e-9);
        Assert.That(ClassicalNoise.At(Link(0), 1310, 10_000, true, 0).FourWaveMixing, Is.EqualTo(photons).Within(0.1).Percent);
        Assert.That(ClassicalNoise.At(Link(0), 1305, 10_000, true, 0).FourWaveMixing, Is.Zero, "no product there");
        Assert.That(ClassicalNoise.At(Link(0.086) with { Classical = [.. Link(0).Classical.Select(channel =>
            channel with { Nanometres = channel.Nanometres + 240 })] }, 1549.99, 10_000, true, 0).FourWaveMixing,
            Is.LessThan(0.1 * photons));
    }

    [TestCase(810, 2.5, 3.5)]
    [TestCase(1310, 0.32, 0.37)]
    [TestCase(1550, 0.18, 0.21)]
    public void FibreLoss_IsThatOfStandardFibre(double nanometres, double least, double most) =>
        Assert.That(FibreLoss.DecibelsPerKilometre(nanometres), Is.InRange(least, most));
}
