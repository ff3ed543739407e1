namespace Qit.Timing.Purification;

/// <summary>How long and how much the book remembers.</summary>
public sealed record PairBookOptions
{
    /// <summary>Most rounds of purification, 1 to 60.</summary>
    public int MostRounds { get; init; } = 20;

    /// <summary>A comparison must be decided this long after its first record, microseconds, above 0; then it has expired
    /// and never counts.</summary>
    public long TimeoutMicroseconds { get; init; } = 10_000_000;

    /// <summary>A comparison is forgotten this long after its first record, microseconds, at least the timeout. Until then
    /// late halves, duplicates and contradictions are told apart, and its pair can go into the next round.</summary>
    public long RetentionMicroseconds { get; init; } = 60_000_000;

    /// <summary>Most comparisons remembered, at least 1. One more, and the oldest is forgotten before its time.</summary>
    public int Capacity { get; init; } = 1_000_000;

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value.</exception>
    public void Check()
    {
        if (MostRounds is < 1 or > 60)
            throw new ArgumentOutOfRangeException(nameof(MostRounds), MostRounds, "must be 1 to 60");
        if (TimeoutMicroseconds <= 0)
            throw new ArgumentOutOfRangeException(nameof(TimeoutMicroseconds), TimeoutMicroseconds, "must be above 0");
        if (RetentionMicroseconds < TimeoutMicroseconds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(RetentionMicroseconds), RetentionMicroseconds, "must be at least the timeout");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
    }
}
