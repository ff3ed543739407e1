namespace Qit.Timing.OneWay;

/// <summary>A known length R1 of the path to detector 1.</summary>
/// <param name="Metres">Length, 0 or more.</param>
/// <param name="ErrorMetres">Standard error of this length on its own, 0 or more; what all lengths have in common belongs to
/// <see cref="OneWayCalibration.CommonLengthErrorMetres"/>.</param>
public readonly record struct FirstPath(double Metres, double ErrorMetres);

/// <summary>One dwell of the one-way protocol (ITU-T FG QIT4N D1.2, 6.1.1.4.2 b): the place of the correlation peak in one
/// configuration.</summary>
/// <param name="Path">Index of the length R1.</param>
/// <param name="IsSwapped">True when the idler photon was on path 1, false when the signal photon was.</param>
/// <param name="Seconds">Middle of the dwell, on detector 1's clock.</param>
/// <param name="SpanSeconds">Length of the dwell, 0 or more.</param>
/// <param name="DifferencePicoseconds">Mean of time(detector 1) - time(detector 2) of the same pairs, the swap switch
/// included.</param>
/// <param name="ErrorPicoseconds">Its standard error from counting, above 0.</param>
public readonly record struct OneWayMeasurement(
    int Path, bool IsSwapped, double Seconds, double SpanSeconds, double DifferencePicoseconds, double ErrorPicoseconds);
