namespace Qit.Randomness.Certification;

/// <summary>
/// The entropy of both outcomes that one CHSH winning probability guarantees, against quantum side information: a lower bound
/// on H(AB|X=x,Y=y,E), the same for each pair of settings, since relabelling settings and outcomes of the game takes one to any
/// other. One and a half times that of one party (<see cref="ChshEntropy.OneParty"/>) over most of the range.
/// </summary>
/// <remarks>
/// <para>
/// The closed formulas published for this quantity (Bhavsar, Ragy, Colbeck, arXiv 2103.07504) are upper bounds, tight by
/// conjecture, and so cannot carry a proof. These are lower bounds c + mu S, each proved by branch and bound over the
/// qubit strategies that Jordan's lemma leaves: <c>tests/Qit.Benchmarks -- randomness two-party</c> proves them all again
/// and the reasoning stands beside that code. Each lies 2e-5 bit below what a strategy attains, so no more is to be had.
/// </para>
/// <para>
/// An affine bound passes to mixtures of devices, known to E, and is what entropy accumulation asks for.
/// </para>
/// </remarks>
public static class TwoPartyChshEntropy
{
    private static readonly (double Slope, double Constant)[] Proved =
    [
        (0.844, -1.688643), (0.869, -1.739095), (0.896, -1.793778), (0.922, -1.846653), (0.95, -1.903864),
        (0.979, -1.963440), (1.008, -2.023373), (1.053, -2.117142), (1.101, -2.218275), (1.15, -2.322789),
        (1.202, -2.435187), (1.256, -2.553592), (1.313, -2.680481), (1.372, -2.813906), (1.433, -2.954074),
        (1.498, -3.105871), (1.565, -3.264890), (1.636, -3.436102), (1.709, -3.614866), (1.786, -3.806211),
        (1.867, -4.010328), (1.951, -4.224781), (2.038, -4.449558), (2.13, -4.689862), (2.226, -4.943114),
        (2.326, -5.209268), (2.431, -5.490939), (2.54, -5.785376), (2.655, -6.097914), (2.774, -6.423035),
        (2.899, -6.766107), (3.029, -7.124302), (3.166, -7.503056), (3.308, -7.896762), (3.457, -8.310887),
        (3.612, -8.742586), (3.775, -9.197374), (3.945, -9.672415), (4.122, -10.167660), (4.308, -10.688670),
        (4.502, -11.232617), (4.704, -11.799474), (4.916, -12.394833), (5.137, -13.015874), (5.368, -13.665395),
        (5.61, -14.346200), (5.863, -15.058286), (6.126, -15.798831),
    ];

    /// <summary>The proved bounds in terms of the winning probability w = 1/2 + S/8, by rising slope.</summary>
    public static IReadOnlyList<AffineTradeoff> Tradeoffs { get; } =
        [.. Proved.Select(bound => new AffineTradeoff(bound.Constant + (4 * bound.Slope), 8 * bound.Slope))];

    /// <summary>The same bounds as pairs (mu, c) with H(AB|X=x,Y=y,E) >= c + mu S.</summary>
    public static IReadOnlyList<(double Slope, double Constant)> InTermsOfS => Proved;

    /// <summary>
    /// Lower bound on H(AB|X=x,Y=y,E), bits: the largest of the proved bounds and of the one-party entropy, which holds for
    /// both outcomes too. At the Tsirelson bound 1.528 of 1 + h(1/2 + sqrt 2 / 4) = 1.601.
    /// </summary>
    /// <param name="winningProbability">w; above the Tsirelson bound the value there.</param>
    public static double Bits(double winningProbability)
    {
        double w = Math.Min(winningProbability, ChshEntropy.TsirelsonWinningProbability);
        double best = ChshEntropy.OneParty(w);
        foreach (AffineTradeoff tradeoff in Tradeoffs) best = Math.Max(best, tradeoff.At(w));
        return best;
    }
}

/// <summary>
/// A lower bound on the entropy of a trial that is affine in its winning probability: a min-tradeoff function of entropy
/// accumulation.
/// </summary>
/// <param name="AtOne">Value at w = 1, bits.</param>
/// <param name="Slope">Bits for each unit of winning probability, at least 0.</param>
public readonly record struct AffineTradeoff(double AtOne, double Slope)
{
    /// <summary>Value at w, bits; may be negative.</summary>
    public double At(double winningProbability) => AtOne - (Slope * (1 - winningProbability));

    /// <summary>The tangent to the one-party entropy at a point in [3/4, Tsirelson bound).</summary>
    public static AffineTradeoff OneParty(double tangentPoint)
    {
        double slope = ChshEntropy.OnePartySlope(tangentPoint);
        return new AffineTradeoff(ChshEntropy.OneParty(tangentPoint) + (slope * (1 - tangentPoint)), slope);
    }
}
