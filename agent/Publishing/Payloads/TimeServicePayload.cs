using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>How telling the time correction and feeding chronyd does.</summary>
public sealed record TimeServicePayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public TimeServicePayload(RunIdentity run, long seq, TimeServiceResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, result.SecurityStatus)
    {
        Status = result.Status;
        Refusal = result.Refusal;
        Reason = result.Reason;
        Fault = result.Fault;
        AnsweredCount = result.AnsweredCount;
        RefusedCount = result.RefusedCount;
        MalformedCount = result.MalformedCount;
        LimitedCount = result.LimitedCount;
        UndeliveredCount = result.UndeliveredCount;
        LastMalformed = result.LastMalformed;
        ChronyState = result.ChronyState;
        ChronyRefusal = result.ChronyRefusal;
        ChronyReason = result.ChronyReason;
        ChronySentCount = result.ChronySentCount;
        ChronyRefusedCount = result.ChronyRefusedCount;
        ChronyUnreachableCount = result.ChronyUnreachableCount;
        ChronyLastOffsetPicoseconds = result.ChronyLastOffsetPicoseconds;
    }

    /// <summary>valid or refused.</summary>
    public string Status { get; }

    /// <summary>Why refused, for programs; else null.</summary>
    public string? Refusal { get; }

    /// <summary>Why refused, for a person; else null.</summary>
    public string? Reason { get; }

    /// <summary>Why questions are not heard; null while they are.</summary>
    public string? Fault { get; }

    /// <summary>Questions answered with a correction.</summary>
    public long AnsweredCount { get; }

    /// <summary>Questions answered with a refusal.</summary>
    public long RefusedCount { get; }

    /// <summary>Questions that could not be read or answered.</summary>
    public long MalformedCount { get; }

    /// <summary>Questions beyond the rate.</summary>
    public long LimitedCount { get; }

    /// <summary>Answers that the broker did not take.</summary>
    public long UndeliveredCount { get; }

    /// <summary>What was wrong with the last malformed question.</summary>
    public string? LastMalformed { get; }

    /// <summary>off, waiting, feeding, refusing or unreachable.</summary>
    public string ChronyState { get; }

    /// <summary>Why chronyd is not fed, for programs; else null.</summary>
    public string? ChronyRefusal { get; }

    /// <summary>Why chronyd is not fed, for a person; else null.</summary>
    public string? ChronyReason { get; }

    /// <summary>Samples that chronyd took.</summary>
    public long ChronySentCount { get; }

    /// <summary>Offsets not fed for a doubt.</summary>
    public long ChronyRefusedCount { get; }

    /// <summary>Samples that could not be sent.</summary>
    public long ChronyUnreachableCount { get; }

    /// <summary>True time minus system time of the last sample; null before the first.</summary>
    public double ChronyLastOffsetPicoseconds { get; }
}
