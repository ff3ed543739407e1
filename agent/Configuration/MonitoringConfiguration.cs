namespace Qit.Agent.Configuration;

/// <summary>One monitored station.</summary>
public sealed record MonitoredStationConfiguration
{
    /// <summary>Its name, as the gateways that compare it publish it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Kind of its clock, see <see cref="TimingConfiguration.Clock"/>: what its stability is set beside.</summary>
    public string Clock { get; init; } = "unknown";
}

/// <summary>The watching of reference clocks.</summary>
public sealed record MonitoringConfiguration
{
    /// <summary>True to watch.</summary>
    public bool Enabled { get; init; }

    /// <summary>Three to sixteen stations, the preferred reference first.</summary>
    public IReadOnlyList<MonitoredStationConfiguration> Stations { get; init; } = [];

    /// <summary>Other gateways whose offsets are read from the broker; this gateway's own are used anyway.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>All offsets of this long become one comparison, seconds; 1 to 86 400.</summary>
    public double EpochSeconds { get; init; } = 120;

    /// <summary>An epoch is judged this long after its end, seconds; 0 to 3600. What comes later is not used.</summary>
    public double LateSeconds { get; init; } = 10;

    /// <summary>Epochs in which a comparison learns its noise before it can raise an alarm; 30 to 1e6.</summary>
    public int LearningEpochs { get; init; } = 720;

    /// <summary>A station with an alarm is trusted again at the earliest after this long, seconds; 0 to 1e8.</summary>
    public double HoldOffSeconds { get; init; } = 86_400;

    /// <summary>A clock whose frequency changed is trusted again when the changes add up to less than this; 0 to 1e-6.
    /// </summary>
    public double FrequencyTolerance { get; init; } = 1e-13;
}
