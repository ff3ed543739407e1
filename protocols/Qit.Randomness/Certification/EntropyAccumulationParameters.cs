using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Qit.Randomness.Blocks;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Certification;

/// <summary>
/// Everything a run is judged by, fixed before its first trial: built by
/// <see cref="EntropyAccumulationConfiguration.Build"/>, never changed, named by <see cref="Hash"/>. Counts are judged
/// only by <see cref="Certify(TrialCounts)"/> and its variants here; a <see cref="TrialBlock"/> carries the hash under
/// which it was collected and no other parameters accept it.
/// </summary>
/// <remarks>
/// Each block begun under these parameters, whether completed, discarded or refused, is one use of the soundness error:
/// who runs until one is accepted multiplies the error by the number of attempts.
/// </remarks>
public sealed class EntropyAccumulationParameters
{
    internal EntropyAccumulationParameters(EntropyAccumulationConfiguration configuration)
    {
        Configuration = configuration;
        double expectedTests = configuration.TestProbability * configuration.Trials;
        MaximumLossCount = (long)Math.Floor(expectedTests * (1 - configuration.ThresholdWinningProbability));
        double lossFraction = MaximumLossCount / expectedTests;
        (TangentPoint, RenyiExcess) = EntropyAccumulationBound.Optimize(
            configuration.Trials, configuration.TestProbability, lossFraction,
            configuration.SmoothingError, configuration.EventError);
        double bits = EntropyAccumulationBound.Bits(
            configuration.Trials, configuration.TestProbability, lossFraction,
            configuration.SmoothingError, configuration.EventError, TangentPoint, RenyiExcess);
        CertifiedBits = bits > 0 ? (long)Math.Floor(bits) : 0;
        CanonicalText = Describe();
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText)));
    }

    /// <summary>What the operator decided.</summary>
    public EntropyAccumulationConfiguration Configuration { get; }

    /// <summary>Largest number of lost test trials of an accepted run.</summary>
    public long MaximumLossCount { get; }

    /// <summary>t: where the tangent to g is taken, in [3/4, 0.8536).</summary>
    public double TangentPoint { get; }

    /// <summary>x = alpha - 1 of the Renyi entropy in the proof, in (0, 1).</summary>
    public double RenyiExcess { get; }

    /// <summary>
    /// Smooth min-entropy of the outcomes (A^n, B^n) given settings, test flags and quantum side information when the
    /// run is accepted, bits; 0 when nothing can be certified. See <see cref="EntropyAccumulationBound"/>.
    /// </summary>
    public long CertifiedBits { get; }

    /// <summary>Certified bits per trial.</summary>
    public double CertifiedBitsPerTrial => CertifiedBits / (double)Configuration.Trials;

    /// <summary>
    /// All parameters as lines key=value, in fixed order and culture, numbers in their shortest exact form. UTF-8, line
    /// feeds, one after the last line.
    /// </summary>
    public string CanonicalText { get; }

    /// <summary>
    /// SHA-256 of <see cref="CanonicalText"/>, lower-case hexadecimal: publish it before the first trial.
    /// </summary>
    public string Hash { get; }

    /// <summary>True when the geometry excludes signalling at the speed of light.</summary>
    public bool IsSpaceLike => Configuration.Geometry is { IsSpaceLike: true };

    /// <summary>Judges a run in which every trial is a test trial.</summary>
    /// <exception cref="InvalidOperationException">The test probability is below 1.</exception>
    public Certificate Certify(TrialCounts counts)
    {
        if (Configuration.TestProbability < 1)
            throw new InvalidOperationException(
                "With a test probability below 1 state the number of trials without a test too.");
        return Certify(counts, untestedTrials: 0);
    }

    /// <summary>Judges a run with spot checks.</summary>
    /// <param name="testCounts">Counts of the test trials.</param>
    /// <param name="untestedTrials">
    /// Number of trials without a test; with the tests it must give the n of the parameters.
    /// </param>
    public Certificate Certify(TrialCounts testCounts, long untestedTrials)
    {
        ArgumentNullException.ThrowIfNull(testCounts);
        ArgumentOutOfRangeException.ThrowIfNegative(untestedTrials);
        return new Certificate(this, testCounts, untestedTrials, Hash);
    }

    /// <summary>Judges a block; one collected under other parameters is refused.</summary>
    public Certificate Certify(TrialBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new Certificate(this, block.Counts, 0, block.ParameterHash);
    }

    private string Describe()
    {
        var text = new StringBuilder();
        void Line(string key, object value) =>
            text.Append(key).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\n');

        Line("certification", "entropy-accumulation-chsh-1805.11652-V.2");
        Line("outputAlphabet", EntropyAccumulationBound.OutputAlphabet);
        Line("trials", Configuration.Trials);
        Line("testProbability", Configuration.TestProbability);
        Line("thresholdWinningProbability", Configuration.ThresholdWinningProbability);
        Line("maximumLossCount", MaximumLossCount);
        Line("smoothingError", Configuration.SmoothingError);
        Line("eventError", Configuration.EventError);
        Line("plausibilityFalseAlarm", Configuration.PlausibilityFalseAlarm);
        Line("tangentPoint", TangentPoint);
        Line("renyiExcess", RenyiExcess);
        Line("certifiedBits", CertifiedBits);
        Line("assumeShielded", Configuration.AssumeShielded ? "true" : "false");
        if (Configuration.Geometry is not { } geometry)
        {
            Line("geometry", "unknown");
            return text.ToString();
        }
        Line("stationSeparationMetres", geometry.StationSeparationMetres);
        Line("choiceStartANanoseconds", geometry.StationA.ChoiceStartNanoseconds);
        Line("outcomeEndANanoseconds", geometry.StationA.OutcomeEndNanoseconds);
        Line("choiceStartBNanoseconds", geometry.StationB.ChoiceStartNanoseconds);
        Line("outcomeEndBNanoseconds", geometry.StationB.OutcomeEndNanoseconds);
        Line("timingUncertaintyNanoseconds", geometry.TimingUncertaintyNanoseconds);
        return text.ToString();
    }
}
