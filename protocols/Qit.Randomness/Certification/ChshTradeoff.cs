namespace Qit.Randomness.Certification;

/// <summary>Which bound on the entropy of a trial is accumulated.</summary>
public enum ChshTradeoff
{
    /// <summary>Tangents to the entropy of one party's outcome, in closed form (<see cref="ChshEntropy"/>).</summary>
    OneParty,

    /// <summary>
    /// The proved bounds on the entropy of both outcomes (<see cref="TwoPartyChshEntropy"/>), or a one-party tangent where that
    /// certifies more.
    /// </summary>
    TwoParty,
}
