namespace Qit.Hal.Simulation;

/// <summary>
/// Pulsed pairs of photons and one detector behind each analyser, as in photonic loophole-free tests: most trials have no
/// pair, and no click is an outcome. The number of pairs in a trial is a Poisson variate (a trial spans many pump pulses);
/// each pair is cos t |HH> + sin t |VV> mixed with white noise; a detector that sees a photon of any pair, or a background
/// count, clicks. With non-maximal entanglement (Eberhard, Phys. Rev. A 47, R747 (1993)) efficiencies above 2/3 violate.
/// </summary>
/// <remarks>
/// The defaults are the maximum-likelihood fit of this model to table B of the recorded Bell tests (1.3e8 trials with the odd
/// correlation moved to settings 11), rounded: they reproduce its sixteen frequencies within 1 %, S within 3e-5 of 2.00236.
/// The visibility 0.995 was not fitted; neighbouring ones fit alike. The rate is of the order of published sources'.
/// </remarks>
public sealed record PhotonicSource : IBellSource
{
    /// <inheritdoc/>
    public string Name => "photonic";

    /// <inheritdoc/>
    public double TrialsPerSecond { get; init; } = 100_000;

    /// <summary>t, 0 to 90 degrees; 45 is maximally entangled.</summary>
    public double StateAngleDegrees { get; init; } = 66.79;

    /// <summary>Weight of the pure state, 0 to 1; the rest is white noise.</summary>
    public double Visibility { get; init; } = 0.995;

    /// <summary>Analyser at A for setting 0, degrees from H.</summary>
    public double AngleA0Degrees { get; init; } = 8.54;

    /// <summary>Analyser at A for setting 1.</summary>
    public double AngleA1Degrees { get; init; } = -36.47;

    /// <summary>Analyser at B for setting 0.</summary>
    public double AngleB0Degrees { get; init; } = -8.16;

    /// <summary>Analyser at B for setting 1.</summary>
    public double AngleB1Degrees { get; init; } = 36.68;

    /// <summary>Probability that a photon passed by A's analyser clicks, all losses included, 0 to 1.</summary>
    public double EfficiencyA { get; init; } = 0.8144;

    /// <summary>As <see cref="EfficiencyA"/>, at B.</summary>
    public double EfficiencyB { get; init; } = 0.8371;

    /// <summary>Mean number of pairs in a trial, 0 to 10.</summary>
    public double PairsPerTrial { get; init; } = 0.0556;

    /// <summary>Probability of a dark count or background click in a trial, at each station, 0 to 1.</summary>
    public double DarkCountProbability { get; init; } = 1e-6;

    /// <inheritdoc/>
    public BellProbabilities Probabilities()
    {
        CheckRange(EfficiencyA, 1, nameof(EfficiencyA));
        CheckRange(EfficiencyB, 1, nameof(EfficiencyB));
        CheckRange(PairsPerTrial, 10, nameof(PairsPerTrial));
        CheckRange(DarkCountProbability, 1, nameof(DarkCountProbability));
        TwoQubitState state = TwoQubitState.Schmidt(StateAngleDegrees, Visibility);
        ReadOnlySpan<double> angles = [AngleA0Degrees, AngleA1Degrees, AngleB0Degrees, AngleB1Degrees];
        Span<double> table = stackalloc double[16];
        Span<double> ports = stackalloc double[4];
        double noDark = 1 - DarkCountProbability;
        for (int z = 0; z < 4; z++)
        {
            state.Measure(angles[z >> 1], angles[2 + (z & 1)], ports);
            double seenA = EfficiencyA * (ports[2] + ports[3]);
            double seenB = EfficiencyB * (ports[1] + ports[3]);
            double seenBoth = EfficiencyA * EfficiencyB * ports[3];
            // A Poisson number of pairs, each seen with probability p, leaves none seen with exp(-mean p).
            double darkA = Math.Exp(-PairsPerTrial * seenA) * noDark;
            double darkB = Math.Exp(-PairsPerTrial * seenB) * noDark;
            double none = Math.Exp(-PairsPerTrial * (seenA + seenB - seenBoth)) * noDark * noDark;
            table[4 * z] = none;
            table[(4 * z) + 1] = Math.Max(0, darkA - none);
            table[(4 * z) + 2] = Math.Max(0, darkB - none);
            table[(4 * z) + 3] = Math.Max(0, 1 - darkA - darkB + none);
        }
        return new BellProbabilities(table);
    }

    private static void CheckRange(double value, double maximum, string name)
    {
        if (!(value >= 0 && value <= maximum))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between 0 and {maximum}.");
    }
}
