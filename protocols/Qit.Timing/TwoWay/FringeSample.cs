namespace Qit.Timing.TwoWay;

/// <summary>Clicks at one phase step of the interferometer.</summary>
/// <param name="StepRadians">Phase added on purpose, such as a quarter-wave step of the delay: pi/2.</param>
/// <param name="Dwell">How long was counted, or how many pairs were sent; above 0. Only ratios within a fringe matter.
/// </param>
/// <param name="Counts">Clicks; 0 or more.</param>
/// <param name="Contrast">Visibility behind this port over that of the fringe: 1, and -1 behind the other port of a faultless
/// interferometer.</param>
public readonly record struct FringeSample(double StepRadians, double Dwell, long Counts, double Contrast = 1);

/// <summary>The fringe of one direction at one rate of the delay lines.</summary>
/// <param name="RateMetresPerSecond">v, not 0; either sign.</param>
/// <param name="TimeSeconds">When it was measured; only differences matter.</param>
/// <param name="Samples">At least three different phase steps.</param>
public sealed record Fringe(double RateMetresPerSecond, double TimeSeconds, IReadOnlyList<FringeSample> Samples);
