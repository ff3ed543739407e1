using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Qit.Timing.Acquisition;

namespace Qit.Benchmarks.Timing;

/// <summary>Search with no prior: the thirteen scenarios, the weakest signal, unrelated streams.</summary>
internal static class AcquisitionBenchmark
{
    private const string Usage = "usage: acquisition [--seeds N] [--scenario LETTERS] [--part scenarios|weak|unrelated]";

    /// <summary>Runs it; 1 when an asked figure was missed.</summary>
    public static int Run(string[] arguments)
    {
        int seeds = 20;
        string scenarios = "";
        string part = "";
        for (int at = 0; at < arguments.Length; at += 2)
        {
            string value = at + 1 < arguments.Length ? arguments[at + 1] : "";
            bool good = arguments[at] switch
            {
                "--seeds" => int.TryParse(value, CultureInfo.InvariantCulture, out seeds) && seeds > 0,
                "--scenario" => (scenarios = value.ToUpperInvariant()).Length > 0,
                "--part" => (part = value) is "scenarios" or "weak" or "unrelated",
                _ => false,
            };
            if (good) continue;
            Console.Error.WriteLine(Usage);
            return 2;
        }

        if (scenarios.Length > 0) part = "scenarios";
        bool good2 = true;
        if (part is "" or "scenarios") good2 &= Scenarios(seeds, scenarios);
        if (part is "" or "weak") good2 &= AcquisitionCurves.Weak(seeds);
        if (part is "" or "unrelated") good2 &= AcquisitionCurves.Unrelated(seeds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"peak working set of the process, streams included: {PeakBytes() / 1048576.0:0} MiB"));
        return good2 ? 0 : 1;
    }

    /// <summary>CPU seconds of the process, all cores.</summary>
    public static double CpuSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    /// <summary>CPU seconds of one plain transform.</summary>
    public static double PlainSeconds(int log2)
    {
        var random = new Random(log2);
        var data = new Complex[1 << log2];
        for (int index = 0; index < data.Length; index++) data[index] = random.NextDouble();
        double fastest = double.PositiveInfinity;
        for (int round = 0; round < 3; round++)
        {
            double start = CpuSeconds();
            PlainFft.Forward(data);
            fastest = Math.Min(fastest, CpuSeconds() - start);
        }

        return fastest;
    }

    /// <summary>True when the answer is right: offset within 20 ns, and skew within its own cell.</summary>
    public static bool IsRight(AcquisitionResult result, AcquisitionCase truth) =>
        result.Found && Math.Abs(OffsetError(result, truth)) < 20_000
        && Math.Abs(result.Skew - truth.Skew) < Math.Max(4 * result.SkewCell, 1e-12);

    /// <summary>Found minus true offset, picoseconds.</summary>
    public static double OffsetError(AcquisitionResult result, AcquisitionCase truth) =>
        result.OffsetPicoseconds - truth.OffsetAt(result.ReferenceTimePicoseconds);

    private static bool Scenarios(int seeds, string chosen)
    {
        const int PlainLog2 = 20;
        double plain = PlainSeconds(PlainLog2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"offsets +-10 s, skews +-200 ppm, false alarm 1e-9; one plain FFT of 2^{PlainLog2}: {plain:0.000} s CPU"));
        Console.WriteLine(
            "scenario      found    wrong  rms offset ns  rms skew ppb  CPU s med     max  of FFT  asked s  peak MiB  lgFA");
        bool good = true;
        Warm();
        foreach (AcquisitionScenario scenario in AcquisitionScenario.All)
        {
            if (chosen.Length > 0 && !chosen.Contains(scenario.Name, StringComparison.Ordinal)) continue;
            good &= Measure(scenario, seeds, plain);
        }

        return good;
    }

    private static void Warm()
    {
        // Twice in a row lets the run-time compile the hot loops before anything is timed.
        for (int seed = 1; seed <= 4; seed++)
        {
            foreach (int which in new[] { 0, 2, 3 })
            {
                AcquisitionCase tags = AcquisitionScenario.All[which].Generate(seed);
                new PeakAcquisition().Search(tags.A, tags.B);
            }
        }
    }

    private static bool Measure(AcquisitionScenario scenario, int seeds, double plain)
    {
        int right = 0;
        int wrong = 0;
        double squareOffset = 0;
        double squareSkew = 0;
        double worstFalseAlarm = double.NegativeInfinity;
        long peak = 0;
        var seconds = new List<double>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            AcquisitionCase tags = scenario.Generate(seed);
            AcquisitionResult result = Watched(() => new PeakAcquisition().Search(tags.A, tags.B), out double cpu, out long bytes);
            seconds.Add(cpu);
            peak = Math.Max(peak, bytes);
            if (!result.Found) continue;
            if (!IsRight(result, tags))
            {
                wrong++;
                continue;
            }

            right++;
            squareOffset += Math.Pow(OffsetError(result, tags) / 1000, 2);
            squareSkew += Math.Pow((result.Skew - tags.Skew) * 1e9, 2);
            worstFalseAlarm = Math.Max(worstFalseAlarm, result.Log10FalseAlarm);
        }

        seconds.Sort();
        double median = seconds[seconds.Count / 2];
        double asked = scenario.PeerSeconds / 10;
        bool good = right == seeds && wrong == 0 && (asked == 0 || median <= asked) && peak < 1L << 30;
        string limit = asked > 0 ? asked.ToString("0.000", CultureInfo.InvariantCulture) : "-";
        string met = good ? "" : "  NOT MET";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{scenario.Name,-10}{right,6}/{seeds,-4}{wrong,8}{Math.Sqrt(squareOffset / Math.Max(1, right)),15:0.000}"
            + $"{Math.Sqrt(squareSkew / Math.Max(1, right)),14:0.0000}{median,11:0.000}{seconds[^1],8:0.000}{median / plain,8:0.0}"
            + $"{limit,9}{peak / 1048576.0,10:0}{worstFalseAlarm,6:0}{met}"));
        return good;
    }

    /// <summary>Runs a search and measures CPU time and how far memory grew above what was there before.</summary>
    public static AcquisitionResult Watched(Func<AcquisitionResult> search, out double cpu, out long bytes)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long before = GC.GetTotalMemory(false);
        long most = 0;
        using var stop = new ManualResetEventSlim();
        var watcher = new Thread(() =>
        {
            while (!stop.Wait(20)) most = Math.Max(most, GC.GetTotalMemory(false) - before);
        });
        watcher.Start();
        double start = CpuSeconds();
        AcquisitionResult result = search();
        cpu = CpuSeconds() - start;
        most = Math.Max(most, GC.GetTotalMemory(false) - before);
        stop.Set();
        watcher.Join();
        bytes = most;
        return result;
    }

    private static long PeakBytes() => Process.GetCurrentProcess().PeakWorkingSet64;
}
