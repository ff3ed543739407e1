using System.Globalization;
using Qit.Timing.Acquisition;

namespace Qit.Benchmarks.Timing;

/// <summary>How weak a signal is found, and that unrelated streams give none.</summary>
internal static class AcquisitionCurves
{
    /// <summary>Fraction found against pairs a second at 100 000 singles in 12 s.</summary>
    public static bool Weak(int seeds)
    {
        Console.WriteLine("weakest signal, 100000 singles/s a side, 12 s: found of " + seeds);
        Console.WriteLine("skew ppm  pairs/s  found  wrong  CPU s mean");
        bool good = true;
        foreach ((double skew, double[] rates) in new[]
        {
            (0.0, new[] { 150.0, 200 }),
            (1.0, [250, 300]),
        })
        {
            foreach (double pairs in rates)
            {
                var scenario = new AcquisitionScenario("W", pairs, 100e3, skew);
                int found = 0;
                int wrong = 0;
                double cpu = 0;
                for (int seed = 1; seed <= seeds; seed++)
                {
                    AcquisitionCase tags = scenario.Generate(seed);
                    double start = AcquisitionBenchmark.CpuSeconds();
                    AcquisitionResult result = new PeakAcquisition().Search(tags.A, tags.B);
                    cpu += AcquisitionBenchmark.CpuSeconds() - start;
                    if (!result.Found) continue;
                    if (AcquisitionBenchmark.IsRight(result, tags)) found++;
                    else wrong++;
                }

                bool asked = pairs == rates[^1];
                bool met = wrong == 0 && (!asked || found >= 0.95 * seeds);
                good &= met;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{skew,8:0.0}{pairs,9:0}{found,7}{wrong,7}{cpu / seeds,12:0.0}{(asked ? met ? "  met" : "  NOT MET" : "")}"));
            }
        }

        return good;
    }

    /// <summary>Streams without pairs: false alarms, and what was excluded.</summary>
    public static bool Unrelated(int seeds)
    {
        Console.WriteLine("unrelated streams, 20000 singles/s a side, 4 s: false alarms of " + seeds);
        bool good = true;
        foreach ((string kind, Func<Random, long[]> make) in new (string, Func<Random, long[]>)[]
        {
            ("Poisson", random => UnrelatedStream(random, 0, 0, 0)),
            ("dead time 1 us", random => UnrelatedStream(random, 0, 0, 1e6)),
            ("rate modulated 30 % at 100 Hz", random => UnrelatedStream(random, 0.3, 0, 0)),
            ("bursts of 5 within 100 ns", random => UnrelatedStream(random, 0, 5, 0)),
        })
        {
            int alarms = 0;
            double cpu = 0;
            string excluded = "";
            for (int seed = 1; seed <= seeds; seed++)
            {
                var random = new Random(seed);
                long[] a = make(random);
                long[] b = make(random);
                double start = AcquisitionBenchmark.CpuSeconds();
                AcquisitionResult result = new PeakAcquisition(new AcquisitionOptions { MaximumEffort = 0.3 }).Search(a, b);
                cpu += AcquisitionBenchmark.CpuSeconds() - start;
                if (result.Found) alarms++;
                excluded = string.Join(", ", result.Excluded.Select(entry => string.Create(
                    CultureInfo.InvariantCulture, $"{entry.PairsPerSecond:0}/s to {entry.SkewPpm:0.0} ppm")));
            }

            good &= alarms == 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind,-34}{alarms,4}  CPU s mean {cpu / seeds:0.0}; excluded: {excluded}"));
        }

        return good;
    }

    private static long[] UnrelatedStream(Random random, double modulation, int burst, double deadTime)
    {
        const double Rate = 20_000;
        double phase = random.NextDouble();
        var times = new List<double>();
        foreach (double time in AcquisitionScenario.Poisson(random, Rate * (1 + modulation), 0, 4e12))
        {
            double level = (1 + (modulation * Math.Sin(2 * Math.PI * ((time * 1e-12 * 100) + phase)))) / (1 + modulation);
            if (random.NextDouble() > level) continue;
            times.Add(time);
            if (burst == 0 || random.Next(100) != 0) continue;
            for (int index = 1; index < burst; index++) times.Add(time + (1e5 * random.NextDouble()));
        }

        times.Sort();
        var tags = new List<long>();
        double ready = double.NegativeInfinity;
        foreach (double time in times)
        {
            if (time < ready) continue;
            ready = time + deadTime;
            tags.Add((long)time);
        }

        return [.. tags];
    }
}
