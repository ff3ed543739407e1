namespace Qit.Agent.Results;

/// <summary>Stability of one clock at one averaging time.</summary>
/// <param name="Station">Its name.</param>
/// <param name="AllanDeviation">From the comparisons; null where they cannot resolve it.</param>
/// <param name="TypicalAllanDeviation">Of its kind of clock, from data sheets.</param>
public sealed record ClockDeviation(string Station, double? AllanDeviation, double TypicalAllanDeviation);

/// <summary>Stability of all clocks at one averaging time.</summary>
/// <param name="TauSeconds">Averaging time.</param>
/// <param name="Clocks">One for each station.</param>
public sealed record ClockDeviations(double TauSeconds, IReadOnlyList<ClockDeviation> Clocks);

/// <summary>Stability of each monitored clock, by the N-cornered hat.</summary>
/// <param name="TimeUnixNanoseconds">When.</param>
/// <param name="IsSimulated">See <see cref="AgentResult"/>.</param>
/// <param name="Points">By averaging time.</param>
public sealed record ReferenceStabilityResult(
    long TimeUnixNanoseconds, bool IsSimulated, IReadOnlyList<ClockDeviations> Points)
    : AgentResult(TimeUnixNanoseconds, IsSimulated);
