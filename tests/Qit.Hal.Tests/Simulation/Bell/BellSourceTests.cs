using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Bell;

public sealed class BellSourceTests
{
    [TestCase(1, 1, 1, 0)]
    [TestCase(0.96, 0.985, 0.985, 0.01)]
    [TestCase(0.92, 0.971, 0.963, 0.05)]
    public void EventReady_HasTheClosedFormS(double fidelity, double readoutA, double readoutB, double asymmetry)
    {
        var source = new EventReadySource
        {
            StateFidelity = fidelity,
            ReadoutFidelityA = readoutA,
            ReadoutFidelityB = readoutB,
            ReadoutAsymmetry = asymmetry,
        };
        // A readout shrinks correlations by 2 f - 1 and shifts the mean outcome by the asymmetry, whatever the setting.
        double s = (2 * Math.Sqrt(2) * ((4 * fidelity) - 1) / 3 * ((2 * readoutA) - 1) * ((2 * readoutB) - 1))
            + (2 * asymmetry * asymmetry);
        Assert.That(source.Probabilities().S, Is.EqualTo(s).Within(1e-12));
    }

    [Test]
    public void EventReady_Defaults_AreThoseOfTheirRemark() =>
        Assert.That(new EventReadySource().Probabilities().S, Is.EqualTo(2.52).Within(0.005));

    [Test]
    public void Photonic_IsThePoissonMixtureOfSinglePairs()
    {
        var source = new PhotonicSource { PairsPerTrial = 0.7, DarkCountProbability = 0.001 };
        var pair = new BellModel(new BellOptions
        {
            Visibility = source.Visibility,
            StateAngleDegrees = source.StateAngleDegrees,
            AngleA0Degrees = source.AngleA0Degrees,
            AngleA1Degrees = source.AngleA1Degrees,
            AngleB0Degrees = source.AngleB0Degrees,
            AngleB1Degrees = source.AngleB1Degrees,
            EfficiencyA = source.EfficiencyA,
            EfficiencyB = source.EfficiencyB,
            DarkCountProbability = 0,
        }, 1);
        BellProbabilities found = source.Probabilities();
        for (int z = 0; z < 4; z++)
        {
            int x = z >> 1;
            int y = z & 1;
            double none = pair.Probability(0, 0, x, y);
            double darkA = none + pair.Probability(0, 1, x, y);
            double darkB = none + pair.Probability(1, 0, x, y);
            double weight = Math.Exp(-source.PairsPerTrial);
            double noneSeen = 0, darkASeen = 0, darkBSeen = 0;
            for (int pairs = 0; pairs < 40; pairs++)
            {
                noneSeen += weight * Math.Pow(none, pairs);
                darkASeen += weight * Math.Pow(darkA, pairs);
                darkBSeen += weight * Math.Pow(darkB, pairs);
                weight *= source.PairsPerTrial / (pairs + 1);
            }
            double quiet = 1 - source.DarkCountProbability;
            Assert.That(found[0, 0, x, y], Is.EqualTo(noneSeen * quiet * quiet).Within(1e-12));
            Assert.That(found[0, 1, x, y] + found[0, 0, x, y], Is.EqualTo(darkASeen * quiet).Within(1e-12));
            Assert.That(found[1, 0, x, y] + found[0, 0, x, y], Is.EqualTo(darkBSeen * quiet).Within(1e-12));
        }
    }

    [Test]
    public void Photonic_Defaults_AreThoseOfTheirRemark()
    {
        Assert.That(new PhotonicSource().Probabilities().S, Is.EqualTo(2.00236).Within(3e-5));
        Assert.That(new PhotonicSource { EfficiencyA = 0.6, EfficiencyB = 0.6 }.Probabilities().S, Is.LessThan(2));
        Assert.That(new PhotonicSource { DarkCountProbability = 0.01 }.Probabilities().S, Is.LessThan(2));
    }

    [Test]
    public void NoSource_Signals()
    {
        foreach (string name in (string[])["event-ready", "photonic"])
        {
            IBellSource source = BellSources.Find(name)!;
            BellProbabilities p = source.Probabilities();
            Assert.That(source.Name, Is.EqualTo(name));
            for (int own = 0; own < 2; own++)
            {
                Assert.That(p[1, 0, own, 0] + p[1, 1, own, 0], Is.EqualTo(p[1, 0, own, 1] + p[1, 1, own, 1]).Within(1e-14));
                Assert.That(p[0, 1, 0, own] + p[1, 1, 0, own], Is.EqualTo(p[0, 1, 1, own] + p[1, 1, 1, own]).Within(1e-14));
            }
        }
        Assert.That(BellSources.Find("other"), Is.Null);
    }

    [Test]
    public void Options_OutsideTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventReadySource { StateFidelity = 1.01 }.Probabilities());
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventReadySource { ReadoutFidelityA = 0.999 }.Probabilities());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhotonicSource { Visibility = double.NaN }.Probabilities());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhotonicSource { PairsPerTrial = -1 }.Probabilities());
        Assert.Throws<ArgumentException>(() => new BellProbabilities(new double[16]));
    }
}
