using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>All tags of a run in memory, for tests.</summary>
internal sealed record Tags(long[] A, long[] B)
{
    public static Tags Generate(WorldOptions options, double seconds, int bufferTags = 1 << 16)
    {
        var world = new SimulatedWorld(options);
        var a = new List<long>();
        var b = new List<long>();
        var bufferA = new long[bufferTags];
        var bufferB = new long[bufferTags];
        bool done;
        do
        {
            done = world.GenerateTags((long)(seconds * 1e12), bufferA, bufferB, out int countA, out int countB);
            a.AddRange(bufferA.AsSpan(0, countA));
            b.AddRange(bufferB.AsSpan(0, countB));
        }
        while (!done);
        return new Tags(a.ToArray(), b.ToArray());
    }

    /// <summary>All differences b - a - <paramref name="centre"/> that are within the window, in ticks.</summary>
    public List<double> Differences(double centre, double window)
    {
        var differences = new List<double>();
        int first = 0;
        foreach (long a in A)
        {
            while (first < B.Length && B[first] - a - centre < -window) first++;
            for (int i = first; i < B.Length && B[i] - a - centre <= window; i++) differences.Add(B[i] - a - centre);
        }

        return differences;
    }
}
