using System.Text;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Certification;

/// <summary>
/// Entropy accumulation for the CHSH game, built by <see cref="EntropyAccumulationConfiguration.Build"/>.
/// </summary>
public sealed class EntropyAccumulationParameters : CertificationParameters
{
    /// <summary>First line of the canonical text.</summary>
    internal const string Version = "entropy-accumulation-chsh-1805.11652-V.2";

    private const string OnePartyText = "one-party";
    private const string TwoPartyText = "two-party";

    internal EntropyAccumulationParameters(EntropyAccumulationConfiguration configuration)
        : base(configuration.Conditions)
    {
        Configuration = configuration;
        double expectedTests = configuration.TestProbability * configuration.Trials;
        MaximumLossCount = (long)Math.Floor(expectedTests * (1 - configuration.ThresholdWinningProbability));
        double lossFraction = MaximumLossCount / expectedTests;
        (Tradeoff, RenyiExcess, double bits) = Optimize(lossFraction);
        CertifiedBits = bits > 0 ? (long)Math.Floor(bits) : 0;
        CanonicalText = Describe();
    }

    /// <summary>What the operator decided.</summary>
    public EntropyAccumulationConfiguration Configuration { get; }

    /// <summary>Largest number of lost test trials of an accepted run.</summary>
    public long MaximumLossCount { get; }

    /// <summary>The bound on the entropy of a trial that certifies most at the threshold.</summary>
    public AffineTradeoff Tradeoff { get; }

    /// <summary>x = alpha - 1 of the Renyi entropy in the proof, in (0, 1).</summary>
    public double RenyiExcess { get; }

    /// <summary>
    /// Smooth min-entropy of the outcomes (A^n, B^n) given settings, test flags and quantum side information when the
    /// run is accepted, bits; 0 when nothing can be certified. See <see cref="EntropyAccumulationBound"/>.
    /// </summary>
    public long CertifiedBits { get; }

    /// <summary>Certified bits per trial.</summary>
    public double CertifiedBitsPerTrial => CertifiedBits / (double)Configuration.Trials;

    /// <inheritdoc/>
    public override string CanonicalText { get; }

    /// <inheritdoc/>
    public override string Method => "entropy-accumulation";

    /// <inheritdoc/>
    public override string Reference => Configuration.Tradeoff == ChshTradeoff.OneParty
        ? "Dupuis, Fawzi, arXiv 1805.11652, theorem V.2"
        : "Dupuis, Fawzi, arXiv 1805.11652, theorem V.2; two-party entropy of a trial by this project's branch and bound";

    /// <inheritdoc/>
    public override SideInformation SideInformation => SideInformation.Quantum;

    /// <inheritdoc/>
    public override long Trials => Configuration.Trials;

    /// <inheritdoc/>
    public override double TestProbability => Configuration.TestProbability;

    /// <inheritdoc/>
    public override double SettingsBias => Configuration.SettingsBias;

    /// <inheritdoc/>
    public override double SmoothingError => Configuration.SmoothingError;

    /// <inheritdoc/>
    public override double EventError => Configuration.EventError;

    /// <inheritdoc/>
    /// <remarks>See <see cref="Extraction.SecurityBudget"/>; a bound only where the smoothing error is not the larger one.</remarks>
    public override double StatementError => SmoothingError + EventError;

    // The event of the theorem: f at the observed frequencies reaches h exactly when losses stay within the limit.
    internal override long Judge(Certificate certificate)
    {
        if (CertifiedBits <= 0)
        {
            certificate.Refuse(CertificationRefusal.NothingToCertify,
                $"{Trials} trials at the threshold of the parameters certify no bit.");
        }
        TrialCounts tests = certificate.TestCounts;
        if (tests.Losses > MaximumLossCount)
        {
            certificate.Refuse(CertificationRefusal.BelowThreshold,
                $"{tests.Losses} CHSH games of {tests.Total} were lost; at most {MaximumLossCount} are accepted");
        }
        return CertifiedBits;
    }

    /// <summary>Builds them anew from a canonical text; what the build computes is left for the comparison of texts.</summary>
    internal static EntropyAccumulationParameters ReadFrom(CanonicalText text)
    {
        foreach (string computed in (string[])["outputAlphabet", "maximumLossCount", "tradeoffAtOne", "tradeoffSlope", "renyiExcess", "certifiedBits"])
            text.Take(computed);
        string tradeoff = text.Take("tradeoff");
        return new EntropyAccumulationConfiguration
        {
            Tradeoff = tradeoff switch
            {
                OnePartyText => ChshTradeoff.OneParty,
                TwoPartyText => ChshTradeoff.TwoParty,
                _ => throw text.Fault("tradeoff", tradeoff, $"{OnePartyText} or {TwoPartyText}"),
            },
            SettingsBias = text.TakeNumber("settingsBias"),
            Trials = text.TakeInteger("trials"),
            TestProbability = text.TakeNumber("testProbability"),
            ThresholdWinningProbability = text.TakeNumber("thresholdWinningProbability"),
            SmoothingError = text.TakeNumber("smoothingError"),
            EventError = text.TakeNumber("eventError"),
            Conditions = RunConditions.ReadFrom(text),
        }.Build();
    }

    private (AffineTradeoff Tradeoff, double RenyiExcess, double Bits) Optimize(double lossFraction)
    {
        EntropyAccumulationConfiguration c = Configuration;
        (double tangentPoint, double excess) = EntropyAccumulationBound.Optimize(
            c.Trials, c.TestProbability, lossFraction, c.SmoothingError, c.EventError, c.SettingsBias);
        AffineTradeoff tangent = AffineTradeoff.OneParty(tangentPoint);
        double bits = EntropyAccumulationBound.Bits(
            c.Trials, c.TestProbability, lossFraction, c.SmoothingError, c.EventError, tangent, excess, c.SettingsBias);
        if (c.Tradeoff == ChshTradeoff.OneParty) return (tangent, excess, bits);
        (double twoParty, int index, double twoPartyExcess) = TwoPartyEntropyAccumulation.Optimize(
            c.Trials, c.TestProbability, lossFraction, c.SmoothingError, c.EventError, c.SettingsBias);
        return twoParty > bits
            ? (TwoPartyChshEntropy.Tradeoffs[index], twoPartyExcess, twoParty) : (tangent, excess, bits);
    }

    private string Describe()
    {
        var text = new StringBuilder();
        void Line(string key, object value) => CanonicalLine.Append(text, key, value);

        Line("certification", Version);
        Line("outputAlphabet", EntropyAccumulationBound.OutputAlphabet);
        Line("trials", Configuration.Trials);
        Line("testProbability", Configuration.TestProbability);
        Line("thresholdWinningProbability", Configuration.ThresholdWinningProbability);
        Line("maximumLossCount", MaximumLossCount);
        Line("smoothingError", Configuration.SmoothingError);
        Line("eventError", Configuration.EventError);
        Line("settingsBias", Configuration.SettingsBias);
        Line("tradeoff", Configuration.Tradeoff == ChshTradeoff.OneParty ? OnePartyText : TwoPartyText);
        Line("tradeoffAtOne", Tradeoff.AtOne);
        Line("tradeoffSlope", Tradeoff.Slope);
        Line("renyiExcess", RenyiExcess);
        Line("certifiedBits", CertifiedBits);
        Conditions.AppendTo(text);
        return text.ToString();
    }
}
