namespace Qit.Timing.RoundTrip;

/// <summary>What one dwell of the delay line has counted.</summary>
/// <param name="PositionMetres">Optical path difference, in metres, as the delay line reports it.</param>
/// <param name="Exposure">Exposure really given, above 0, in the unit of <see cref="DwellPoint.Exposure"/>.</param>
/// <param name="Coincidences">Coincidences counted, 0 or more.</param>
public readonly record struct DipSample(double PositionMetres, double Exposure, long Coincidences);
