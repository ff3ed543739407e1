using Qit.Randomness.Blocks;
using Qit.Randomness.Statements;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Randomness.Certification;

/// <summary>
/// Everything a Bell test is judged by, fixed before its first trial, whatever the method: immutable, named by its hash.
/// A <see cref="TrialBlock"/> is begun under parameters and carries their hash; only those parameters accept it. There is no
/// way to judge counts whose parameters came after them.
/// </summary>
/// <remarks>
/// Each block begun under these parameters, whether completed, discarded or refused, is one use of the soundness error:
/// who runs until one is accepted multiplies the error by the number of attempts.
/// </remarks>
public abstract class CertificationParameters : EntropyParameters
{
    private protected CertificationParameters(RunConditions conditions) => Conditions = conditions;

    /// <inheritdoc/>
    public override RandomnessClass Class => RandomnessClass.DeviceIndependent;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Trusted =>
    [
        "Quantum mechanics is right.",
        IsSpaceLike ? "The configured geometry and timing, which exclude signals at the speed of light during a trial."
            : "The stations are shielded from each other during a trial.",
        SettingsBias > 0
            ? FormattableString.Invariant($"No setting is further than {SettingsBias} from fair, given all that came before it.")
            : "The settings are fair and independent of the devices.",
        "The gateway, its links and the extractor's seed.",
    ];

    /// <summary>n: trials of a complete run.</summary>
    public abstract long Trials { get; }

    /// <summary>gamma: probability that a trial is a test; 1 when all are.</summary>
    public abstract double TestProbability { get; }

    /// <summary>Largest |p - 1/2| of a setting under which the bound holds, given all that came before; 0 to 1/2.</summary>
    public abstract double SettingsBias { get; }

    /// <summary>Probability of acceptance below which the bound need not hold; 0 for methods without such a condition.</summary>
    public abstract double EventError { get; }

    /// <summary>Geometry, isolation and the plausibility tests.</summary>
    public RunConditions Conditions { get; }

    /// <summary>True when the geometry excludes signalling at the speed of light.</summary>
    public bool IsSpaceLike => Conditions.Geometry is { IsSpaceLike: true };

    /// <summary>Judges a block; one collected under other parameters is refused.</summary>
    public Certificate Certify(TrialBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new Certificate(this, block.Trials.TestCounts, block.Trials.UntestedTrials, block.ParameterHash);
    }

    /// <summary>Judges the trials of a file that was counted and not loaded.</summary>
    /// <exception cref="ArgumentException">The file is incomplete, or no parameters were fixed before its trials.</exception>
    public Certificate Certify(TrialFileTotals file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.IsComplete) throw new ArgumentException($"The file is incomplete: {file.Incompleteness}.", nameof(file));
        if (file.Header.ParameterHash is not string collectedUnder)
            throw new ArgumentException("No parameters were fixed before these trials: they are for calibration.", nameof(file));
        return new Certificate(this, file.Tests, file.UntestedTrials, collectedUnder);
    }

    // For tests of the judgement alone: counts that no block carries.
    internal Certificate CertifyCounts(TrialCounts testCounts, long untestedTrials = 0) =>
        new(this, testCounts, untestedTrials, Hash);

    /// <summary>
    /// The method's own verdict: the certified bits, or a refusal told to the certificate. Called after the conditions that all
    /// methods share.
    /// </summary>
    /// <returns>Smooth min-entropy in whole bits, at least 0; ignored when anything refuses.</returns>
    internal abstract long Judge(Certificate certificate);
}
