namespace Qit.Timing.Purification;

/// <summary>How two pairs are turned into one better pair.</summary>
public enum PurificationProtocol
{
    /// <summary>Bennett, Brassard, Popescu, Schumacher, Smolin and Wootters, Phys. Rev. Lett. 76, 722 (1996): every round
    /// begins with a twirl to a Werner state.</summary>
    Bbpssw,

    /// <summary>Deutsch, Ekert, Jozsa, Macchiavello, Popescu and Sanpera, Phys. Rev. Lett. 77, 2818 (1996): a fixed rotation
    /// instead of the twirl, so that what a round learns about the state is kept.</summary>
    Dejmps,
}

/// <summary>What a round does to a state when the stations' bits agree.</summary>
/// <param name="State">The kept pair's state.</param>
/// <param name="SuccessProbability">Probability that the bits agree, above 0, at most 1.</param>
public readonly record struct PurificationStep(BellDiagonal State, double SuccessProbability);

/// <summary>The maps of a purification round: two pairs of the same state, perfect local operations and measurements.
/// </summary>
public static class PurificationRound
{
    /// <summary>One round.</summary>
    /// <param name="protocol">Which map; BBPSSW twirls the state first.</param>
    /// <param name="state">The state of both pairs that go in.</param>
    public static PurificationStep Apply(PurificationProtocol protocol, BellDiagonal state) => protocol switch
    {
        PurificationProtocol.Bbpssw => Bbpssw(state),
        PurificationProtocol.Dejmps => Dejmps(state),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "no such protocol"),
    };

    // F' = (F^2 + r^2) / p with r = (1 - F)/3 and p = F^2 + 2 F r + 5 r^2. The kept
    // pair is not yet a Werner state; only its fidelity is used, as the next round twirls again.
    private static PurificationStep Bbpssw(BellDiagonal state)
    {
        double f = state.A;
        double r = state.Infidelity / 3;
        double success = (f * f) + (2 * f * r) + (5 * r * r);
        double rest = ((2 * f * r) + (4 * r * r)) / success / 3;
        return new PurificationStep(new BellDiagonal(((f * f) + (r * r)) / success, rest, rest, rest), success);
    }

    private static PurificationStep Dejmps(BellDiagonal s)
    {
        double success = ((s.A + s.B) * (s.A + s.B)) + ((s.C + s.D) * (s.C + s.D));
        return new PurificationStep(
            new BellDiagonal(
                ((s.A * s.A) + (s.B * s.B)) / success,
                2 * s.C * s.D / success,
                ((s.C * s.C) + (s.D * s.D)) / success,
                2 * s.A * s.B / success),
            success);
    }
}
