namespace Qit.Timing.Purification;

/// <summary>Which of the two stations.</summary>
public enum PairStation
{
    /// <summary>The first station.</summary>
    Alice,

    /// <summary>The second station.</summary>
    Bob,
}

/// <summary>What a station measured.</summary>
public enum MeasuredBasis
{
    /// <summary>The target pair of a round, in the basis of the CNOT.</summary>
    Target,

    /// <summary>A sampled pair, in the basis X.</summary>
    X,

    /// <summary>A sampled pair, in the basis Y: the bits of Phi+ differ.</summary>
    Y,

    /// <summary>A sampled pair, in the basis Z.</summary>
    Z,
}

/// <summary>What one station says about one comparison: in this round it applied the bilateral CNOT to two pairs, from the
/// source pair to the target pair, and measured its half of the target. Or that it measured its half of a pair to estimate
/// the fidelity (<see cref="Sample"/>).</summary>
/// <param name="Round">Round of purification, from 1; of a sample, the rounds that the pair came through, from 0.</param>
/// <param name="Source">Identifier of the pair that is kept if the bits agree. Identifiers grow with the pairs' time.</param>
/// <param name="Target">Identifier of the pair that was measured; of a sample the same as the source.</param>
/// <param name="Bit">What the measurement gave.</param>
/// <param name="Basis">What was measured.</param>
public readonly record struct PairRecord(
    int Round, long Source, long Target, bool Bit, MeasuredBasis Basis = MeasuredBasis.Target)
{
    /// <summary>True for a pair measured to estimate the fidelity.</summary>
    public bool IsSample => Basis != MeasuredBasis.Target;

    /// <summary>A pair measured to estimate the fidelity.</summary>
    /// <param name="rounds">Rounds that it came through, from 0.</param>
    /// <param name="pair">Its identifier.</param>
    /// <param name="basis">X, Y or Z.</param>
    /// <param name="bit">What the measurement gave.</param>
    public static PairRecord Sample(int rounds, long pair, MeasuredBasis basis, bool bit) =>
        new(rounds, pair, pair, bit, basis);
}

/// <summary>What became of a record.</summary>
public enum RecordOutcome
{
    /// <summary>Taken into the book.</summary>
    Taken,

    /// <summary>The same was there already; nothing changed.</summary>
    Duplicate,

    /// <summary>It contradicts what the same station said before about the same comparison, which is void now.</summary>
    Conflict,

    /// <summary>Its comparison has expired or was forgotten; not counted.</summary>
    Late,

    /// <summary>It makes no sense by itself: round outside 1 to the book's most rounds (0 for a sample), a negative
    /// identifier, a pair compared with itself, a sample of two pairs.</summary>
    Invalid,
}

/// <summary>Comparisons of one round.</summary>
/// <param name="Kept">Both halves there, bits agree, both pairs good until then.</param>
/// <param name="Dropped">The same, but the bits differ.</param>
public readonly record struct RoundCount(long Kept, long Dropped)
{
    /// <summary>Kept and dropped.</summary>
    public long Decided => Kept + Dropped;
}

/// <summary>Sampled pairs of one basis, both halves there.</summary>
/// <param name="AsPhiPlus">Bits as Phi+ has them: equal in X and Z, different in Y.</param>
/// <param name="Other">The other bits.</param>
public readonly record struct SampleCount(long AsPhiPlus, long Other)
{
    /// <summary>All of them.</summary>
    public long Total => AsPhiPlus + Other;

    /// <summary>Variance of the fraction as Phi+ has it, with Laplace's rule for the probability, so that it is not 0 when all
    /// samples were alike.</summary>
    internal double Variance
    {
        get
        {
            double probability = (AsPhiPlus + 1.0) / (Total + 2.0);
            return probability * (1 - probability) / Total;
        }
    }
}
