namespace Qit.Benchmarks.Timing;

/// <summary>Tags of two stations for the tracker's benchmarks: one period of them, repeated as often as wanted with the
/// skew going on. Jitter 200 ps a side.</summary>
internal sealed class TrackingStreams
{
    private const double JitterPicoseconds = 200;
    private readonly long periodPicoseconds;
    private readonly long periodOfB;
    private readonly long[] a;
    private readonly long[] b;

    public TrackingStreams(int seed, double seconds, double pairsPerSecond, double singlesPerSecond, double skew, long offset)
    {
        var random = new Random(seed);
        periodPicoseconds = (long)(seconds * 1e12);
        periodOfB = periodPicoseconds + (long)(periodPicoseconds * skew);
        // Nothing within a nanosecond of the ends, so that jitter does not carry tags over them.
        double from = 1e3;
        double to = periodPicoseconds - 1e3;
        var timesA = new List<long>((int)(seconds * singlesPerSecond * 1.01));
        var timesB = new List<long>(timesA.Capacity);
        foreach (double time in Poisson(random, from, to, pairsPerSecond))
        {
            timesA.Add((long)(time + Jitter(random)));
            timesB.Add((long)(time + (time * skew) + Jitter(random)) + offset);
        }

        foreach (double time in Poisson(random, from, to, singlesPerSecond - pairsPerSecond)) timesA.Add((long)time);
        foreach (double time in Poisson(random, from, to, singlesPerSecond - pairsPerSecond))
            timesB.Add((long)(time + (time * skew)) + offset);
        timesA.Sort();
        timesB.Sort();
        (a, b) = ([.. timesA], [.. timesB]);
        (Skew, Offset, Seconds) = ((double)(periodOfB - periodPicoseconds) / periodPicoseconds, offset, seconds);
    }

    public double Skew { get; }

    public long Offset { get; }

    public double Seconds { get; }

    /// <summary>Blocks of A and B of equal length, in order, without end.</summary>
    public IEnumerable<(long[] A, long[] B)> Blocks(double blockSeconds)
    {
        long block = (long)(blockSeconds * 1e12);
        int count = (int)(periodPicoseconds / block);
        for (long turn = 0; ; turn++)
        {
            int nextA = 0, nextB = 0;
            for (int index = 1; index <= count; index++)
            {
                long end = index * block;
                long[] partA = Cut(a, ref nextA, end, turn * periodPicoseconds);
                long[] partB = Cut(b, ref nextB, end + (long)(end * Skew) + Offset, turn * periodOfB);
                yield return (partA, partB);
            }
        }
    }

    private static long[] Cut(long[] tags, ref int next, long end, long shift)
    {
        int first = next;
        while (next < tags.Length && tags[next] < end) next++;
        long[] part = tags[first..next];
        for (int index = 0; index < part.Length; index++) part[index] += shift;
        return part;
    }

    private static IEnumerable<double> Poisson(Random random, double from, double to, double perSecond)
    {
        if (perSecond <= 0) yield break;
        double scale = 1e12 / perSecond;
        for (double time = from - (scale * Math.Log(1 - random.NextDouble())); time < to;
            time -= scale * Math.Log(1 - random.NextDouble()))
            yield return time;
    }

    private static double Jitter(Random random) => JitterPicoseconds
        * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
