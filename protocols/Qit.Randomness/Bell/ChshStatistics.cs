using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// The CHSH figures of a table: S, the winning probability of the CHSH game and Eberhard's J, from plain frequencies.
/// Their standard errors assume independent trials and serve people; decisions use <see cref="LocalRealismTest"/> and
/// the certificate, which do not assume it.
/// </summary>
public sealed class ChshStatistics
{
    private ChshStatistics(double s, double sError, double w, double wError, double j, double jError)
    {
        S = s;
        SStandardError = sError;
        WinningProbability = w;
        WinningProbabilityStandardError = wError;
        EberhardJ = j;
        EberhardJStandardError = jError;
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

    /// <summary>Computes the figures of a table.</summary>
    public static ChshStatistics From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double s = 0;
        double sVariance = 0;
        double j = 0;
        double jVariance = 0;
        for (int z = 0; z < 4; z++)
        {
            int x = z >> 1;
            int y = z & 1;
            double n = counts.SettingsTotal(x, y);
            long equal = counts[x, y, 0, 0] + counts[x, y, 1, 1];
            double correlation = (equal - counts[x, y, 0, 1] - counts[x, y, 1, 0]) / n;
            s += z == 3 ? -correlation : correlation;
            sVariance += (1 - (correlation * correlation)) / n;
            long clicks = z switch { 1 => counts[x, y, 1, 0], 2 => counts[x, y, 0, 1], _ => counts[x, y, 1, 1] };
            double fraction = clicks / n;
            j += z == 0 ? fraction : -fraction;
            jVariance += fraction * (1 - fraction) / n;
        }
        double w = counts.Wins / (double)counts.Total;
        double wError = Math.Sqrt(w * (1 - w) / counts.Total);
        return new ChshStatistics(s, Math.Sqrt(sVariance), w, wError, j, Math.Sqrt(jVariance));
    }
}
