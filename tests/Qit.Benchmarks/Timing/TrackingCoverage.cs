using System.Globalization;
using Qit.Timing.Tracking;

namespace Qit.Benchmarks.Timing;

/// <summary>How often the truth lies within the stated error of a prediction: clocks of the model drawn at random, followed
/// for ten minutes by measurements of 10 ps a second, then held over.</summary>
internal static class TrackingCoverage
{
    private const int Runs = 2000;
    private const int TrackedSeconds = 600;
    private const double MeasurementPicoseconds = 10;

    public static void Print()
    {
        Console.WriteLine($"holdover after {TrackedSeconds} s of tracking at {MeasurementPicoseconds} ps a second, "
            + $"{Runs} clock pairs of each kind");
        Console.WriteLine($"{"clock",-12}{"held s",8}{"stated error ps",18}{"rms error ps",15}{"within 1",10}{"within 2",10}");
        foreach (string name in new[] { "strontium", "maser", "cesium", "rubidium", "ocxo", "tcxo" })
        {
            NamedClock.TryGetPair(name, out ClockNoise noise);
            foreach (int seconds in new[] { 60, 3600 }) Print(name, noise, seconds);
        }
    }

    private static void Print(string name, ClockNoise noise, int seconds)
    {
        const double DriftError = 1e-14;
        var random = new Random(seconds);
        int within1 = 0, within2 = 0;
        double squares = 0, stated = 0;
        for (int run = 0; run < Runs; run++)
        {
            double x = 0, y = 1e-10 * Gaussian(random), d = DriftError * Gaussian(random);
            var filter = new ClockFilter(noise, 0, 0, 1000, 0, 1e-10, DriftError);
            for (int second = 1; second <= TrackedSeconds; second++)
            {
                Step(noise, random, 1, ref x, ref y, ref d);
                filter.PredictTo(second * 1_000_000_000_000L);
                double measured = (x * 1e12) + (MeasurementPicoseconds * Gaussian(random));
                filter.MeasureOffset((long)Math.Round(measured * 1000), MeasurementPicoseconds);
            }

            Step(noise, random, seconds, ref x, ref y, ref d);
            filter.PredictTo((TrackedSeconds + seconds) * 1_000_000_000_000L);
            double error = (filter.OffsetFemtoseconds * 1e-3) - (x * 1e12);
            squares += error * error;
            stated = filter.OffsetError;
            if (Math.Abs(error) < stated) within1++;
            if (Math.Abs(error) < 2 * stated) within2++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-12}{seconds,8}{stated,18:0.0}{Math.Sqrt(squares / Runs),15:0.0}{100.0 * within1 / Runs,9:0.0}%"
            + $"{100.0 * within2 / Runs,9:0.0}%"));
    }

    /// <summary>An exact step of the model: W and its integrals have the covariances t, t^2/2, t^3/3, and so on.</summary>
    private static void Step(ClockNoise noise, Random random, double t, ref double x, ref double y, ref double d)
    {
        double x1 = Math.Sqrt(noise.WhiteFrequency * t) * Gaussian(random);
        double y2 = Math.Sqrt(noise.RandomWalkFrequency * t) * Gaussian(random);
        double x2 = (t / 2 * y2) + (Math.Sqrt(noise.RandomWalkFrequency * t * t * t / 12) * Gaussian(random));
        double q3 = noise.RandomRunFrequency;
        double d3 = Math.Sqrt(q3 * t) * Gaussian(random);
        double own = Math.Sqrt(q3 * t * t * t / 12) * Gaussian(random);
        double y3 = (t / 2 * d3) + own;
        double x3 = (t * t / 6 * d3) + (t / 2 * own) + (Math.Sqrt(q3 * t * t * t * t * t / 720) * Gaussian(random));
        x += (y * t) + (d * t * t / 2) + x1 + x2 + x3;
        y += (d * t) + y2 + y3;
        d += d3;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
