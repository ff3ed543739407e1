namespace Qit.Agent.Protocols;

/// <summary>What a measurement has seen, for a picture: points with their errors, and what was fitted to them.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="XLabel">Horizontal axis with its unit.</param>
/// <param name="YLabel">Vertical axis with its unit.</param>
/// <param name="Points">What was counted.</param>
/// <param name="Fit">The fit, left to right; empty for none.</param>
public sealed record MeasuredCurve(
    string Name, string XLabel, string YLabel, IReadOnlyList<CurvePoint> Points, IReadOnlyList<CurvePoint> Fit);

/// <summary>A point of a curve.</summary>
/// <param name="X">Horizontal, in the axis' unit.</param>
/// <param name="Y">Vertical, in the axis' unit.</param>
/// <param name="Error">Standard error of Y; 0 for a fit.</param>
public readonly record struct CurvePoint(double X, double Y, double Error = 0);
