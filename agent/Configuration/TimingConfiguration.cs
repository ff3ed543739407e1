namespace Qit.Agent.Configuration;

/// <summary>The one-way timing pipeline.</summary>
public sealed record TimingConfiguration
{
    /// <summary>False to leave the loop stopped.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Acquisition looks for offsets up to this, seconds; 0.001 to 10.</summary>
    public double MaxOffsetSeconds { get; init; } = 0.5;

    /// <summary>Acquisition looks for frequency offsets up to this, parts per million; 0 to 500.</summary>
    public double MaxSkewPartsPerMillion { get; init; } = 1;

    /// <summary>Length of data that acquisition works on, seconds; 0.1 to 60.</summary>
    public double AcquisitionSeconds { get; init; } = 2;

    /// <summary>One offset is published for each interval of this length, seconds; 0.1 to 1000.</summary>
    public double IntervalSeconds { get; init; } = 1;

    /// <summary>Known path delay to B minus path delay to A, ps. Null: taken from the simulated fibres' nominal lengths,
    /// or 0 for real devices.</summary>
    public double? PathDelayDifferencePicoseconds { get; init; }

    /// <summary>Standard uncertainty of that difference, ps.</summary>
    public double PathDelayUncertaintyPicoseconds { get; init; } = 50;

    /// <summary>Kind of both clocks, which says how far a prediction can be trusted: cesium, rubidium, maser, strontium,
    /// ocxo, tcxo, or unknown, which is safe for all but the worst and gives a wide holdover.</summary>
    public string Clock { get; init; } = "unknown";

    /// <summary>Without photons, predicted offsets are published until their standard error is this, ps; 1 to 1e12.</summary>
    public double HoldoverErrorPicoseconds { get; init; } = 1e6;

    /// <summary>Period of a pulsed source, ps: steps by whole multiples are reported as cycle slips. Null: none.</summary>
    public double? SourcePeriodPicoseconds { get; init; }
}
