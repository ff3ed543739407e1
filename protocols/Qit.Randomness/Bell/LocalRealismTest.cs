using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// p-values of the CHSH game that hold for devices with memory. Whatever a device remembers, each trial is won with
/// conditional probability at most w0, so the number of wins lies below Binomial(n, w0) in distribution and its exact
/// tail is a valid p-value (Elkouss and Wehner, "(Nearly) optimal P values for all Bell inequalities", 2016;
/// Bierhorst, J. Phys. A 48, 195302, 2015). No stopping rule but the fixed number of trials is allowed.
/// </summary>
public static class LocalRealismTest
{
    /// <summary>
    /// Largest winning probability of a local device when each station's setting is within bias of 1/2, given the past:
    /// 1 - (1/2 - bias)^2, because every local deterministic strategy loses at one pair of settings at least.
    /// </summary>
    /// <param name="settingsBias">
    /// Largest |p(setting = 1) - 1/2| at either station, 0 up to but not including 1/2.
    /// </param>
    public static double LocalWinningProbability(double settingsBias)
    {
        double least = LeastSettingProbability(settingsBias);
        return 1 - (least * least);
    }

    /// <summary>log10 of the p-value against local realism with memory; 0 for a table without trials.</summary>
    /// <param name="counts">The trials, their number fixed before.</param>
    /// <param name="settingsBias">Bound on the settings bias, as in <see cref="LocalWinningProbability"/>.</param>
    public static double Log10PValue(TrialCounts counts, double settingsBias = 0)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return BinomialTail.Log10Upper(counts.Wins, counts.Total, LocalWinningProbability(settingsBias));
    }

    /// <summary>
    /// log10 of the p-value against quantum theory with memory: P(wins or more) at (2 + sqrt 2) / 4. A small value
    /// means a fault, such as stations that talk to each other, even where every marginal looks right.
    /// </summary>
    public static double Log10PValueOfQuantum(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return BinomialTail.Log10Upper(counts.Wins, counts.Total, (2 + Math.Sqrt(2)) / 4);
    }

    /// <summary>
    /// log10 of a p-value against local realism with memory that may be looked at after any trial and still stop there,
    /// for the price of about half the logarithm of n (<see cref="BernoulliEvidence"/>).
    /// </summary>
    public static double Log10PValueAtAnyTime(TrialCounts counts, double settingsBias = 0)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return BernoulliEvidence.Log10PValue(counts.Wins, counts.Losses, LocalWinningProbability(settingsBias));
    }

    /// <summary>1/2 - bias, the bias checked.</summary>
    internal static double LeastSettingProbability(double settingsBias)
    {
        if (!(settingsBias >= 0 && settingsBias < 0.5))
            throw new ArgumentOutOfRangeException(nameof(settingsBias), settingsBias,
                "A settings bias lies in [0, 1/2).");
        return 0.5 - settingsBias;
    }
}
