using Qit.Agent.Commands;
using Qit.Timing.Stability;

namespace Qit.Agent.Plots;

/// <summary>From a stability report to its sigma-tau picture.</summary>
internal static class StabilityPicture
{
    private const int PointsInPiece = 16;

    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(StabilityReport report, PictureFile file)
    {
        var frequency = new List<SigmaTauCurve>();
        var time = new List<SigmaTauCurve>();
        foreach (StabilityCurve curve in report.Curves)
        {
            if (curve.Points.Count == 0) continue;
            List<SigmaTauCurve> panel = StabilityMeasures.IsInSeconds(curve.Measure) ? time : frequency;
            panel.Add(new SigmaTauCurve(StabilityMeasures.ShortName(curve.Measure).ToUpperInvariant(), [.. curve.Points
                .Zip(curve.Intervals, (point, interval) => (point.TauSeconds, point.Value,
                    interval is StabilityInterval bounds ? ((double, double)?)(bounds.Low, bounds.High) : null))]));
        }

        double longest = report.Curves.SelectMany(curve => curve.Points).Max(point => point.TauSeconds);
        double shortest = report.Curves.SelectMany(curve => curve.Points).Min(point => point.TauSeconds);
        var masks = new List<SigmaTauMask>();
        if (report.Mask is TimingMask mask)
        {
            Add(masks, $"{mask.Name} MTIE", mask.Mtie, shortest, longest);
            Add(masks, $"{mask.Name} TDEV", mask.Tdev, shortest, longest);
        }
        StabilityPlot.Save(Path.GetFileName(report.File), frequency, time, masks, report.Simulated == true, file);
    }

    private static void Add(
        List<SigmaTauMask> masks, string name, IReadOnlyList<MaskRow> rows, double shortest, double longest)
    {
        var points = new List<(double, double)>();
        foreach (MaskRow row in rows)
        {
            double from = Math.Max(Math.Max(row.AboveSeconds, shortest), 1e-9);
            double to = Math.Min(row.UpToSeconds, Math.Max(longest, from));
            if (!(to > from)) continue;
            for (int step = 0; step <= PointsInPiece; step++)
            {
                // A hair within the piece, whose lower end belongs to the one before.
                double tau = from * Math.Pow(to / from, Math.Max(step, 1e-9) / PointsInPiece);
                points.Add((tau, row.At(Math.Min(tau, to)) * 1e-9));
            }
        }
        if (points.Count > 0) masks.Add(new SigmaTauMask(name, points));
    }
}
