namespace Qit.Agent;

/// <summary>Time stamps of results.</summary>
public static class UnixTime
{
    /// <summary>Nanoseconds since 1970 UTC, to the 100 ns of the system clock.</summary>
    public static long UnixNanoseconds(this TimeProvider time) =>
        (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
