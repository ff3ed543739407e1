namespace Qit.Timing.RoundTrip;

/// <summary>Where the delay line rests, and for how long.</summary>
/// <param name="PositionMetres">Optical path difference, in metres.</param>
/// <param name="Exposure">How much light falls there: seconds, or photon pairs. Any unit, the same for all points of a
/// measurement; the plateau is then coincidences for one unit of it.</param>
public readonly record struct DwellPoint(double PositionMetres, double Exposure);
