namespace Qit.Randomness.Certification;

/// <summary>
/// Can light carry one station's setting to the other before the other's outcome is final? If it cannot, neither can
/// anything else, and the trials need no assumption about shielding. This checks the locality of settings and outcomes;
/// that the settings do not depend on the source is an assumption about their generators which no timing here tests.
/// </summary>
public sealed record TrialGeometry
{
    /// <summary>Speed of light in vacuum, metres per nanosecond (exact by definition of the metre).</summary>
    public const double LightMetresPerNanosecond = 0.299792458;

    /// <summary>
    /// Straight-line distance of the stations in metres: from the place of one setting choice to the nearest part that
    /// takes part in the other's outcome. Use the smaller of the two directions, less its survey error.
    /// </summary>
    public required double StationSeparationMetres { get; init; }

    /// <summary>Timing of station A.</summary>
    public required StationTiming StationA { get; init; }

    /// <summary>Timing of station B.</summary>
    public required StationTiming StationB { get; init; }

    /// <summary>
    /// Bound on the error of the relative timing of the stations, nanoseconds, subtracted from both margins.
    /// </summary>
    public double TimingUncertaintyNanoseconds { get; init; }

    /// <summary>
    /// Time between A's final outcome and the first light from B's choice, nanoseconds; positive excludes it.
    /// </summary>
    public double MarginAtANanoseconds => Margin(StationB, StationA);

    /// <summary>
    /// Time between B's final outcome and the first light from A's choice, nanoseconds; positive excludes it.
    /// </summary>
    public double MarginAtBNanoseconds => Margin(StationA, StationB);

    /// <summary>The smaller margin, nanoseconds.</summary>
    public double MarginNanoseconds => Math.Min(MarginAtANanoseconds, MarginAtBNanoseconds);

    /// <summary>True when both margins are positive.</summary>
    public bool IsSpaceLike => MarginNanoseconds > 0;

    /// <summary>Refuses values that describe no trial.</summary>
    /// <exception cref="ArgumentException">
    /// A value is not finite or negative, or an outcome ends before its choice.
    /// </exception>
    public void Validate()
    {
        if (!(StationSeparationMetres >= 0) || double.IsInfinity(StationSeparationMetres))
        {
            throw new ArgumentException(
                $"{nameof(StationSeparationMetres)} is {StationSeparationMetres}; it is at least 0 m.");
        }
        if (!(TimingUncertaintyNanoseconds >= 0) || double.IsInfinity(TimingUncertaintyNanoseconds))
        {
            throw new ArgumentException(
                $"{nameof(TimingUncertaintyNanoseconds)} is {TimingUncertaintyNanoseconds}; it is at least 0 ns.");
        }
        Validate(StationA, nameof(StationA));
        Validate(StationB, nameof(StationB));
    }

    private static void Validate(StationTiming timing, string name)
    {
        if (!double.IsFinite(timing.ChoiceStartNanoseconds) || !double.IsFinite(timing.OutcomeEndNanoseconds)
            || timing.OutcomeEndNanoseconds <= timing.ChoiceStartNanoseconds)
        {
            throw new ArgumentException(
                $"{name}: the outcome ends at {timing.OutcomeEndNanoseconds} ns and the choice starts at "
                + $"{timing.ChoiceStartNanoseconds} ns; an outcome ends after its choice.");
        }
    }

    private double Margin(StationTiming sender, StationTiming receiver) =>
        sender.ChoiceStartNanoseconds + (StationSeparationMetres / LightMetresPerNanosecond)
        - receiver.OutcomeEndNanoseconds - TimingUncertaintyNanoseconds;
}
