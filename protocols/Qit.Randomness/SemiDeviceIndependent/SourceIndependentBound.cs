using Qit.Randomness.Statistics;

namespace Qit.Randomness.SemiDeviceIndependent;

/// <summary>
/// Smooth min-entropy of the outcomes in one basis from the errors in the other, for any source: the uncertainty relation of
/// Tomamichel and Renner (Phys. Rev. Lett. 106, 110506 (2011)), H_min^eps(Z|E) + H_max^eps(X) >= n for two unbiased bases of n
/// qubits, applied to random numbers as in Cao, Zhou, Yuan, Ma, Phys. Rev. X 6, 011020 (2016).
/// </summary>
/// <remarks>
/// <para>
/// The n outcomes that X would have given have at most t errors, except with weight eps^2/2 (random sampling, together with
/// acceptance). Leaving that weight out moves the state by at most eps in purified distance, and what is left has its support
/// on strings with at most t ones: H_max^eps(X) &lt;= log2 sum_{j&lt;=t} C(n, j). Hence H_min^eps(Z|E) >= n - log2 sum C(n, j) =
/// -log2 P(Binomial(n, 1/2) &lt;= t), which is never below n (1 - h(t/n)), the form of the paper.
/// </para>
/// <para>
/// Gates in which a detector fired in the dark belong to no qubit: D of them at most are given to the adversary, whose outcomes
/// count for nothing, so n - D qubits carry entropy, and of the k tested only k - D count as a sample, with all the errors.
/// </para>
/// </remarks>
public static class SourceIndependentBound
{
    /// <summary>The bound, bits; 0 where it is void.</summary>
    /// <param name="testRounds">Clicks in the test basis, at least 0.</param>
    /// <param name="keyRounds">n: clicks in the other basis, at least 0.</param>
    /// <param name="testErrors">Most errors in the test basis of an accepted block, at least 0.</param>
    /// <param name="darkGates">D: most gates with a dark count, at least 0.</param>
    /// <param name="smoothingError">eps, purified distance, in (0, 1).</param>
    public static double Bits(long testRounds, long keyRounds, long testErrors, long darkGates, double smoothingError)
    {
        if (!(smoothingError > 0 && smoothingError < 1))
            throw new ArgumentOutOfRangeException(nameof(smoothingError), smoothingError, "An error lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(testErrors);
        ArgumentOutOfRangeException.ThrowIfNegative(darkGates);
        long tested = testRounds - darkGates;
        long qubits = keyRounds - darkGates;
        if (tested < 1 || qubits < 1 || testErrors >= tested) return 0;
        // The largest t over all ways that the dark gates may be divided between the bases.
        long most = RandomSampling.MostErrorsInRest(
            tested, keyRounds, testErrors, (2 * Math.Log(smoothingError)) - Math.Log(2));
        return Math.Max(0, -BinomialTail.LnLower(most, qubits, 0.5) / Math.Log(2));
    }
}
