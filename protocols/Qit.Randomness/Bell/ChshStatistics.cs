using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// The CHSH figures of a table: S, the winning probability of the CHSH game, Eberhard's J and the CH value, from plain
/// frequencies. Their standard errors assume independent trials and serve people; decisions use
/// <see cref="LocalRealismTest"/>, <see cref="PredictionBasedRatioTest"/> and the certificate, which do not assume it.
/// </summary>
public sealed class ChshStatistics
{
    private ChshStatistics(TrialCounts counts)
    {
        S = BellFunctional.Chsh.Value(counts);
        SStandardError = BellFunctional.Chsh.StandardError(counts);
        EberhardJ = BellFunctional.Eberhard.Value(counts);
        EberhardJStandardError = BellFunctional.Eberhard.StandardError(counts);
        ClauserHorne = BellFunctional.ClauserHorne.Value(counts);
        ClauserHorneStandardError = BellFunctional.ClauserHorne.StandardError(counts);
        WinningProbability = counts.Wins / (double)counts.Total;
        WinningProbabilityStandardError =
            Math.Sqrt(WinningProbability * (1 - WinningProbability) / counts.Total);
    }

    /// <summary>
    /// S = E00 + E01 + E10 - E11 with E the mean product of outcomes +1 and -1 (Clauser, Horne, Shimony, Holt 1969).
    /// At most 2 with local realism, 2 sqrt 2 in quantum theory. Not a number while a pair of settings has no trial.
    /// </summary>
    public double S { get; }

    /// <summary>Standard error of S: root of the sum of (1 - E^2) / n over the four settings.</summary>
    public double SStandardError { get; }

    /// <summary>
    /// Fraction of trials with a xor b = x and y; at most 3/4 with local realism and uniform settings.
    /// </summary>
    public double WinningProbability { get; }

    /// <summary>Binomial standard error of the winning probability.</summary>
    public double WinningProbabilityStandardError { get; }

    /// <summary>
    /// J = p(11|00) - p(10|01) - p(01|10) - p(11|11), 1 a click (Eberhard 1993, with the sign that local realism gives
    /// J at most 0). Without signalling J = (S - 2) / 4.
    /// </summary>
    public double EberhardJ { get; }

    /// <summary>Standard error of J from the four binomial fractions.</summary>
    public double EberhardJStandardError { get; }

    /// <summary>
    /// The Clauser-Horne value, at most 0 with local realism, marginals as means over the other station's settings: the
    /// same quantity as J where nothing signals, from other frequencies.
    /// </summary>
    public double ClauserHorne { get; }

    /// <summary>Standard error of the Clauser-Horne value.</summary>
    public double ClauserHorneStandardError { get; }

    /// <summary>Computes the figures of a table.</summary>
    public static ChshStatistics From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new ChshStatistics(counts);
    }
}
