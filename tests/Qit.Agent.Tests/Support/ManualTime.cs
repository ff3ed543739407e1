namespace Qit.Agent.Tests.Support;

/// <summary>A clock that stands until a test moves it: steady clock and wall clock together. Its timers never fire.</summary>
internal sealed class ManualTime : TimeProvider
{
    private const long NanosecondsPerTick = 1_000_000_000 / TimeSpan.TicksPerSecond;
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The wall clock, ns since 1970; it begins at <see cref="SyntheticResults.Start"/>.</summary>
    public long Nanoseconds
    {
        get => SyntheticResults.Start + (Interlocked.Read(ref ticks) * NanosecondsPerTick);
        set => Interlocked.Exchange(ref ticks, (value - SyntheticResults.Start) / NanosecondsPerTick);
    }

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / NanosecondsPerTick);

    public void Advance(double seconds) => Interlocked.Add(ref ticks, (long)Math.Round(seconds * TimeSpan.TicksPerSecond));
}
