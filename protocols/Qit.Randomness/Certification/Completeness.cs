using Qit.Randomness.Statistics;

namespace Qit.Randomness.Certification;

/// <summary>
/// The completeness error of parameters: how likely they refuse a run of honest devices whose trials are independent and win
/// with a known probability.
/// </summary>
public static class Completeness
{
    /// <summary>
    /// Upper bound on the probability of refusal: the exact tail of the lost test trials, whose number is
    /// Binomial(n, gamma (1 - w)) with the tests and the losses both left to chance, plus the false alarms of the plausibility
    /// tests (settings, signalling, beyond quantum, and the fraction of tests when gamma is below 1).
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="winningProbability">Of the honest devices, 0 to 1.</param>
    /// <returns>At most 1.</returns>
    public static double Error(EntropyAccumulationParameters parameters, double winningProbability)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(winningProbability >= 0 && winningProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(winningProbability), winningProbability,
                "A probability lies in [0, 1].");
        EntropyAccumulationConfiguration configuration = parameters.Configuration;
        double losses = Math.Exp(BinomialTail.LnUpper(parameters.MaximumLossCount + 1, configuration.Trials,
            configuration.TestProbability * (1 - winningProbability)));
        int tests = configuration.TestProbability < 1 ? 4 : 3;
        return Math.Min(1, losses + (tests * configuration.Conditions.PlausibilityFalseAlarm));
    }
}
