namespace Qit.Timing.OneWay;

/// <summary>The two configurations of the one-way protocol at one known length of the first path (ITU-T FG QIT4N D1.2,
/// 6.1.1.4.2 b). Differences are time(detector 1) - time(detector 2) of the same pair.</summary>
/// <param name="FirstPathMetres">Length R1 of the path to detector 1; 0 or more.</param>
/// <param name="FirstPathErrorMetres">Standard error of R1; 0 or more.</param>
/// <param name="DirectPicoseconds">t1 - t2 with the signal photon on path 1.</param>
/// <param name="DirectErrorPicoseconds">Its standard error; above 0.</param>
/// <param name="SwappedPicoseconds">t1' - t2' with the idler photon on path 1, the swap switch's own delay taken off.</param>
/// <param name="SwappedErrorPicoseconds">Its standard error; above 0.</param>
public readonly record struct OneWayMeasurement(
    double FirstPathMetres,
    double FirstPathErrorMetres,
    double DirectPicoseconds,
    double DirectErrorPicoseconds,
    double SwappedPicoseconds,
    double SwappedErrorPicoseconds);
