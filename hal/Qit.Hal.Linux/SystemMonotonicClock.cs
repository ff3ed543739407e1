using System.Diagnostics;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Linux;

/// <summary>The host's monotonic clock, from the start of this object.</summary>
public sealed class SystemMonotonicClock : IMonotonicClock
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public long NowMicroseconds => (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
}
