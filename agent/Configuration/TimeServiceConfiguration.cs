namespace Qit.Agent.Configuration;

/// <summary>Telling other programs the time correction, see docs/time-service.md.</summary>
public sealed record TimeServiceConfiguration
{
    /// <summary>False: no question is answered and no clock is fed.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A correction is valid until its standard uncertainty is this, ps; 1 to 1e12.</summary>
    public double MaximumUncertaintyPicoseconds { get; init; } = 1e6;

    /// <summary>No correction from an offset that the gateway has had for longer, seconds; 0.1 to 1e6. Null: ten intervals
    /// of the timing pipeline, at least 10 s.</summary>
    public double? MaximumAgeSeconds { get; init; }

    /// <summary>Longest time from the end of an interval until the gateway has its offset, with nothing delayed, seconds;
    /// 0.001 to 60. What is unknown of the age is counted as uncertainty.</summary>
    public double LatencySeconds { get; init; } = 1;

    /// <summary>Questions answered over MQTT in a second, and as many at once; the others are counted. 0.1 to 1000.</summary>
    public double RequestsPerSecond { get; init; } = 20;

    /// <summary>Feeding chronyd.</summary>
    public ChronyConfiguration Chrony { get; init; } = new();
}
