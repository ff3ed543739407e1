using System.Diagnostics;

namespace Qit.Benchmarks;

/// <summary>
/// Times an implementation and a plain reference of it in turn, in one run, and keeps the fastest round of each: on a shared
/// machine the fastest round is the one that was disturbed least.
/// </summary>
/// <param name="Seconds">Fastest round of the implementation, elapsed seconds.</param>
/// <param name="ReferenceSeconds">Fastest round of the reference, elapsed seconds.</param>
/// <param name="Bytes">Allocated by the implementation in its last round, on the calling thread.</param>
/// <param name="CpuSeconds">Cheapest round of the implementation, seconds of processor time of the whole process: what a
/// busy machine disturbs less.</param>
/// <param name="ReferenceCpuSeconds">The same of the reference.</param>
internal readonly record struct SideBySide(
    double Seconds, double ReferenceSeconds, long Bytes, double CpuSeconds, double ReferenceCpuSeconds)
{
    /// <summary>How many times less processor time than the reference.</summary>
    public double CpuRatio => ReferenceCpuSeconds / CpuSeconds;

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
        double cheapest = double.PositiveInfinity;
        double cheapestReference = double.PositiveInfinity;
        long bytes = 0;
        for (int round = 0; round < rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Time(ours, ref fastest, ref cheapest);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Time(reference, ref fastestReference, ref cheapestReference);
        }
        return new SideBySide(fastest, fastestReference, bytes, cheapest, cheapestReference);
    }

    private static void Time(Action action, ref double fastest, ref double cheapest)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        cheapest = Math.Min(cheapest, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}
