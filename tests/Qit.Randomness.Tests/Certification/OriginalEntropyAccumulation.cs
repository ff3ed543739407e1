using Qit.Randomness.Certification;

namespace Qit.Randomness.Tests.Certification;

/// <summary>
/// The first form of entropy accumulation for CHSH with every trial a test (Arnon-Friedman et al. 2018), as used by Liu
/// et al., Nature 562, 548 (2018). Kept with the tests: it anchors g and its slope to a published experiment and shows
/// what the second-order term gains.
/// </summary>
internal static class OriginalEntropyAccumulation
{
    /// <summary>n max_t [ g_t(w) - 2/sqrt(n) (log2 13 + g'(t)) sqrt(1 - 2 log2(eps_s eps_EA)) ], bits.</summary>
    public static double Bits(double trials, double winningProbability, double smoothingError, double eventError)
    {
        double confidence = Math.Sqrt(1 - (2 * Math.Log2(smoothingError * eventError)));
        double best = double.NegativeInfinity;
        double centre = 0.80;
        for (double halfWidth = 0.05; halfWidth > 1e-12; halfWidth /= 10)
        {
            double from = centre - halfWidth;
            for (int i = 0; i <= 200; i++)
            {
                double t = from + (i * halfWidth / 100);
                if (t < 0.75 || t >= ChshEntropy.TsirelsonWinningProbability) continue;
                double slope = ChshEntropy.OnePartySlope(t);
                double bits = trials * (ChshEntropy.OneParty(t) + (slope * (winningProbability - t))
                    - (2 / Math.Sqrt(trials) * (Math.Log2(13) + slope) * confidence));
                if (bits <= best) continue;
                best = bits;
                centre = t;
            }
        }
        return best;
    }
}
