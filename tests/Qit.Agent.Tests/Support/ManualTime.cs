namespace Qit.Agent.Tests.Support;

/// <summary>A clock that stands until a test moves it: steady clock and wall clock together. Its timers never fire.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((SyntheticResults.Start / 100) + ticks);

    public void Advance(double seconds) => ticks += (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
}
