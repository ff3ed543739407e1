using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>A processor clock that stands still until it is told. Safe to read from other threads.</summary>
public sealed class SimulatedMonotonicClock : IMonotonicClock
{
    private long nowMicroseconds;

    /// <inheritdoc/>
    public long NowMicroseconds => Interlocked.Read(ref nowMicroseconds);

    /// <summary>Moves on by <paramref name="microseconds"/>, 0 or more.</summary>
    public void Advance(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        Interlocked.Add(ref nowMicroseconds, microseconds);
    }

    /// <summary>Moves on to <paramref name="nowMicroseconds"/>, which must not be earlier than now.</summary>
    public void AdvanceTo(long nowMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nowMicroseconds, NowMicroseconds);
        Interlocked.Exchange(ref this.nowMicroseconds, nowMicroseconds);
    }
}
