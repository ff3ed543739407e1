namespace Qit.Timing.Purification;

/// <summary>
/// A pair's state, diagonal in the Bell basis: the probabilities of Phi+, Psi-, Psi+ and Phi-, in the order and with the
/// letters of Deutsch et al., Phys. Rev. Lett. 77, 2818 (1996). Fidelity is the probability of Phi+.
/// </summary>
public readonly record struct BellDiagonal
{
    /// <summary>How far from 1 the given probabilities may sum; they are scaled to 1 exactly.</summary>
    public const double SumTolerance = 1e-6;

    /// <summary>Takes the four probabilities.</summary>
    /// <param name="a">Of Phi+, 0 to 1.</param>
    /// <param name="b">Of Psi-, 0 to 1.</param>
    /// <param name="c">Of Psi+, 0 to 1.</param>
    /// <param name="d">Of Phi-, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or not a number, or they do not sum to 1 within
    /// <see cref="SumTolerance"/>.</exception>
    public BellDiagonal(double a, double b, double c, double d)
    {
        double sum = a + b + c + d;
        if (!(a >= 0 && b >= 0 && c >= 0 && d >= 0))
            throw new ArgumentOutOfRangeException(nameof(a), $"{a}, {b}, {c}, {d}", "no probability may be below 0");
        if (!(Math.Abs(sum - 1) <= SumTolerance))
            throw new ArgumentOutOfRangeException(nameof(a), sum, "the probabilities must sum to 1");
        A = a / sum;
        B = b / sum;
        C = c / sum;
        D = d / sum;
    }

    /// <summary>Probability of Phi+: the fidelity.</summary>
    public double A { get; }

    /// <summary>Probability of Psi-.</summary>
    public double B { get; }

    /// <summary>Probability of Psi+.</summary>
    public double C { get; }

    /// <summary>Probability of Phi-.</summary>
    public double D { get; }

    /// <summary>1 - fidelity, as the sum of the other three: exact where 1 - A would cancel.</summary>
    public double Infidelity => B + C + D;

    /// <summary>The Werner state of a fidelity: the other three Bell states share the rest evenly.</summary>
    /// <param name="fidelity">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fidelity is outside 0 to 1.</exception>
    public static BellDiagonal Werner(double fidelity)
    {
        if (!(fidelity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fidelity), fidelity, "must be 0 to 1");
        double rest = (1 - fidelity) / 3;
        return new BellDiagonal(fidelity, rest, rest, rest);
    }

    /// <summary>The Werner state of the same fidelity: what random equal rotations at both stations leave.</summary>
    public BellDiagonal Twirled()
    {
        double rest = Infidelity / 3;
        return new BellDiagonal(A, rest, rest, rest);
    }
}
