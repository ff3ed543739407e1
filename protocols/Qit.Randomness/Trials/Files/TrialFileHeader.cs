using System.Security.Cryptography;
using System.Text;
using Qit.Randomness.Certification;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// What a trial file says before its first trial. It is made from the parameters themselves, so that trials cannot be written
/// first and parameters found for them afterwards; trials without parameters are calibration data and stay so.
/// </summary>
public sealed record TrialFileHeader
{
    private TrialFileHeader(string? parameterText, long? plannedTrials, bool hasTests, bool isSimulated)
    {
        ParameterText = parameterText;
        PlannedTrials = plannedTrials;
        HasTests = hasTests;
        IsSimulated = isSimulated;
    }

    /// <summary>
    /// The parameters' whole canonical text, which <see cref="Statements.EntropyParameters.CanonicalText"/> explains; null for
    /// calibration data.
    /// </summary>
    public string? ParameterText { get; }

    /// <summary>SHA-256 of the parameters' text, lower-case hexadecimal; null for calibration data.</summary>
    public string? ParameterHash =>
        ParameterText is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ParameterText)));

    /// <summary>Trials of a complete run as its parameters fix them, 1 to 1e12; null when nothing fixes them.</summary>
    public long? PlannedTrials { get; }

    /// <summary>True when the file has a fifth plane that says which trials are tests.</summary>
    public bool HasTests { get; }

    /// <summary>True when the devices are simulated.</summary>
    public bool IsSimulated { get; }

    /// <summary>
    /// True when the trials come from another file: that the parameters were fixed before them rests on the importer's word
    /// and on where their hash was published.
    /// </summary>
    public bool IsImported { get; init; }

    /// <summary>Name of the run, at most 256 bytes of UTF-8 without control characters.</summary>
    public string RunName { get; init; } = "";

    /// <summary>Name of station A (settings x, outcomes a), as <see cref="RunName"/>.</summary>
    public string StationA { get; init; } = "A";

    /// <summary>Name of station B (settings y, outcomes b), as <see cref="RunName"/>.</summary>
    public string StationB { get; init; } = "B";

    /// <summary>Uses of the soundness error so far, this one counted: at least 1.</summary>
    public long Attempt { get; init; } = 1;

    /// <summary>Number of the first trial, at least 0.</summary>
    public long FirstTrial { get; init; }

    /// <summary>Trials per second, above 0 up to 1e15; null when unknown.</summary>
    public double? TrialsPerSecond { get; init; }

    /// <summary>When the first trial began, after 1970 and before 2262; null when unknown.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The header of a run under parameters fixed before it.</summary>
    /// <param name="parameters">They say too how many trials there will be and whether some are no test.</param>
    /// <param name="isSimulated">Whether the devices are simulated; there is no default to forget.</param>
    public static TrialFileHeader Under(CertificationParameters parameters, bool isSimulated)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new TrialFileHeader(
            parameters.CanonicalText, parameters.Trials, parameters.TestProbability < 1, isSimulated);
    }

    /// <summary>The header of trials that parameters may be chosen on, and that nothing certifies.</summary>
    /// <param name="hasTests">Whether some trials are no test.</param>
    /// <param name="isSimulated">Whether the devices are simulated.</param>
    public static TrialFileHeader Calibration(bool hasTests, bool isSimulated) =>
        new(null, null, hasTests, isSimulated);

    /// <summary>What a reader found; the codec alone calls it.</summary>
    internal static TrialFileHeader Read(string? parameterText, long? plannedTrials, bool hasTests, bool isSimulated) =>
        new(parameterText, plannedTrials, hasTests, isSimulated);
}
