// Test-only pairs on two stations. Same seed, same tags.
namespace Qit.Timing.Tests;

/// <summary>Two streams of tags with known truth.</summary>
internal sealed record SimulatedStreams
{
    public int Seed { get; init; } = 1;

    public double StartSeconds { get; init; }

    public double DurationSeconds { get; init; } = 2;

    public double PairsPerSecond { get; init; } = 1000;

    /// <summary>All events of A a second, pairs included.</summary>
    public double SinglesAPerSecond { get; init; } = 10_000;

    public double SinglesBPerSecond { get; init; } = 10_000;

    public double JitterAPicosecondsRms { get; init; } = 200;

    public double JitterBPicosecondsRms { get; init; } = 200;

    /// <summary>tB - tA at <see cref="ReferenceSeconds"/>.</summary>
    public double OffsetPicoseconds { get; init; }

    public double Skew { get; init; }

    public double ReferenceSeconds { get; init; }

    /// <summary>Further clock difference in picoseconds as a function of A's time in seconds.</summary>
    public Func<double, double>? Phase { get; init; }

    /// <summary>Times are cut down to whole multiples of this.</summary>
    public long TickPicoseconds { get; init; } = 1;

    public double DeadTimePicoseconds { get; init; }

    public (long[] A, long[] B) Generate()
    {
        var random = new Random(Seed);
        var a = new List<double>();
        var b = new List<double>();
        foreach (double time in Poisson(random, PairsPerSecond))
        {
            a.Add(time + (JitterAPicosecondsRms * Gaussian(random)));
            b.Add(OnB(time) + (JitterBPicosecondsRms * Gaussian(random)));
        }

        a.AddRange(Poisson(random, SinglesAPerSecond - PairsPerSecond));
        foreach (double time in Poisson(random, SinglesBPerSecond - PairsPerSecond)) b.Add(OnB(time));
        return (Register(a), Register(b));
    }

    public double OffsetAt(double seconds) =>
        OffsetPicoseconds + (Skew * (seconds - ReferenceSeconds) * 1e12) + (Phase?.Invoke(seconds) ?? 0);

    public static double Gaussian(Random random)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private double OnB(double time) => time + OffsetAt(time * 1e-12);

    private IEnumerable<double> Poisson(Random random, double perSecond)
    {
        if (perSecond <= 0) yield break;
        double end = (StartSeconds + DurationSeconds) * 1e12;
        double time = StartSeconds * 1e12;
        while (true)
        {
            time -= Math.Log(1 - random.NextDouble()) * 1e12 / perSecond;
            if (time >= end) yield break;
            yield return time;
        }
    }

    private long[] Register(List<double> times)
    {
        times.Sort();
        var tags = new List<long>(times.Count);
        double ready = double.NegativeInfinity;
        foreach (double time in times)
        {
            if (time < ready) continue;
            ready = time + DeadTimePicoseconds;
            tags.Add((long)Math.Floor(time / TickPicoseconds) * TickPicoseconds);
        }

        return [.. tags];
    }
}
