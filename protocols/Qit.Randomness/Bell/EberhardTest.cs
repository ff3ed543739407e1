using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// p-values against local realism from Eberhard's J, valid with memory, to stand beside
/// <see cref="PredictionBasedRatioTest"/>: the Azuma-Hoeffding bound on J itself, and the game among the trials that count.
/// </summary>
public static class EberhardTest
{
    /// <summary>
    /// log10 of the Azuma-Hoeffding bound. With uniform settings the score of a trial, 4 times its coefficient in J, lies in
    /// [-4, 4] and has conditional mean at most 0, so P(sum &gt;= t) &lt;= exp(-t^2 / (32 n)) (Hoeffding 1963, Azuma 1967;
    /// for Bell tests Gill, arXiv quant-ph/0301059). The number of trials is fixed before. A loose bound where most trials
    /// score nothing.
    /// </summary>
    /// <param name="counts">The trials, settings uniform.</param>
    public static double Log10Hoeffding(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        (long wins, long losses) = Relevant(counts);
        double sum = 4.0 * (wins - losses);
        return sum <= 0 ? 0 : -sum * sum / (32.0 * counts.Total) / BinomialTail.Ln10;
    }

    /// <summary>
    /// log10 of the p-value of the game among the trials that count: 11 at settings 00 wins; 10 at 01, 01 at 10 and 11 at 11
    /// lose; all others are passed over. A local strategy that can win at 00 loses at one other pair of settings at least,
    /// so a trial that counts is won with conditional probability at most <see cref="RelevantWinningProbability"/>. (The
    /// game of Bierhorst, J. Phys. A 48, 195302 (2015), its tail replaced by evidence that holds at any time of stopping,
    /// since a device with memory decides how many trials count.)
    /// </summary>
    /// <param name="counts">The trials.</param>
    /// <param name="settingsBias">As in <see cref="LocalRealismTest.LocalWinningProbability"/>.</param>
    public static double Log10PValueAtAnyTime(TrialCounts counts, double settingsBias = 0)
    {
        ArgumentNullException.ThrowIfNull(counts);
        (long wins, long losses) = Relevant(counts);
        return BernoulliEvidence.Log10PValue(wins, losses, RelevantWinningProbability(settingsBias));
    }

    /// <summary>
    /// (1/2 + e)^2 / ((1/2 + e)^2 + (1/2 - e)^2): the odds of settings 00 against 11 at their most favourable; 1/2 without
    /// bias.
    /// </summary>
    public static double RelevantWinningProbability(double settingsBias)
    {
        double least = LocalRealismTest.LeastSettingProbability(settingsBias);
        double most = 1 - least;
        return most * most / ((most * most) + (least * least));
    }

    private static (long Wins, long Losses) Relevant(TrialCounts counts) =>
        (counts[0, 0, 1, 1], counts[0, 1, 1, 0] + counts[1, 0, 0, 1] + counts[1, 1, 1, 1]);
}
