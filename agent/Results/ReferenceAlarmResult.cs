namespace Qit.Agent.Results;

/// <summary>An alarm of the monitoring.</summary>
public sealed record ReferenceAlarmResult(long TimeUnixNanoseconds, bool IsSimulated)
    : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>phaseJump or frequency.</summary>
    public required string Kind { get; init; }

    /// <summary>clock, comparison or unknown.</summary>
    public required string Owner { get; init; }

    /// <summary>The station whose clock it is; two of a comparison; all that it may be if unknown.</summary>
    public required IReadOnlyList<string> Stations { get; init; }

    /// <summary>Last time known to be before it, nanoseconds since 1970 UTC.</summary>
    public required long OnsetUnixNanoseconds { get; init; }

    /// <summary>Step of the phase in ps; null of a frequency.</summary>
    public required double? SizePicoseconds { get; init; }

    /// <summary>Change of the fractional frequency; null of a jump.</summary>
    public required double? SizeFractionalFrequency { get; init; }

    /// <summary>Standard error of the size, in its unit.</summary>
    public required double SizeStandardError { get; init; }

    /// <summary>Comparisons of the accused that show it.</summary>
    public required int Against { get; init; }

    /// <summary>Comparisons that could have shown it.</summary>
    public required int Witnesses { get; init; }

    /// <summary>The reference from now on; null while none is trusted.</summary>
    public required string? Reference { get; init; }

    /// <summary>Text for a person.</summary>
    public required string Text { get; init; }
}
