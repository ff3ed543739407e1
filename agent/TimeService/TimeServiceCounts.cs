namespace Qit.Agent.TimeService;

/// <summary>What became of questions, since the start. Safe for several threads.</summary>
internal sealed class TimeServiceCounts
{
    private long answered;
    private long refused;
    private long malformed;
    private long limited;
    private long undelivered;
    private volatile string? lastMalformed;

    public long Answered => Interlocked.Read(ref answered);

    public long Refused => Interlocked.Read(ref refused);

    public long Malformed => Interlocked.Read(ref malformed);

    public long Limited => Interlocked.Read(ref limited);

    public long Undelivered => Interlocked.Read(ref undelivered);

    public string? LastMalformed => lastMalformed;

    /// <summary>An answer was made.</summary>
    public void CountAnswer(TimeAnswer answer) =>
        Interlocked.Increment(ref answer.Status == TimeAnswer.Valid ? ref answered : ref refused);

    /// <summary>A question was malformed.</summary>
    /// <param name="fault">In our words: nothing of what was sent.</param>
    public void CountMalformed(string fault)
    {
        Interlocked.Increment(ref malformed);
        lastMalformed = fault;
    }

    public void CountLimited() => Interlocked.Increment(ref limited);

    public void CountUndelivered() => Interlocked.Increment(ref undelivered);
}
