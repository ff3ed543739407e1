using Qit.Timing.RoundTrip;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>The dip as counted, and its fit.</summary>
internal static class DipCurve
{
    private const double MetresToMicrometres = 1e6;
    private const double HalfWidths = 8;
    private const int Steps = 200;

    /// <summary>Rates at the places of a plan.</summary>
    /// <param name="name">Which dip.</param>
    /// <param name="samples">What was counted.</param>
    /// <param name="model">The fit.</param>
    public static MeasuredCurve Of(string name, IReadOnlyList<DipSample> samples, DipModel model)
    {
        double from = model.CentreMetres - (HalfWidths * model.WidthMetres);
        double to = model.CentreMetres + (HalfWidths * model.WidthMetres);
        CurvePoint[] points = [.. samples
            .Where(sample => sample.PositionMetres >= from && sample.PositionMetres <= to)
            .GroupBy(sample => sample.PositionMetres)
            .OrderBy(place => place.Key)
            .Select(place => Point(place.Key, place.Sum(sample => (double)sample.Coincidences), place.Sum(sample => sample.Exposure)))];
        CurvePoint[] fit = [.. Enumerable.Range(0, Steps + 1).Select(step =>
        {
            double position = from + ((to - from) * step / Steps);
            return new CurvePoint(position * MetresToMicrometres, model.Rate(position));
        })];
        return new MeasuredCurve(name, "path difference / µm", "coincidences / s", points, fit);
    }

    private static CurvePoint Point(double metres, double counts, double seconds) =>
        new(metres * MetresToMicrometres, counts / seconds, Math.Sqrt(Math.Max(counts, 1)) / seconds);
}
