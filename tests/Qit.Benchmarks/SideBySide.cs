using System.Diagnostics;

namespace Qit.Benchmarks;

/// <summary>
/// Times an implementation and a plain reference of it in turn, in one run, and keeps the fastest round of each: on a shared
/// machine the fastest round is the one that was disturbed least.
/// </summary>
/// <param name="Seconds">Fastest round of the implementation, elapsed seconds.</param>
/// <param name="ReferenceSeconds">Fastest round of the reference, elapsed seconds.</param>
/// <param name="Bytes">Allocated by the implementation in its last round, on the calling thread.</param>
internal readonly record struct SideBySide(double Seconds, double ReferenceSeconds, long Bytes)
{
    /// <summary>How many times as fast as the reference.</summary>
    public double Ratio => ReferenceSeconds / Seconds;

    /// <summary>Runs both once to warm up, then in turn.</summary>
    /// <param name="ours">What is measured.</param>
    /// <param name="reference">What it is measured against; the same work on the same data.</param>
    /// <param name="rounds">Rounds that count, at least 1.</param>
    public static SideBySide Measure(Action ours, Action reference, int rounds = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ours();
        reference();
        double fastest = double.PositiveInfinity;
        double fastestReference = double.PositiveInfinity;
        long bytes = 0;
        for (int round = 0; round < rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            fastest = Math.Min(fastest, Time(ours));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            fastestReference = Math.Min(fastestReference, Time(reference));
        }
        return new SideBySide(fastest, fastestReference, bytes);
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
