namespace Qit.Timing.Stability;

/// <summary>One point of a stability curve.</summary>
/// <param name="Multiple">Averaging factor m: tau is m sampling intervals, 0.75 m of Theo1.</param>
/// <param name="TauSeconds">Averaging time in seconds.</param>
/// <param name="Value">The measure at tau: dimensionless, or seconds for TDEV, TTOT, TIE rms and MTIE.</param>
/// <param name="Terms">Number of differences (of windows, for MTIE, MTOT and HTOT) that it comes from; at least 1.</param>
/// <param name="LeftOut">Number of differences or windows that a gap in the data has cost.</param>
public readonly record struct StabilityPoint(int Multiple, double TauSeconds, double Value, long Terms, long LeftOut);
