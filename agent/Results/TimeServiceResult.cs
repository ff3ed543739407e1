namespace Qit.Agent.Results;

/// <summary>How telling the time correction and feeding chronyd does; when it changes, and from time to time.</summary>
public sealed record TimeServiceResult(long TimeUnixNanoseconds, bool IsSimulated) : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>valid or refused: what a question would get now.</summary>
    public required string Status { get; init; }

    /// <summary>Why refused, for programs; else null.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why refused, for a person; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>notAssessed, passed or failed.</summary>
    public required string SecurityStatus { get; init; }

    /// <summary>Why questions over MQTT are not heard, for a person; null while they are.</summary>
    public string? Fault { get; init; }

    /// <summary>Questions answered with a correction, MQTT and HTTP.</summary>
    public long AnsweredCount { get; init; }

    /// <summary>Questions answered with a refusal.</summary>
    public long RefusedCount { get; init; }

    /// <summary>Questions that could not be read, or named no topic that an answer may go to.</summary>
    public long MalformedCount { get; init; }

    /// <summary>Questions beyond the rate that is answered.</summary>
    public long LimitedCount { get; init; }

    /// <summary>Answers that the broker did not take.</summary>
    public long UndeliveredCount { get; init; }

    /// <summary>What was wrong with the last malformed question; null before the first.</summary>
    public string? LastMalformed { get; init; }

    /// <summary>off, waiting, feeding, refusing or unreachable.</summary>
    public required string ChronyState { get; init; }

    /// <summary>Why chronyd is not fed, for programs; else null.</summary>
    public string? ChronyRefusal { get; init; }

    /// <summary>Why chronyd is not fed, for a person; else null.</summary>
    public string? ChronyReason { get; init; }

    /// <summary>Samples that chronyd took.</summary>
    public long ChronySentCount { get; init; }

    /// <summary>Offsets not fed for a doubt.</summary>
    public long ChronyRefusedCount { get; init; }

    /// <summary>Samples that could not be sent.</summary>
    public long ChronyUnreachableCount { get; init; }

    /// <summary>True time minus system time of the last sample, ps; NaN before the first.</summary>
    public double ChronyLastOffsetPicoseconds { get; init; } = double.NaN;
}
