using System.Globalization;
using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Which monitored station is the reference, and where all stand.</summary>
public sealed record ReferencePayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public ReferencePayload(RunIdentity run, long seq, ReferenceResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified)
    {
        EpochTs = result.EpochUnixNanoseconds.ToString(CultureInfo.InvariantCulture);
        Reference = result.Reference;
        Stations = result.Stations;
        ComparisonCount = result.Comparisons;
        SwitchCount = result.Switches;
        AlarmCount = result.Alarms;
        GlitchCount = result.Glitches;
        OffsetCount = result.OffsetsUsed;
        RepeatedOffsetCount = result.OffsetsRepeated;
        OutOfTimeOffsetCount = result.OffsetsOutOfTime;
        RejectedOffsetCount = result.OffsetsRejected;
        LastRejection = result.LastRejection;
    }

    /// <summary>Middle of the epoch, ns since 1970 UTC, in decimal.</summary>
    public string EpochTs { get; }

    /// <summary>Name of the station to take time from; null while none is trusted.</summary>
    public string? Reference { get; }

    /// <summary>All stations, the preferred first.</summary>
    public IReadOnlyList<MonitoredStation> Stations { get; }

    /// <summary>Comparisons of the epoch.</summary>
    public int ComparisonCount { get; }

    /// <summary>Changes of the reference since start.</summary>
    public int SwitchCount { get; }

    /// <summary>Alarms since start.</summary>
    public long AlarmCount { get; }

    /// <summary>Readings far off that came back, since start.</summary>
    public long GlitchCount { get; }

    /// <summary>Offsets used since start.</summary>
    public long OffsetCount { get; }

    /// <summary>Offsets that came again.</summary>
    public long RepeatedOffsetCount { get; }

    /// <summary>Offsets that came too late, or from the future.</summary>
    public long OutOfTimeOffsetCount { get; }

    /// <summary>Messages not understood, or of no monitored station.</summary>
    public long RejectedOffsetCount { get; }

    /// <summary>Why the last one was rejected; null when none was.</summary>
    public string? LastRejection { get; }
}

/// <summary>An alarm of the monitoring.</summary>
public sealed record ReferenceAlarmPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public ReferenceAlarmPayload(RunIdentity run, long seq, ReferenceAlarmResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified)
    {
        Kind = result.Kind;
        Owner = result.Owner;
        Stations = result.Stations;
        OnsetTs = result.OnsetUnixNanoseconds.ToString(CultureInfo.InvariantCulture);
        SizePicoseconds = result.SizePicoseconds;
        SizeFractionalFrequency = result.SizeFractionalFrequency;
        SizeStandardError = result.SizeStandardError;
        AgainstCount = result.Against;
        WitnessCount = result.Witnesses;
        Reference = result.Reference;
        Text = result.Text;
    }

    /// <summary>phaseJump or frequency.</summary>
    public string Kind { get; }

    /// <summary>clock, comparison or unknown.</summary>
    public string Owner { get; }

    /// <summary>Whose clock; two of a comparison; all it may be if unknown.</summary>
    public IReadOnlyList<string> Stations { get; }

    /// <summary>Last time before it, ns since 1970 UTC, in decimal.</summary>
    public string OnsetTs { get; }

    /// <summary>Step of the phase; null of a frequency.</summary>
    public double? SizePicoseconds { get; }

    /// <summary>Change of the fractional frequency; null of a jump.</summary>
    public double? SizeFractionalFrequency { get; }

    /// <summary>Standard error of the size, in its unit.</summary>
    public double SizeStandardError { get; }

    /// <summary>Comparisons of the accused that show it.</summary>
    public int AgainstCount { get; }

    /// <summary>Comparisons that could have shown it.</summary>
    public int WitnessCount { get; }

    /// <summary>The reference from now on; null while none is trusted.</summary>
    public string? Reference { get; }

    /// <summary>For a person.</summary>
    public string Text { get; }
}

/// <summary>Stability of each monitored clock.</summary>
public sealed record ReferenceStabilityPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public ReferenceStabilityPayload(RunIdentity run, long seq, ReferenceStabilityResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified) =>
        Points = result.Points;

    /// <summary>By averaging time; a deviation that the comparisons cannot resolve is null.</summary>
    public IReadOnlyList<ClockDeviations> Points { get; }
}
