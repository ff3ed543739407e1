using Qit.Randomness.Statistics;

namespace Qit.Randomness.Certification;

/// <summary>
/// What an operator decides before a run. <see cref="Build"/> turns it into the immutable parameters that judge the
/// run; nothing here takes counts, so a threshold cannot be fitted to them by mistake. Against a person who has seen
/// the data only publication of <see cref="Statements.EntropyParameters.Hash"/> before the first trial helps.
/// </summary>
public sealed record EntropyAccumulationConfiguration
{
    /// <summary>Number of trials n of the run, 1 to 1e12.</summary>
    public required long Trials { get; init; }

    /// <summary>gamma: probability that a trial is a test trial, above 0 up to 1. 1: every trial is one.</summary>
    public double TestProbability { get; init; } = 1;

    /// <summary>
    /// Winning probability at which a run is still accepted: accepted means losses at most gamma n (1 - threshold).
    /// Above 0, below 1.
    /// </summary>
    public required double ThresholdWinningProbability { get; init; }

    /// <summary>eps_s: smoothing of the min-entropy, purified distance, in (0, 1).</summary>
    public double SmoothingError { get; init; } = 1e-8;

    /// <summary>
    /// eps_EA: either a run is accepted with less than this probability, or the bound holds. In (0, 1).
    /// </summary>
    public double EventError { get; init; } = 1e-8;

    /// <summary>Which bound on the entropy of a trial is accumulated.</summary>
    public ChshTradeoff Tradeoff { get; init; } = ChshTradeoff.TwoParty;

    /// <summary>
    /// Largest |p - 1/2| of a setting in the test trials as the adversary knows it, 0 up to but not including 1/2: an assumption,
    /// see <see cref="Certification.SettingsBias"/>.
    /// </summary>
    public double SettingsBias { get; init; }

    /// <summary>Geometry, isolation and the plausibility tests.</summary>
    public RunConditions Conditions { get; init; } = new();

    /// <summary>
    /// Sets the threshold from the winning probability one expects of honest devices, so that such a run is
    /// refused with probability at most completenessError (exact binomial tail of the losses).
    /// </summary>
    /// <param name="trials">As <see cref="Trials"/>.</param>
    /// <param name="expectedWinningProbability">
    /// From earlier runs or from a model, never from the run to be judged.
    /// </param>
    /// <param name="completenessError">Probability of refusing an honest run for its losses, for example 1e-6.</param>
    /// <param name="testProbability">As <see cref="TestProbability"/>.</param>
    /// <returns>A configuration to refine with a <c>with</c> expression.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static EntropyAccumulationConfiguration FromExpected(
        long trials, double expectedWinningProbability, double completenessError = 1e-6, double testProbability = 1)
    {
        CheckTrials(trials);
        CheckTestProbability(testProbability);
        CheckOpen(expectedWinningProbability, nameof(expectedWinningProbability));
        CheckOpen(completenessError, nameof(completenessError));
        long losses = BinomialTail.CriticalValue(
            trials, testProbability * (1 - expectedWinningProbability), Math.Log(completenessError));
        // Half a loss of room: the division and the multiplication in Build must give back this very count.
        double threshold = 1 - ((losses + 0.5) / (testProbability * trials));
        return new EntropyAccumulationConfiguration
        {
            Trials = trials,
            TestProbability = testProbability,
            ThresholdWinningProbability = Math.Max(threshold, double.Epsilon),
        };
    }

    /// <summary>Fixes all parameters and optimizes the free ones of the proof.</summary>
    /// <exception cref="ArgumentException">A value is outside the range its property states.</exception>
    public EntropyAccumulationParameters Build()
    {
        CheckTrials(Trials);
        CheckTestProbability(TestProbability);
        CheckOpen(ThresholdWinningProbability, nameof(ThresholdWinningProbability));
        CheckOpen(SmoothingError, nameof(SmoothingError));
        CheckOpen(EventError, nameof(EventError));
        if (!Enum.IsDefined(Tradeoff))
            throw new ArgumentOutOfRangeException(nameof(Tradeoff), Tradeoff, "Unknown tradeoff.");
        _ = Certification.SettingsBias.LossFactor(SettingsBias); // refuses what is out of range
        Conditions.Validate();
        return new EntropyAccumulationParameters(this);
    }

    private static void CheckTrials(long trials)
    {
        if (trials is < 1 or > 1_000_000_000_000)
            throw new ArgumentOutOfRangeException(nameof(trials), trials, "A run has 1 to 1e12 trials.");
    }

    private static void CheckTestProbability(double testProbability)
    {
        if (!(testProbability > 0 && testProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(testProbability), testProbability,
                "The test probability lies in (0, 1].");
    }

    private static void CheckOpen(double value, string name)
    {
        if (!(value > 0 && value < 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between 0 and 1, both excluded.");
    }
}
