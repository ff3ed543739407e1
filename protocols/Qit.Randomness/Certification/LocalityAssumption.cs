namespace Qit.Randomness.Certification;

/// <summary>
/// What keeps a station's outcome from depending on the other station's setting. The certificate states it.
/// </summary>
public enum LocalityAssumption
{
    /// <summary>Light is too slow: shown by the <see cref="TrialGeometry"/>.</summary>
    SpaceLikeSeparation,

    /// <summary>Neither shown nor assumed: such a run is refused.</summary>
    None,

    /// <summary>The stations are assumed not to communicate, by shielding. Nothing here checks it.</summary>
    Shielded,
}
