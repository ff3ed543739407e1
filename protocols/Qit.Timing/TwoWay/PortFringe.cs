namespace Qit.Timing.TwoWay;

/// <summary>Clicks behind both ports at one phase step.</summary>
/// <param name="LiveSeconds">How long was counted; above 0.</param>
/// <param name="Plus">Clicks behind the port that is bright at phase 0.</param>
/// <param name="Minus">Clicks behind the other.</param>
public readonly record struct PortSample(double LiveSeconds, long Plus, long Minus);

/// <summary>The fringe of one direction at one rate, both ports.</summary>
/// <param name="RateMetresPerSecond">v, not 0; either sign.</param>
/// <param name="TimeSeconds">When it was measured; only differences matter.</param>
/// <param name="Steps">One for each phase step, in the same order in every fringe.</param>
public sealed record PortFringe(double RateMetresPerSecond, double TimeSeconds, IReadOnlyList<PortSample> Steps);
