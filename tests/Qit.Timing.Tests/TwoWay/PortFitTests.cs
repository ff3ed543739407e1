using NUnit.Framework;
using Qit.Timing.TwoWay;

namespace Qit.Timing.Tests.TwoWay;

public sealed class PortFitTests
{
    private static readonly PortPrior Prior = new(0.1, 0.05, 0.5, 0.005);
    private static readonly PortModel Nominal = new(1, 1, [0, Math.PI / 2, Math.PI, 3 * Math.PI / 2], 0);

    /// <summary>300 fits of five parameters: the mean square of their pulls, of 1500, is known to 3.7 %; 4 sigma.</summary>
    [Test]
    public void StepsAndPorts_AreFoundFromTheFringes_WithHonestErrors()
    {
        const int Runs = 300;
        var source = new PortSource();
        double[] truth = [source.PortRatio, source.ContrastRatio, .. source.Steps[1..]];
        var random = new Random(5);
        double squares = 0;
        for (int run = 0; run < Runs; run++)
        {
            PortFit fit = PortFit.Of(Fringes(source, random, 24), Nominal, Prior);
            double[] found = fit.Model.ToVector();
            for (int i = 0; i < found.Length; i++)
                squares += (found[i] - truth[i]) * (found[i] - truth[i]) / fit.Covariance[i, i] / (Runs * found.Length);
        }

        Assert.That(squares, Is.InRange(0.85, 1.15));
    }

    /// <summary>The quadrature error, steps 1 and 3 against 0 and 2, is in no single fringe: it takes many phases.</summary>
    [Test]
    public void ExactQuarterWaves_AreKnownFromManyPhases_AndNotFromOne()
    {
        var source = new PortSource { Steps = [0, Math.PI / 2, Math.PI, 3 * Math.PI / 2] };
        PortFit many = PortFit.Of(Fringes(source, new Random(1), 24), Nominal, Prior);
        PortFringe[] same = [.. Enumerable.Range(0, 24).Select(_ => source.Fringe(new Random(2), 0.7))];
        PortFit one = PortFit.Of(same, Nominal, Prior);
        Assert.That(Math.Sqrt(many.Covariance[2, 2]), Is.LessThan(0.01));
        Assert.That(Math.Sqrt(one.Covariance[2, 2]), Is.GreaterThan(0.02), "all but the prior");
    }

    /// <summary>A wrong quarter wave biases a phase by up to half of what steps 1 and 3 are off; fitted, by nothing.</summary>
    [Test]
    public void WrongQuarterWave_BiasesOnlyWhoTrustsIt()
    {
        const double Truth = 0.8;
        var source = new PortSource { Steps = [0, 1.05 * Math.PI / 2, 1.05 * Math.PI, 1.05 * 3 * Math.PI / 2], Clicks = 1e6 };
        var random = new Random(4);
        PortFringe[] fringes = [.. Fringes(source, random, 40), source.Fringe(random, Truth)];
        PortFit fit = PortFit.Of(fringes, Nominal, Prior);
        FringePhase fitted = FringePhase.Of(fit.Model.Apply(fringes[^1]).Samples)!.Value;
        FringePhase trusting = FringePhase.Of((Nominal with { PortRatio = 0.8 }).Apply(fringes[^1]).Samples)!.Value;
        double error = double.Hypot(fitted.ErrorRadians, 0.5 * Math.Sqrt(fit.Covariance[2, 2]));
        Assert.That(fitted.Radians, Is.EqualTo(Truth).Within(5 * error));
        Assert.That(Math.Abs(trusting.Radians - Truth), Is.GreaterThan(0.05).And.GreaterThan(20 * error));
    }

    [Test]
    public void DeadTime_IsTakenIntoAccount()
    {
        // 10 % of the bright port's clicks are lost.
        var source = new PortSource { Clicks = 4e5, DeadTimeSeconds = 1e-6 };
        var random = new Random(8);
        PortFringe[] fringes = Fringes(source, random, 40);
        PortFit told = PortFit.Of(fringes, Nominal with { DeadTimeSeconds = 1e-6 }, Prior);
        PortFit untold = PortFit.Of(fringes, Nominal, Prior);
        Assert.That(told.Model.PortRatio, Is.EqualTo(0.8).Within(5 * Math.Sqrt(told.Covariance[0, 0])));
        Assert.That(Math.Abs(untold.Model.PortRatio - 0.8), Is.GreaterThan(10 * Math.Sqrt(told.Covariance[0, 0])));
    }

    [Test]
    public void WithoutClicks_ItSaysSo()
    {
        PortFringe dark = new(1, 0, [new(1, 0, 0), new(1, 0, 0), new(1, 0, 0), new(1, 0, 0)]);
        Assert.That(() => PortFit.Of([dark], Nominal, Prior), Throws.InstanceOf<TwoWayException>().With.Message.Contains("no clicks"));
        Assert.That(() => PortFit.Of([], Nominal, Prior), Throws.InstanceOf<TwoWayException>());
    }

    private static PortFringe[] Fringes(PortSource source, Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => source.Fringe(random, (2 * Math.PI * random.NextDouble()) - Math.PI))];
}
