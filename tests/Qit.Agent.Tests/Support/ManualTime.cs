namespace Qit.Agent.Tests.Support;

/// <summary>A clock that a test sets.</summary>
internal sealed class ManualTime(long unixNanoseconds) : TimeProvider
{
    private long nanoseconds = unixNanoseconds;

    public long Nanoseconds
    {
        get => Interlocked.Read(ref nanoseconds);
        set => Interlocked.Exchange(ref nanoseconds, value);
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100);
}
