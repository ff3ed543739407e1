using CsCheck;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

public class ClockNoiseTests
{
    /// <summary>Second differences about the drift in the middle have the Allan variance of the formula, q3 tau^3/20 and
    /// all; third differences the Hadamard variance. 20 000 triples: the variance is known to 1 %, the limit is 5.5 of
    /// that (false alarm 4e-8 each).</summary>
    [TestCase(1e-20, 0, 0, 3)]
    [TestCase(0, 1e-22, 0, 3)]
    [TestCase(0, 0, 1e-24, 3)]
    [TestCase(1e-20, 3e-22, 1e-23, 10)]
    public void Variances_AreThoseOfASimulatedClock(double q1, double q2, double q3, double tau)
    {
        const int Count = 20_000;
        var noise = new ClockNoise(q1, q2, q3);
        var clock = new ClockSimulation(noise, seed: 1);
        double allan = 0, hadamard = 0, withDrift = 0;
        for (int index = 0; index < Count; index++)
        {
            (clock.Phase, clock.Frequency, clock.Drift) = (0, 0, 0);
            clock.Step(tau);
            double x1 = clock.Phase;
            double middleDrift = clock.Drift;
            clock.Step(tau);
            double x2 = clock.Phase;
            clock.Step(tau);
            double second = x2 - (2 * x1);
            allan += Square((second - (tau * tau * middleDrift)) / tau) / 2;
            withDrift += Square(second / tau) / 2;
            hadamard += Square((clock.Phase - (3 * x2) + (3 * x1)) / tau) / 6;
        }

        double limit = 5.5 * Math.Sqrt(2.0 / Count);
        Assert.That(allan / Count / noise.AllanVariance(tau), Is.EqualTo(1).Within(limit));
        Assert.That(hadamard / Count / noise.HadamardVariance(tau), Is.EqualTo(1).Within(limit));
        // With the drift left in, from none at the start, the term is 23/60: not the quoted 1/20.
        double whole = noise.AllanVariance(tau) + (q3 * tau * tau * tau * ((23.0 / 60) - (1.0 / 20)));
        Assert.That(withDrift / Count / whole, Is.EqualTo(1).Within(limit));
    }

    [Test]
    public void Fit_FindsTheIntensitiesBack() => Gen.Select(
        Gen.Double[-26, -18], Gen.Double[-28, -20], Gen.Double[-36, -26], Gen.Double[-13, -10]).Sample((a, b, c, p) =>
    {
        var noise = new ClockNoise(Math.Pow(10, a), Math.Pow(10, b), Math.Pow(10, c), Math.Pow(10, p));
        (double, double)[] points = [.. Enumerable.Range(0, 13).Select(octave => Math.Pow(2, octave))
            .Select(tau => (tau, Math.Sqrt(noise.AllanVariance(tau))))];
        ClockNoiseFit fit = ClockNoise.Fit(points);
        Assert.That(fit.LargestExcess, Is.EqualTo(1).Within(1e-3));
        foreach ((double tau, double deviation) in points)
            Assert.That(Math.Sqrt(fit.Noise.AllanVariance(tau)), Is.EqualTo(deviation).Within(1e-3 * deviation));
    });

    [Test]
    public void Fit_SaysHowFarAFlickerFloorIsOffTheModel()
    {
        (double, double)[] floor = [.. Enumerable.Range(0, 17).Select(octave => (Math.Pow(2, octave), 1e-12))];
        ClockNoiseFit fit = ClockNoise.Fit(floor);
        Assert.That(fit.LargestExcess, Is.InRange(1.5, 10));
        Assert.That(fit.Noise.WhiteFrequency, Is.GreaterThan(0));
        Assert.That(fit.Noise.RandomWalkFrequency, Is.GreaterThan(0));
    }

    [TestCase(0, 1e-11)]
    [TestCase(1, 0)]
    [TestCase(1, double.NaN)]
    public void Fit_RefusesWhatIsNoPoint(double tau, double deviation)
    {
        Assert.That(() => ClockNoise.Fit([(tau, deviation)]), Throws.ArgumentException);
        Assert.That(() => ClockNoise.Fit([]), Throws.ArgumentException);
    }

    [Test]
    public void NamedClocks_AreAtLeastAsGoodAsTheirTables()
    {
        Assert.That(NamedClock.TryGetPair("rubidium", out ClockNoise pair), Is.True);
        // Two clocks of 2e-11 at 1 s.
        Assert.That(Math.Sqrt(pair.AllanVariance(1)), Is.EqualTo(2e-11 * Math.Sqrt(2)).Within(3e-12));
        Assert.That(NamedClock.TryGetPair("sundial", out _), Is.False);
        foreach (string name in NamedClock.Accepted.Split([", ", " or "], StringSplitOptions.None))
            Assert.That(NamedClock.TryGetPair(name, out _), Is.True, name);
    }

    private static double Square(double value) => value * value;
}
