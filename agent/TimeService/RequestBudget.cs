namespace Qit.Agent.TimeService;

/// <summary>How many questions may be answered: so many a second, and as many at once (a token bucket). Not safe for several
/// threads.</summary>
/// <param name="perSecond">Above 0.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBudget(double perSecond, TimeProvider time)
{
    private readonly double capacity = Math.Max(1, perSecond);
    private double tokens = Math.Max(1, perSecond);
    private long last = time.GetTimestamp();

    /// <summary>Takes one; false when there is none left.</summary>
    public bool TryTake()
    {
        long now = time.GetTimestamp();
        tokens = Math.Min(capacity, tokens + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
        last = now;
        if (tokens < 1)
            return false;
        tokens--;
        return true;
    }
}
