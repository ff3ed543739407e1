using CsCheck;
using Qit.Timing.Stability;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

public class ClockFilterTests
{
    private const double Picoseconds = 1e12;

    /// <summary>The filter's own claim about itself: innovations and state errors, normalized by its covariance, are
    /// chi-square. Mean over runs and steps within the 1e-7 quantiles; NEES over independent runs at the last step.</summary>
    [TestCase(1e-20, 1e-22, 0, 20)]
    [TestCase(1e-22, 1e-26, 1e-32, 5)]
    [TestCase(1e-24, 1e-24, 1e-26, 2)]
    public void InnovationsAndStateErrors_AreChiSquare(double q1, double q2, double q3, double measurementPicoseconds)
    {
        const int Runs = 400;
        const int Steps = 60;
        var noise = new ClockNoise(q1, q2, q3);
        double nis = 0, nees = 0;
        for (int run = 0; run < Runs; run++)
        {
            var clock = new ClockSimulation(noise, seed: run + 1);
            var start = new ClockFilter(noise, 0, 0, offsetError: 1000, frequency: 0, frequencyError: 1e-9, driftError: 1e-12);
            (clock.Phase, clock.Frequency, clock.Drift) =
                (1e-9 * clock.Gaussian(), 1e-9 * clock.Gaussian(), 1e-12 * clock.Gaussian());
            ClockFilter filter = start;
            for (int step = 1; step <= Steps; step++)
            {
                // Uneven intervals, a gap among them.
                double seconds = step == 30 ? 40 : 1 + (step % 3);
                clock.Step(seconds);
                filter.PredictTo(filter.TimePicoseconds + (long)(seconds * Picoseconds));
                double measured = (clock.Phase * Picoseconds) + (measurementPicoseconds * clock.Gaussian());
                nis += filter.MeasureOffset((long)Math.Round(measured * 1000), measurementPicoseconds);
            }

            nees += NormalizedError(filter, clock);
        }

        AssertChiSquare(nis, Runs * Steps, "NIS");
        AssertChiSquare(nees, 3 * Runs, "NEES");
    }

    /// <summary>The control: a filter that believes in a better clock than it has is found out by both.</summary>
    [Test]
    public void AFilterOfTooGoodAClock_IsFoundOut()
    {
        var clock = new ClockSimulation(new ClockNoise(1e-20, 1e-22), seed: 1);
        var filter = new ClockFilter(new ClockNoise(1e-22, 1e-24), 0, 0, 1, 0, 1e-12, 0);
        double nis = 0;
        for (int step = 0; step < 200; step++)
        {
            clock.Step(1);
            filter.PredictTo(filter.TimePicoseconds + 1_000_000_000_000);
            nis += filter.MeasureOffset((long)Math.Round(clock.Phase * 1e15), 5);
        }

        Assert.That(nis / 200, Is.GreaterThan(5));
    }

    /// <summary>Predicting in one step or in several is the same, in state and covariance.</summary>
    [Test]
    public void Prediction_DoesNotDependOnItsSteps() => Gen.Select(Gen.Double[0.01, 100], Gen.Double[0.01, 0.99]).Sample(
        (seconds, share) =>
        {
            var whole = new ClockFilter(new ClockNoise(1e-20, 1e-22, 1e-26), 0, 123_456_789, 10, 1e-7, 1e-10, 1e-13);
            ClockFilter parts = whole;
            long end = (long)(seconds * Picoseconds);
            whole.PredictTo(end);
            parts.PredictTo((long)(end * share));
            parts.PredictTo(end);
            Assert.That(parts.OffsetFemtoseconds, Is.EqualTo(whole.OffsetFemtoseconds).Within(2));
            double[] a = Values(whole.Covariance);
            double[] b = Values(parts.Covariance);
            for (int index = 0; index < a.Length; index++) Assert.That(b[index], Is.EqualTo(a[index]).Within(1e-9 * a[index]));
        });

    [Test]
    public void OffsetsOfSeconds_LoseNoDigits()
    {
        const long Start = 7_000_000_000_000_123; // 7 s in femtoseconds
        var filter = new ClockFilter(new ClockNoise(0, 0), 0, Start, 1, 200e-6, 1e-15, 0);
        for (int second = 1; second <= 1000; second++) filter.PredictTo(second * 1_000_000_000_000L);
        // 200 us a second, 1000 s: known to a femtosecond.
        Assert.That(filter.OffsetFemtoseconds, Is.EqualTo(Start + 200_000_000_000_000).Within(1));
        Assert.That(filter.Innovation(Start + 200_000_000_001_000), Is.EqualTo(1).Within(1e-3));
    }

    [Test]
    public void Prediction_GoesForwardOnly()
    {
        var filter = new ClockFilter(NamedClock.UnknownPair, 10, 0, 1, 0, 1e-9, 0);
        Assert.That(() => filter.PredictTo(9), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void AssertChiSquare(double sum, int degreesOfFreedom, string what) => Assert.That(
        sum,
        Is.InRange(ChiSquare.Quantile(1e-7, degreesOfFreedom), ChiSquare.Quantile(1 - 1e-7, degreesOfFreedom)), what);

    private static double[] Values(ClockCovariance c) => [c.OffsetOffset, c.OffsetFrequency, c.OffsetDrift,
        c.FrequencyFrequency, c.FrequencyDrift, c.DriftDrift];

    /// <summary>e' P^-1 e by Cramer's rule, scaled to correlations first.</summary>
    private static double NormalizedError(ClockFilter filter, ClockSimulation clock)
    {
        ClockCovariance c = filter.Covariance;
        double[] scale = [Math.Sqrt(c.OffsetOffset), Math.Sqrt(c.FrequencyFrequency), Math.Sqrt(c.DriftDrift)];
        double x = (filter.OffsetFemtoseconds / 1000.0) - (clock.Phase * Picoseconds);
        double[] e = [x / scale[0], (filter.Frequency - clock.Frequency) * Picoseconds / scale[1],
            (filter.Drift - clock.Drift) * Picoseconds / scale[2]];
        double r = c.OffsetFrequency / scale[0] / scale[1];
        double s = c.OffsetDrift / scale[0] / scale[2];
        double t = c.FrequencyDrift / scale[1] / scale[2];
        double determinant = 1 + (2 * r * s * t) - (r * r) - (s * s) - (t * t);
        double sum = (e[0] * e[0] * (1 - (t * t))) + (e[1] * e[1] * (1 - (s * s))) + (e[2] * e[2] * (1 - (r * r)))
            + (2 * e[0] * e[1] * ((s * t) - r)) + (2 * e[0] * e[2] * ((r * t) - s)) + (2 * e[1] * e[2] * ((r * s) - t));
        return sum / determinant;
    }
}
