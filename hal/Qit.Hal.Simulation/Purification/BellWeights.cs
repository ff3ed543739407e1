namespace Qit.Hal.Simulation;

/// <summary>A pair's state, diagonal in the Bell basis: what is known of it from all that was done to it and seen of it.
/// </summary>
/// <param name="PhiPlus">Probability of Phi+: the fidelity.</param>
/// <param name="PhiMinus">Probability of Phi-.</param>
/// <param name="PsiPlus">Probability of Psi+.</param>
/// <param name="PsiMinus">Probability of Psi-.</param>
internal readonly record struct BellWeights(double PhiPlus, double PhiMinus, double PsiPlus, double PsiMinus)
{
    /// <summary>The fully mixed state.</summary>
    public static BellWeights Mixed { get; } = new(0.25, 0.25, 0.25, 0.25);

    /// <summary>After random equal rotations at both stations.</summary>
    public BellWeights Twirled()
    {
        double rest = (PhiMinus + PsiPlus + PsiMinus) / 3;
        return new BellWeights(PhiPlus, rest, rest, rest);
    }

    /// <summary>After the rotations of DEJMPS, by +90 degrees about x at one station and -90 at the other.</summary>
    public BellWeights Rotated() => new(PhiPlus, PsiMinus, PsiPlus, PhiMinus);

    /// <summary>After waiting.</summary>
    /// <param name="coherence">What is left of the coherence, 1 to 0.</param>
    public BellWeights Dephased(double coherence)
    {
        double flip = (1 - coherence) / 2;
        return new BellWeights(
            PhiPlus + (flip * (PhiMinus - PhiPlus)), PhiMinus + (flip * (PhiPlus - PhiMinus)),
            PsiPlus + (flip * (PsiMinus - PsiPlus)), PsiMinus + (flip * (PsiPlus - PsiMinus)));
    }

    /// <summary>Probability that both stations' bits are equal when they measure it in a basis.</summary>
    /// <param name="basis">X, Y, Z of <see cref="PairMemory.PairResult"/>.</param>
    public double EqualBits(byte basis) => basis switch
    {
        PairMemory.PairResult.X => PhiPlus + PsiPlus,
        PairMemory.PairResult.Y => PhiMinus + PsiPlus,
        _ => PhiPlus + PhiMinus,
    };

    /// <summary>This pair as the source of a bilateral CNOT onto another: the chance of equal bits from the target, and the
    /// source's state in either case. The amplitude bit (Psi) of the source is added to the target's, and the phase bit
    /// (minus) of the target to the source's.</summary>
    /// <param name="target">The target pair before it.</param>
    /// <param name="whenEqual">Source afterwards, bits equal.</param>
    /// <param name="whenDifferent">Source afterwards, bits different.</param>
    public double Compare(in BellWeights target, out BellWeights whenEqual, out BellWeights whenDifferent)
    {
        whenEqual = Joined(target.PhiPlus, target.PhiMinus, target.PsiPlus, target.PsiMinus, out double equal);
        whenDifferent = Joined(target.PsiPlus, target.PsiMinus, target.PhiPlus, target.PhiMinus, out _);
        return equal;
    }

    private BellWeights Joined(
        double withPhiPlus, double withPhiMinus, double withPsiPlus, double withPsiMinus, out double sum)
    {
        double phiPlus = (PhiPlus * withPhiPlus) + (PhiMinus * withPhiMinus);
        double phiMinus = (PhiPlus * withPhiMinus) + (PhiMinus * withPhiPlus);
        double psiPlus = (PsiPlus * withPsiPlus) + (PsiMinus * withPsiMinus);
        double psiMinus = (PsiPlus * withPsiMinus) + (PsiMinus * withPsiPlus);
        sum = phiPlus + phiMinus + psiPlus + psiMinus;
        return sum > 0 ? new BellWeights(phiPlus / sum, phiMinus / sum, psiPlus / sum, psiMinus / sum) : Mixed;
    }
}
