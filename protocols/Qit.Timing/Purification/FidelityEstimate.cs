namespace Qit.Timing.Purification;

/// <summary>
/// What the fraction of agreeing bits says about the pairs that went into a round. The fraction estimates the round's
/// success probability p, with the exact interval of <see cref="ClopperPearson"/>, and p is inverted. The inversions are
/// monotone, so that the interval of what they give holds the truth as often as that of p does.
/// </summary>
public static class FidelityEstimate
{
    /// <summary>Fidelity of Werner pairs: p = (8 F^2 - 4 F + 5) / 9, so F = (1 + sqrt(18 p - 9)) / 4. Holds for every round
    /// of BBPSSW, whose twirl makes Werner pairs, and for the first of DEJMPS if the source makes them. F is taken to be at
    /// least 1/4: below, two fidelities share one p.</summary>
    /// <param name="agreed">Comparisons whose bits agreed.</param>
    /// <param name="decided">All comparisons of the round with both halves, at least 1.</param>
    /// <param name="confidence">Probability of the interval, above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Estimate OfWernerPairs(long agreed, long decided, double confidence) =>
        Map(ClopperPearson.Interval(agreed, decided, confidence), p => (1 + Math.Sqrt(Math.Max(0, (18 * p) - 9))) / 4);

    /// <summary>Largest fidelity that any Bell-diagonal pair in DEJMPS can have: its p = s^2 + (1 - s)^2 with s = a + b, so
    /// s = (1 + sqrt(2 p - 1)) / 2, and F = a is at most s. How s divides into a and b the bits do not show: without
    /// knowing the source this is all that they say.</summary>
    /// <param name="agreed">Comparisons whose bits agreed.</param>
    /// <param name="decided">All comparisons of the round with both halves, at least 1.</param>
    /// <param name="confidence">Probability of the interval, above 0, below 1.</param>
    /// <returns>s with its interval, taken to be at least 1/2.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Estimate LargestInDejmps(long agreed, long decided, double confidence) =>
        Map(ClopperPearson.Interval(agreed, decided, confidence), p => (1 + Math.Sqrt(Math.Max(0, (2 * p) - 1))) / 2);

    /// <summary>Fidelity after rounds of purification, from that of the Werner pairs before them. The fidelity of
    /// the kept pair grows with that of the pairs for F above 1/2 in both protocols, so the ends go through the map.
    /// </summary>
    /// <param name="before">Fidelity of Werner pairs.</param>
    /// <param name="protocol">What a round is.</param>
    /// <param name="rounds">Number of rounds, at least 0.</param>
    /// <returns>Null if the interval reaches down to 1/2, below which purification destroys.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rounds are negative.</exception>
    public static Estimate? AfterRounds(Estimate before, PurificationProtocol protocol, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (before.Low <= 0.5) return null;
        return Map(before, fidelity =>
        {
            BellDiagonal state = BellDiagonal.Werner(fidelity);
            for (int n = 0; n < rounds; n++) state = PurificationRound.Apply(protocol, state).State;
            return state.A;
        });
    }

    private static Estimate Map(Estimate estimate, Func<double, double> map) =>
        new(map(estimate.Value), map(estimate.Low), map(estimate.High));
}
