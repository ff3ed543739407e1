using System.Text;
using Qit.Randomness.Certification;
using Qit.Randomness.Statements;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// A homodyne source of vacuum noise, judged under trust in source and measurement; built by
/// <see cref="HomodyneConfiguration.Build"/>.
/// </summary>
/// <remarks>
/// Given everything classical and all samples before, the next sample's quantum noise is normal with variance at least
/// (1 - rho^2) V_q about a mean that is at most <see cref="OffsetBound"/> away from the middle of the range, except with
/// probability eps_s over the whole block. So every sample is guessed with at most <see cref="GuessProbability"/>, whatever came
/// before, and the probabilities multiply: n samples have n times the entropy of one. eps_s and eps_c are weights of what the
/// bound leaves out, so both are added to the extractor's error once.
/// </remarks>
public sealed class HomodyneParameters : EntropyParameters
{
    internal HomodyneParameters(HomodyneConfiguration configuration)
    {
        Configuration = configuration;
        double rho = configuration.LagOneCorrelation;
        // Half of eps_s for the classical noise, half for what earlier samples say of the next: n normal variables each.
        Sigmas = Quantile(configuration.SmoothingError / 2 / configuration.Samples);
        OffsetBound = configuration.MaximumOffset
            + (Sigmas * Math.Sqrt(configuration.MaximumClassicalVariance))
            + (rho > 0 ? Sigmas * rho * Math.Sqrt(configuration.MaximumTotalVariance) : 0);
        GuessProbability = VacuumEntropy.WorstCaseGuess(
            configuration.ConverterBits,
            Math.Sqrt(configuration.MinimumQuantumVariance * (1 - (rho * rho))),
            Math.Sqrt(configuration.MaximumTotalVariance),
            OffsetBound,
            configuration.DifferentialNonlinearity);
        BitsPerSample = -Math.Log2(GuessProbability);
        CertifiedBits = (long)Math.Floor(configuration.Samples * BitsPerSample);
        CanonicalText = Describe();
    }

    /// <summary>What the operator decided.</summary>
    public HomodyneConfiguration Configuration { get; }

    /// <summary>Standard deviations of normal noise that nothing in the block exceeds, except with eps_s / 2.</summary>
    public double Sigmas { get; }

    /// <summary>Largest distance of the next sample's mean from the middle of the range, LSB.</summary>
    public double OffsetBound { get; }

    /// <summary>Largest probability of guessing a sample.</summary>
    public double GuessProbability { get; }

    /// <summary>Min-entropy of a sample, bits.</summary>
    public double BitsPerSample { get; }

    /// <summary>Min-entropy of a block that is accepted, bits.</summary>
    public long CertifiedBits { get; }

    /// <summary>Smallest quantum-to-classical ratio that the parameters count on, dB.</summary>
    public double MinimumQuantumToClassicalDecibels =>
        10 * Math.Log10(Configuration.MinimumQuantumVariance / Configuration.MaximumClassicalVariance);

    /// <summary>Peak of the one-pole spectrum over its mean, (1 + rho) / (1 - rho).</summary>
    public double SpectralPeak => (1 + Configuration.LagOneCorrelation) / (1 - Configuration.LagOneCorrelation);

    /// <inheritdoc/>
    public override RandomnessClass Class => RandomnessClass.DeviceDependent;

    /// <inheritdoc/>
    public override string Method => "homodyne-vacuum";

    /// <inheritdoc/>
    public override string Reference => "Haw et al., Phys. Rev. Applied 3, 054004 (2015); Boucheron, Lugosi, Massart, Concentration "
        + "Inequalities (2013), theorems 3.20 and 5.6";

    /// <inheritdoc/>
    public override SideInformation SideInformation => SideInformation.Classical;

    /// <inheritdoc/>
    public override double SmoothingError => Configuration.SmoothingError;

    /// <inheritdoc/>
    public override double StatementError => Configuration.SmoothingError + Configuration.CalibrationError;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Trusted { get; } =
    [
        "The signal port of the homodyne detector sees the vacuum: nobody injects light.",
        "Shot noise is proportional to the local oscillator's power, its own classical noise to the square; powers are as set.",
        "Quantum and classical noise are normal and stationary between the calibrations before and after the block.",
        "The detector's response is a single pole with at most the stated correlation of neighbouring samples.",
        "The converter's steps are at most as wide as its stated nonlinearity allows.",
        "The adversary holds classical information only; classical noise may be known to it in full.",
    ];

    /// <inheritdoc/>
    public override string CanonicalText { get; }

    /// <summary>Judges a block; one collected under other parameters is refused.</summary>
    public EntropyStatement Certify(HomodyneBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var refusals = new RefusalList();
        refusals.AddIf(block.ParameterHash != Hash, EntropyRefusalKind.OtherParameters,
            $"The block was collected under parameters {block.ParameterHash}, not {Hash}.");
        refusals.AddIf(CertifiedBits <= 0, EntropyRefusalKind.NothingToCertify,
            $"At these thresholds a sample is guessed with probability {GuessProbability:G4}.");
        new HomodyneCheck(this, refusals).Judge(block);
        return new EntropyStatement(this, block.RawString(Configuration.ConverterBits), CertifiedBits, refusals.All);
    }

    // z with P(|Z| > z) = probability.
    private static double Quantile(double probability)
    {
        double low = 0, high = 60;
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            if (NormalTail.Log10TwoSided(middle) > Math.Log10(probability)) low = middle;
            else high = middle;
        }
        return high;
    }

    private string Describe()
    {
        var text = new StringBuilder();
        void Line(string key, object value) => CanonicalLine.Append(text, key, value);

        Line("statement", "homodyne-vacuum-1");
        Line("samples", Configuration.Samples);
        Line("converterBits", Configuration.ConverterBits);
        Line("minimumQuantumVariance", Configuration.MinimumQuantumVariance);
        Line("maximumClassicalVariance", Configuration.MaximumClassicalVariance);
        Line("maximumTotalVariance", Configuration.MaximumTotalVariance);
        Line("maximumOffset", Configuration.MaximumOffset);
        Line("differentialNonlinearity", Configuration.DifferentialNonlinearity);
        Line("lagOneCorrelation", Configuration.LagOneCorrelation);
        Line("powerRatio", Configuration.PowerRatio);
        Line("calibrationSamples", Configuration.CalibrationSamples);
        Line("smoothingError", Configuration.SmoothingError);
        Line("calibrationError", Configuration.CalibrationError);
        Line("segments", Configuration.Segments);
        Line("plausibilityFalseAlarm", Configuration.PlausibilityFalseAlarm);
        Line("healthFalseAlarmExponent", Configuration.HealthFalseAlarmExponent);
        Line("certifiedBits", CertifiedBits);
        return text.ToString();
    }
}
