using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.EntropySources;

public sealed class SimulatedQubitReceiverTests
{
    private const int Gates = 400_000;

    // Coherent light at a beam splitter: independent Poisson numbers at the two detectors.
    [TestCase(0.5, 0.2, 0.02, 0.0, 0.0)]
    [TestCase(20.0, 0.2, 0.02, 0.0, 0.0)]
    [TestCase(0.0, 0.2, 0.02, 0.01, 0.0)]
    [TestCase(1.0, 0.5, 0.05, 0.003, 1.0)]
    [TestCase(1.0, 0.5, 0.05, 0.003, 0.3)]
    public void Rates_AreThoseOfTheModel(double photons, double efficiency, double misalignment, double dark, double eigenstates)
    {
        var receiver = new SimulatedQubitReceiver(new QubitSourceOptions
        {
            MeanPhotons = photons,
            Efficiency = efficiency,
            Misalignment = misalignment,
            DarkCountProbability = dark,
            EigenstateFraction = eigenstates,
        });
        byte[] clicks = receiver.Run(Gates, 0.5);

        double Click(double share) => 1 - ((1 - dark) * Math.Exp(-photons * efficiency * share));
        double Both(double toOne) => Click(1 - toOne) * Click(toOne);
        double OnlyOne(double toOne) => (1 - Click(1 - toOne)) * Click(toOne);
        double Mixed(double honest, double eve) => ((1 - eigenstates) * honest) + (eigenstates * eve);

        // Eigenstates of the key basis: one detector there (either, equally often), both alike in the test basis.
        Check(clicks, 3, Mixed(Both(0.5), Both(0)), "double clicks, key");
        Check(clicks, 2, Mixed(OnlyOne(0.5), (OnlyOne(0) + OnlyOne(1)) / 2), "ones, key");
        Check(clicks, 7, Mixed(Both(misalignment), Both(0.5)), "double clicks, test");
        Check(clicks, 6, Mixed(OnlyOne(misalignment), OnlyOne(0.5)), "ones, test");
        // Known: light on one detector, no dark count on either.
        double known = eigenstates * (1 - Math.Exp(-photons * efficiency)) * (1 - dark) * (1 - dark);
        Statistic.IsNear(receiver.KnownKeyClicks / (0.5 * Gates), known, Math.Sqrt(Math.Max(known, 1e-9) / (0.5 * Gates)), "known");
    }

    [Test]
    public void Bases_AreChosenAtTheProbability_AndLossComesBeforeThem()
    {
        byte[] clicks = new SimulatedQubitReceiver(new QubitSourceOptions()).Run(Gates, 1 / 16.0);
        double share = clicks.Count(click => (click & 4) != 0) / (double)clicks.Length;
        Statistic.IsNear(share, 1 / 16.0, Math.Sqrt(1 / 16.0 / clicks.Length));
        byte[] mismatch = new SimulatedQubitReceiver(new QubitSourceOptions { BasisEfficiencyRatio = 2 }).Run(Gates, 1 / 16.0);
        Assert.That(mismatch.Count(click => (click & 4) != 0) / (double)mismatch.Length, Is.GreaterThan(1.5 / 16));
    }

    [Test]
    public void SameSeed_SameClicks_InAnySteps()
    {
        var options = new QubitSourceOptions { Seed = 4 };
        byte[] whole = new SimulatedQubitReceiver(options).Run(5000, 0.25);
        var receiver = new SimulatedQubitReceiver(options);
        Assert.That(receiver.Run(2000, 0.25).Concat(receiver.Run(3000, 0.25)), Is.EqualTo(whole));
        Assert.That(whole, Has.None.EqualTo((byte)0).And.None.EqualTo((byte)4));
    }

    [Test]
    public void Options_OutsideTheirRange_AreNamed()
    {
        var fault = Assert.Throws<WorldOptionException>(
            () => _ = new SimulatedQubitReceiver(new QubitSourceOptions { Efficiency = 1.2 }));
        Assert.That(fault!.Option, Is.EqualTo("qubitSource.efficiency"));
        var receiver = new SimulatedQubitReceiver(new QubitSourceOptions());
        Assert.That(() => receiver.Run(1, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void Check(byte[] clicks, byte pattern, double probability, string what)
    {
        double trials = 0.5 * Gates;
        double error = Math.Sqrt(Math.Max(probability * (1 - probability), 1e-9) / trials);
        // Half of the gates in each basis: the number of them scatters too.
        error = Math.Sqrt((error * error) + (probability * probability / (2 * trials)));
        Statistic.IsNear(clicks.Count(click => click == pattern) / trials, probability, error, what);
    }
}
