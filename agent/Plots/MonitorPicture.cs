using Qit.Agent.Commands;

namespace Qit.Agent.Plots;

/// <summary>From a monitoring report to the sigma-tau picture of its clocks.</summary>
internal static class MonitorPicture
{
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(MonitorReport report, PictureFile file)
    {
        SigmaTauCurve[] curves = [.. report.Series.Stations.Select((name, index) => new SigmaTauCurve(
            name,
            [.. report.Curve.Where(point => point.Clocks?[index].Deviation is not null).Select(point => (
                point.TauSeconds, point.Clocks![index].Deviation!.Value, Interval(
                    point.Clocks[index].Variance, point.Clocks[index].StandardError)))]))];
        StabilityPlot.Save(
            "Allan deviation of each clock", curves, [], [], report.Series.Simulated == true, file);
    }

    private static (double Low, double High)? Interval(double variance, double error) =>
        (Math.Sqrt(Math.Max(0, variance - error)), Math.Sqrt(variance + error));
}
