namespace Qit.Timing.TwoWay;

/// <summary>Clicks at one phase step of the interferometer.</summary>
/// <param name="StepRadians">Phase added on purpose, such as a quarter-wave step of the delay: pi/2.</param>
/// <param name="Dwell">How long was counted, or how many pairs were sent; above 0. Only ratios within a fringe matter.
/// </param>
/// <param name="Counts">Clicks; 0 or more.</param>
public readonly record struct FringeSample(double StepRadians, double Dwell, long Counts);

/// <summary>The fringe of one direction at one rate of the delay lines.</summary>
/// <param name="RateMetresPerSecond">v, above 0.</param>
/// <param name="TimeSeconds">When it was measured; only differences matter.</param>
/// <param name="Samples">At least three different phase steps.</param>
public sealed record Fringe(double RateMetresPerSecond, double TimeSeconds, IReadOnlyList<FringeSample> Samples);
