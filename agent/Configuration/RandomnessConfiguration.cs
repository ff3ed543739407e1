namespace Qit.Agent.Configuration;

/// <summary>The Bell-test pipeline. Everything here is fixed before the first trial is seen.</summary>
public sealed record RandomnessConfiguration
{
    /// <summary>False to leave the loop stopped.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Trials judged together; a multiple of 8, 8192 to 2^30.</summary>
    public long TrialsPerBlock { get; init; } = 163_840;

    /// <summary>Winning probability of the CHSH game that the apparatus is expected to reach; above 3/4. The default world's
    /// Bell test reaches 0.8262.</summary>
    public double ExpectedWinningProbability { get; init; } = 0.826;

    /// <summary>Probability that honest devices fail a block.</summary>
    public double CompletenessError { get; init; } = 1e-6;

    /// <summary>Smoothing parameter of the min-entropy.</summary>
    public double SmoothingError { get; init; } = 1e-8;

    /// <summary>Least probability of passing for which the entropy statement is made (error of entropy accumulation).</summary>
    public double AccumulationError { get; init; } = 1e-8;

    /// <summary>Error of the extractor.</summary>
    public double ExtractorError { get; init; } = 1e-8;

    /// <summary>How the stations are kept from signalling: "spacelike" (the geometry below is checked) or "shielded"
    /// (assumed, and stated on every certificate).</summary>
    public string Isolation { get; init; } = "spacelike";

    /// <summary>Distance between the stations, metres.</summary>
    public double StationSeparationMetres { get; init; } = 400;

    /// <summary>From the start of a station's choice of setting until its outcome is final, nanoseconds.</summary>
    public double SettingToOutcomeNanoseconds { get; init; } = 900;

    /// <summary>Largest difference between the two stations' starts of a trial, nanoseconds.</summary>
    public double TrialSkewNanoseconds { get; init; } = 50;
}
