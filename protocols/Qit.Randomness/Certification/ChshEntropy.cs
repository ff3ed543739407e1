namespace Qit.Randomness.Certification;

/// <summary>
/// The entropy one CHSH winning probability guarantees: g(w) = 1 - h(1/2 + 1/2 sqrt(16 w (w - 1) + 3)) bounds from
/// below H(A|X=x, E) of one party's outcome for either setting x, against quantum side information E (Pironio et al.
/// 2009, New J. Phys. 11, 045021; in this form Arnon-Friedman et al. 2018, Nat. Commun. 9, 459). It bounds H(AB|XYE)
/// too, since B's outcome can only add. Convex, 0 at w = 3/4, 1 at the Tsirelson bound.
/// </summary>
public static class ChshEntropy
{
    /// <summary>The largest local winning probability, 3/4.</summary>
    public const double LocalWinningProbability = 0.75;

    /// <summary>The largest quantum winning probability, (2 + sqrt 2) / 4 = 0.8536.</summary>
    public static double TsirelsonWinningProbability { get; } = (2 + Math.Sqrt(2)) / 4;

    /// <summary>g(w), bits. Zero at and below 3/4; 1 at and above the Tsirelson bound.</summary>
    public static double OneParty(double winningProbability)
    {
        double s = Root(winningProbability);
        if (s <= 0) return 0;
        if (s >= 1) return 1;
        // 1 - h(q) with q = (1 + s) / 2, written so that nothing cancels at small s.
        return 0.5 * (((1 + s) * double.LogP1(s)) + ((1 - s) * double.LogP1(-s))) / Math.Log(2);
    }

    /// <summary>g'(w), bits; for w in [3/4, Tsirelson bound). Grows without limit at the bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">w is outside the range.</exception>
    public static double OnePartySlope(double winningProbability)
    {
        if (!(winningProbability >= LocalWinningProbability && winningProbability < TsirelsonWinningProbability))
        {
            throw new ArgumentOutOfRangeException(nameof(winningProbability), winningProbability,
                "A tangent exists from 3/4 up to but not including (2 + sqrt 2) / 4.");
        }
        double s = Root(winningProbability);
        double atanhOverS = s < 1e-4 ? 1 + (s * s / 3) : Math.Atanh(s) / s;
        return atanhOverS * ((16 * winningProbability) - 8) / Math.Log(2);
    }

    private static double Root(double w) =>
        w <= LocalWinningProbability ? 0 : Math.Sqrt(Math.Max(0, (16 * w * (w - 1)) + 3));
}
