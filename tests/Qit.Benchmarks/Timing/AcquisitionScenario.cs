namespace Qit.Benchmarks.Timing;

/// <summary>Two streams as the published finders were measured on: pairs and singles a second on either side, skew, and an
/// offset that is given or drawn. All randomness comes from the seed.</summary>
internal sealed record AcquisitionScenario(
    string Name, double Pairs, double Singles, double SkewPpm, double Seconds = 12, double JitterPicoseconds = 200)
{
    /// <summary>Detectors are dead for this long after an event.</summary>
    public double DeadTimePicoseconds { get; init; }

    /// <summary>Offset in seconds; drawn when null.</summary>
    public double? OffsetSeconds { get; init; }

    /// <summary>CPU seconds of the fast published finder on the machine it was measured on; 0 where it finds nothing.
    /// </summary>
    public double PeerSeconds { get; init; }

    /// <summary>The thirteen scenarios.</summary>
    public static IReadOnlyList<AcquisitionScenario> All { get; } =
    [
        new("A", 10e3, 50e3, 1.3) { PeerSeconds = 1.1 },
        new("B", 10e3, 50e3, 0) { PeerSeconds = 0.9 },
        new("C", 1e3, 50e3, 0.1) { PeerSeconds = 1.2 },
        new("D", 2e3, 100e3, 1) { PeerSeconds = 1.2 },
        new("E", 500, 100e3, 0),
        new("F", 10e3, 50e3, 50) { PeerSeconds = 1.2 },
        new("G", 10e3, 50e3, 100),
        new("H", 100e3, 1e6, 0.3, Seconds: 6) { DeadTimePicoseconds = 20_000, PeerSeconds = 4.1 },
        new("I", 10e3, 50e3, 0.2, Seconds: 16) { OffsetSeconds = 3 },
        new("J", 10e3, 50e3, 0.2) { OffsetSeconds = -0.1 },
        new("K", 5e3, 20e3, 0.3, JitterPicoseconds: 50) { PeerSeconds = 1.0 },
        new("L", 20e3, 100e3, 0.3, JitterPicoseconds: 500) { PeerSeconds = 1.1 },
        new("M", 200, 50e3, 10, Seconds: 30),
    ];

    /// <summary>Streams of one seed. Offsets not given are up to 0.1 s for every third seed, as the published ones were,
    /// and up to 10 s for the others; skews take either sign. Every second seed is cut to what both stations record
    /// between the same readings of their own clocks; then each records longer by the offset, so that as much is common,
    /// and the ends of the streams say nothing. Otherwise each photon is recorded wherever it falls.</summary>
    public AcquisitionCase Generate(int seed)
    {
        var random = new Random((seed * 7919) + Name[0]);
        double small = seed % 3 == 0 ? 0.1 : 10;
        double offset = 1e12 * (OffsetSeconds ?? small * ((2 * random.NextDouble()) - 1));
        double skew = SkewPpm * 1e-6 * (random.Next(2) == 0 ? 1 : -1);
        bool cut = seed % 2 == 0;
        const double Start = 3.7e12;
        double length = Seconds * 1e12;
        if (cut && OffsetSeconds is null) length += Math.Abs(offset);
        double from = cut ? Start - Math.Max(offset, 0) - 1e10 : Start;
        double to = cut ? Start + length - Math.Min(offset, 0) + 1e10 : Start + length;
        var a = new List<double>();
        var b = new List<double>();
        double middle = Start + (length / 2);
        foreach (double time in Poisson(random, Pairs, from, to))
        {
            a.Add(time + (JitterPicoseconds * Gaussian(random)));
            b.Add(time + offset + (skew * (time - middle)) + (JitterPicoseconds * Gaussian(random)));
        }

        a.AddRange(Poisson(random, Singles - Pairs, from, to));
        b.AddRange(Poisson(random, Singles - Pairs, from, to).Select(time => time + offset + (skew * (time - middle))));
        return new AcquisitionCase(
            Register(a, cut, Start, length), Register(b, cut, Start, length), middle, offset, skew);
    }

    /// <summary>Exponential gaps.</summary>
    public static IEnumerable<double> Poisson(Random random, double perSecond, double from, double to)
    {
        if (perSecond <= 0) yield break;
        double time = from;
        while (true)
        {
            time -= Math.Log(1 - random.NextDouble()) * 1e12 / perSecond;
            if (time >= to) yield break;
            yield return time;
        }
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private long[] Register(List<double> times, bool cut, double start, double length)
    {
        times.Sort();
        var tags = new List<long>(times.Count);
        double ready = double.NegativeInfinity;
        foreach (double time in times)
        {
            if (time < ready || (cut && (time < start || time >= start + length))) continue;
            ready = time + DeadTimePicoseconds;
            tags.Add((long)Math.Floor(time));
        }

        return [.. tags];
    }
}

/// <summary>Streams with their truth.</summary>
/// <param name="A">Tags of A, picoseconds.</param>
/// <param name="B">Tags of B.</param>
/// <param name="Reference">Time on A's timeline.</param>
/// <param name="Offset">tB - tA there, picoseconds.</param>
/// <param name="Skew">d(tB - tA)/dtA.</param>
internal sealed record AcquisitionCase(long[] A, long[] B, double Reference, double Offset, double Skew)
{
    /// <summary>tB - tA at a time.</summary>
    public double OffsetAt(double time) => Offset + (Skew * (time - Reference));
}
