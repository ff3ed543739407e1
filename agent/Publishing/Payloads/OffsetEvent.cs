using System.Globalization;
using Qit.Timing.Tracking;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Something that happened to the tracked offset.</summary>
public sealed record OffsetEvent
{
    /// <summary>Writes an event out.</summary>
    public OffsetEvent(TrackerEvent one)
    {
        Kind = NameOf(one.Kind);
        StationTimePicoseconds = one.TimePicoseconds.ToString(CultureInfo.InvariantCulture);
        bool hasSize = one.SizeStandardErrorPicoseconds > 0;
        SizePicoseconds = hasSize ? one.SizePicoseconds : null;
        SizeStandardErrorPicoseconds = hasSize ? one.SizeStandardErrorPicoseconds : null;
        Cycles = one.Kind == TrackerEventKind.CycleSlip ? one.Cycles : null;
    }

    /// <summary>acquired, step, cycleSlip, frequencyStep, outlier, signalLost, signalBack or restarted.</summary>
    public string Kind { get; }

    /// <summary>Start of the first interval that shows it, ps since A's start, in decimal.</summary>
    public string StationTimePicoseconds { get; }

    /// <summary>Change of the offset against the prediction; null where there is none.</summary>
    public double? SizePicoseconds { get; }

    /// <summary>Its standard error.</summary>
    public double? SizeStandardErrorPicoseconds { get; }

    /// <summary>Whole periods of a cycle slip; null for everything else.</summary>
    public long? Cycles { get; }

    /// <summary>The published name of a kind.</summary>
    public static string NameOf(TrackerEventKind kind)
    {
        string name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
