namespace Qit.Agent.Publishing;

/// <summary>
/// Waits between attempts to connect: uniform between the minimum and a cap that doubles with every failure. The
/// jitter keeps many gateways from returning to a restarted broker in step.
/// </summary>
public sealed class ReconnectBackoff
{
    private readonly TimeSpan minimum;
    private readonly TimeSpan maximum;
    private readonly Random jitter;
    private TimeSpan cap;

    /// <param name="minimum">Shortest wait, above zero.</param>
    /// <param name="maximum">Longest wait, at least the minimum.</param>
    /// <param name="jitter">Source of the jitter; not used for anything that must be secret.</param>
    public ReconnectBackoff(TimeSpan minimum, TimeSpan maximum, Random jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minimum, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        this.minimum = minimum;
        this.maximum = maximum;
        this.jitter = jitter;
        cap = minimum;
    }

    /// <summary>The connection worked: the next wait is short again.</summary>
    public void Reset() => cap = minimum;

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next()
    {
        cap = cap * 2 < maximum ? cap * 2 : maximum;
        return minimum + ((cap - minimum) * jitter.NextDouble());
    }
}
