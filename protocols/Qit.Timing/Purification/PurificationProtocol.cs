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

/// <summary>The map of a purification round on two pairs of the same state.</summary>
public static class PurificationRound
{
    /// <summary>One round. With perfect hardware BBPSSW is F' = (F^2 + r^2) / p with r = (1 - F)/3 and
    /// p = F^2 + 2 F r + 5 r^2; DEJMPS is a' = (a^2 + b^2) / p, b' = 2 c d / p, c' = (c^2 + d^2) / p, d' = 2 a b / p with
    /// p = (a + b)^2 + (c + d)^2.</summary>
    /// <param name="protocol">Which map; BBPSSW twirls the state first.</param>
    /// <param name="state">The state of both pairs that go in.</param>
    /// <param name="noise">What gates and measurements do wrong; nothing by default.</param>
    public static PurificationStep Apply(
        PurificationProtocol protocol, BellDiagonal state, LocalNoise noise = default) => protocol switch
    {
        PurificationProtocol.Bbpssw => Compare(state.Twirled(), noise),
        PurificationProtocol.Dejmps => Compare(state, noise),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "no such protocol"),
    };

    // DEJMPS's rotation exchanges Psi- and Phi-, which is nothing to a twirled state: both protocols then do the same. The
    // CNOTs add the source's amplitude bit (Phi or Psi) to the target's, and the target's phase bit (plus or minus) to the
    // source's; equal bits mean that the target's amplitude bit has become 0.
    private static PurificationStep Compare(BellDiagonal s, LocalNoise noise)
    {
        double right = 1 - noise.ParityError;
        double wrong = noise.ParityError;
        double whole = 1 - noise.GateError;
        double mixed = noise.GateError / 8;
        double a = mixed + (whole * ((right * ((s.A * s.A) + (s.B * s.B))) + (wrong * ((s.A * s.C) + (s.B * s.D)))));
        double b = mixed + (whole * ((right * 2 * s.C * s.D) + (wrong * ((s.C * s.B) + (s.D * s.A)))));
        double c = mixed + (whole * ((right * ((s.C * s.C) + (s.D * s.D))) + (wrong * ((s.C * s.A) + (s.D * s.B)))));
        double d = mixed + (whole * ((right * 2 * s.A * s.B) + (wrong * ((s.A * s.D) + (s.B * s.C)))));
        double success = a + b + c + d;
        return new PurificationStep(new BellDiagonal(a / success, b / success, c / success, d / success), success);
    }
}
