using CsCheck;
using NUnit.Framework;
using Qit.Timing.TwoWay;

namespace Qit.Timing.Tests.TwoWay;

public sealed class FringePhaseTests
{
    [Test]
    public void CountsWithoutNoiseGiveTheirPhase() =>
        Gen.Select(Gen.Double[-3.1, 3.1], Gen.Double[0.05, 0.99], Gen.Int[3, 9]).Sample((phase, visibility, steps) =>
        {
            var samples = Enumerable.Range(0, steps).Select(step =>
            {
                double angle = 2 * Math.PI * step / steps;
                return new FringeSample(angle, 1, (long)(1e12 * (1 + (visibility * Math.Cos(phase + angle)))));
            }).ToArray();
            FringePhase found = FringePhase.Of(samples)!.Value;
            Assert.That(found.Radians, Is.EqualTo(phase).Within(1e-8));
            Assert.That(found.Visibility, Is.EqualTo(visibility).Within(1e-8));
            Assert.That(found.MeanRate, Is.EqualTo(1e12).Within(1e4));
        });

    [TestCase(0.95, 800)]
    [TestCase(0.6, 1500)]
    [TestCase(0.3, 4000)]
    public void ErrorIsHonestAndAtTheBound(double visibility, double clicks)
    {
        // 3000 fringes: the variance of the pulls is known to 2.6 %, 68 % and 95 % coverage to 0.85 % and 0.4 %: 4 sigma.
        const int Fringes = 3000;
        var random = new Random(2);
        double pulls = 0;
        double overBound = 0;
        int within1 = 0;
        int within2 = 0;
        for (int fringe = 0; fringe < Fringes; fringe++)
        {
            double truth = (2 * Math.PI * random.NextDouble()) - Math.PI;
            FringeSample[] samples = FringeSource.Quadratures(random, truth, visibility, clicks);
            FringePhase found = FringePhase.Of(samples)!.Value;
            double error = Math.IEEERemainder(found.Radians - truth, 2 * Math.PI);
            double bound = FringePhase.Bound(truth, visibility, clicks / 4, samples);
            pulls += error * error / (found.ErrorRadians * found.ErrorRadians) / Fringes;
            overBound += error * error / (bound * bound) / Fringes;
            if (Math.Abs(error) < 0.99446 * found.ErrorRadians) within1++;
            if (Math.Abs(error) < 1.95996 * found.ErrorRadians) within2++;
        }
        Assert.That(pulls, Is.InRange(0.89, 1.11));
        Assert.That(overBound, Is.LessThan(1.11));
        Assert.That(within1 / (double)Fringes, Is.InRange(0.68 - 0.034, 0.68 + 0.034));
        Assert.That(within2 / (double)Fringes, Is.InRange(0.95 - 0.016, 0.95 + 0.016));
    }

    [Test]
    public void WhatHasNoPhaseGivesNone()
    {
        Assert.That(FringePhase.Of([]), Is.Null);
        Assert.That(FringePhase.Of([new(0, 1, 10), new(0, 1, 20), new(1.5, 1, 30)]), Is.Null, "two different steps");
        Assert.That(FringePhase.Of([new(0, 1, 0), new(1.5, 1, 0), new(3, 1, 0)]), Is.Null, "no clicks");
    }
}
