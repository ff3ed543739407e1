using System.Diagnostics;
using System.Globalization;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;
using Qit.Timing.Tracking;

namespace Qit.Benchmarks.Timing;

/// <summary>The tracker: latency, throughput, and which skews it holds.</summary>
internal static class TrackingRows
{
    private const double BlockSeconds = 0.1;
    private const double LatencyLimitSeconds = 0.05;
    private const long OffsetPicoseconds = 123_456_789;
    private static readonly double[] Skews = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, -2e-4];

    public static IEnumerable<BenchmarkRow> Measure()
    {
        foreach (double pairs in new[] { 100_000.0, 1000 })
        {
            var streams = new TrackingStreams(1, 5, pairs, 1e6, 1e-6, OffsetPicoseconds);
            yield return Latency(streams, pairs, intervals: 100);
            yield return Throughput(streams, pairs);
        }

        int held = 0, heldPlain = 0;
        foreach ((_, bool ours, bool plain, _) in HeldSkews(0.3))
        {
            if (ours) held++;
            if (plain) heldPlain++;
        }

        yield return new BenchmarkRow("constant skews held, of 1 ppb to 200 ppm", $"{held} of {Skews.Length}",
            $"one pole of 300 ms: {heldPlain} of {Skews.Length}", (double)held / Math.Max(1, heldPlain), "all",
            held == Skews.Length);
    }

    /// <summary>Latencies, skews and coverage in longer tables: the verb `tracking`.</summary>
    public static int Run()
    {
        Console.WriteLine("latency from an interval's last block to its estimate, 1 Mtag/s a station, 1 s intervals, "
            + "100 ms blocks");
        Console.WriteLine($"{"pairs/s",10}{"median ms",12}{"99 % ms",12}{"max ms",12}{"all at the end, ms",20}");
        foreach (double pairs in new[] { 1000.0, 10_000, 100_000, 300_000 })
        {
            var streams = new TrackingStreams(1, 5, pairs, 1e6, 1e-6, OffsetPicoseconds);
            double[] ours = [.. Latencies(streams, 100).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{pairs,10:0}{ours[ours.Length / 2] * 1e3,12:0.00}{Quantile(ours, 0.99) * 1e3,12:0.00}"
                + $"{ours[^1] * 1e3,12:0.00}{AllAtTheEnd(streams, 3) * 1e3,20:0.00}"));
        }

        Console.WriteLine();
        Console.WriteLine("constant skew, 10 000 pairs/s on 50 000/s, 8 s: held, and the largest error of the offset");
        Console.WriteLine($"{"skew",10}{"one pole 300 ms",18}{"one pole 10 ms",18}{"tracker",12}{"error ps",12}");
        foreach (((double skew, bool ours, bool slow, double error), (_, _, bool fast, _)) in
            HeldSkews(0.3).Zip(HeldSkews(0.01)))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{skew,10:0e+0}{Word(slow),18}{Word(fast),18}{Word(ours),12}{error,12:0.0}"));
        }

        Console.WriteLine();
        TrackingCoverage.Print();
        return 0;
    }

    private static string Word(bool held) => held ? "holds" : "loses";

    private static OffsetTrackerParameters Parameters(double skewPpm) => new OffsetTrackerConfiguration
    {
        MaximumOffsetSeconds = 0.001,
        MaximumSkewPpm = skewPpm,
        AcquisitionSeconds = 0.5,
    }.Build();

    private static BenchmarkRow Latency(TrackingStreams streams, double pairs, int intervals)
    {
        double[] ours = [.. Latencies(streams, intervals).Order()];
        double reference = AllAtTheEnd(streams, 3);
        return new BenchmarkRow(
            string.Create(CultureInfo.InvariantCulture, $"latency, 1 Mtag/s a station, {pairs:0} pairs/s"),
            string.Create(CultureInfo.InvariantCulture,
                $"99 % {Quantile(ours, 0.99) * 1e3:0.0} max {ours[^1] * 1e3:0.0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"all work at the end: {reference * 1e3:0} ms"),
            reference / Quantile(ours, 0.99), "99 % under 50 ms", Quantile(ours, 0.99) < LatencyLimitSeconds);
    }

    /// <summary>Seconds from handing over the last block of an interval until its estimate is out: on a core of its own,
    /// that is, the CPU time where another program took the core in between.</summary>
    private static List<double> Latencies(TrackingStreams streams, int intervals)
    {
        const int WarmUp = 5;
        var tracker = new OffsetTracker(Parameters(2));
        var latencies = new List<double>();
        int taken = 0;
        foreach ((long[] a, long[] b) in streams.Blocks(BlockSeconds))
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan cpuStart = Environment.CpuUsage.TotalTime;
            tracker.HandleTagsA(a);
            tracker.HandleTagsB(b);
            while (tracker.TryTake(out TrackedOffset? result))
            {
                if (result.Estimate is null) throw new InvalidOperationException("the benchmark's peak was not followed");
                double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                double cpu = (Environment.CpuUsage.TotalTime - cpuStart).TotalSeconds;
                if (taken++ >= WarmUp) latencies.Add(Math.Min(elapsed, cpu));
            }

            if (latencies.Count >= intervals) break;
        }

        return latencies;
    }

    /// <summary>The plain reference: keep a second of tags, and fit them when it is over. Fastest of some.</summary>
    private static double AllAtTheEnd(TrackingStreams streams, int rounds)
    {
        var a = new List<long>();
        var b = new List<long>();
        foreach ((long[] partA, long[] partB) in streams.Blocks(BlockSeconds).Take(10))
        {
            a.AddRange(partA);
            b.AddRange(partB);
        }

        (long[] tagsA, long[] tagsB) = ([.. a], [.. b]);
        var line = new OffsetLine(0, OffsetPicoseconds, streams.Skew);
        double fastest = double.PositiveInfinity;
        for (int round = 0; round <= rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            OffsetEstimate? estimate = new OffsetEstimator().EstimateSpan(tagsA, tagsB, line, 1500, 0, 999_999_999_999);
            if (estimate is null) throw new InvalidOperationException("the benchmark's peak was not fitted");
            if (round > 0) fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }

    private static BenchmarkRow Throughput(TrackingStreams streams, double pairs)
    {
        const int Seconds = 5;
        (long[] A, long[] B)[] blocks = [.. streams.Blocks(BlockSeconds).Take((int)(Seconds / BlockSeconds))];
        double tags = blocks.Sum(block => block.A.Length + block.B.Length);
        SideBySide both = SideBySide.Measure(
            () =>
            {
                var tracker = new OffsetTracker(Parameters(2));
                foreach ((long[] a, long[] b) in blocks)
                {
                    tracker.HandleTagsA(a);
                    tracker.HandleTagsB(b);
                    while (tracker.TryTake(out _))
                    {
                    }
                }
            },
            () =>
            {
                var follower = new PlainFollower(OffsetPicoseconds, 1000, 0.0003);
                foreach ((long[] a, long[] b) in blocks) follower.Handle(a, b);
            },
            rounds: 3);
        return new BenchmarkRow(
            string.Create(CultureInfo.InvariantCulture, $"throughput with acquisition, {pairs:0} pairs/s"),
            string.Create(CultureInfo.InvariantCulture, $"{tags / both.Seconds / 1e6:0.0} Mtag/s"),
            string.Create(CultureInfo.InvariantCulture, $"plain follower: {tags / both.ReferenceSeconds / 1e6:0} Mtag/s"),
            both.Ratio);
    }

    /// <summary>For each skew: whether the tracker and a plain follower are still at the peak after 8 s, and the tracker's
    /// largest error in ps.</summary>
    private static IEnumerable<(double Skew, bool Ours, bool Plain, double Error)> HeldSkews(double filterSeconds)
    {
        const int Seconds = 8;
        const double PlainWindow = 1000;
        foreach (double skew in Skews)
        {
            var streams = new TrackingStreams(2, Seconds, 10_000, 50_000, skew, OffsetPicoseconds);
            var tracker = new OffsetTracker(Parameters(220));
            var plain = new PlainFollower(OffsetPicoseconds, PlainWindow, filterSeconds);
            double largest = 0;
            bool held = true;
            int count = 0;
            foreach ((long[] a, long[] b) in streams.Blocks(BlockSeconds).Take((int)(Seconds / BlockSeconds)))
            {
                plain.Handle(a, b);
                tracker.HandleTagsA(a);
                tracker.HandleTagsB(b);
                while (tracker.TryTake(out TrackedOffset? result))
                {
                    count++;
                    held &= result.Estimate is not null;
                    double truth = OffsetPicoseconds + (streams.Skew * (result.Estimate?.ValidityTimePicoseconds ?? 0));
                    largest = Math.Max(largest, Math.Abs(((result.Estimate?.OffsetFemtoseconds ?? 0) * 1e-3) - truth));
                }
            }

            double end = OffsetPicoseconds + (streams.Skew * Seconds * 1e12);
            bool plainHeld = Math.Abs(plain.Offset - end) < PlainWindow;
            yield return (skew, held && count >= Seconds - 2 && largest < 100, plainHeld, largest);
        }
    }

    private static double Quantile(double[] ascending, double share) =>
        ascending[Math.Min(ascending.Length - 1, (int)(share * ascending.Length))];
}
