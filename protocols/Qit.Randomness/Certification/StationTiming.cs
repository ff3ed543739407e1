namespace Qit.Randomness.Certification;

/// <summary>
/// When a station acts within a trial, in nanoseconds on the timeline common to both stations (the relative timing is
/// in the numbers). The start is the earliest instant the setting could be known; the end the latest instant the
/// outcome could still change.
/// </summary>
/// <param name="ChoiceStartNanoseconds">Earliest start of the setting choice.</param>
/// <param name="OutcomeEndNanoseconds">Latest end of the outcome's recording.</param>
public readonly record struct StationTiming(double ChoiceStartNanoseconds, double OutcomeEndNanoseconds);
