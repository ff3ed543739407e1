using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>Simulated comparisons for `qit monitor --simulate`.</summary>
internal static class MonitorSimulation
{
    private const double EpochSeconds = 120;
    private const double ErrorSeconds = 3e-12;
    private const double Missing = 0.02;
    private const double SecondsPerDay = 86_400;

    /// <exception cref="BadInputException">A type is not known, or the length is out of range.</exception>
    public static MonitorSeries Create(string[] types, ulong seed, double days, IReadOnlyList<ClockFault> faults)
    {
        if (types.Length is < 3 or > ReferenceMonitor.MostStations)
        {
            throw new BadInputException(
                $"--simulate has {types.Length} clocks; right would be 3 to {ReferenceMonitor.MostStations}");
        }

        if (days is not (> 0 and <= 10_000))
            throw new BadInputException($"--days is {days}; right would be above 0, at most 10000");
        ClockOptions[] clocks = [.. types.Select(type => ClockTypes.Find(type)
            ?? throw new BadInputException($"--simulate has '{type}'; right would be some of {ClockTypes.Accepted}"))];
        string[] names = [.. types.Select((type, index) => $"{index + 1}-{type}")];
        return new MonitorSeries(names, EpochSeconds, Epochs(clocks, seed, (long)(days * SecondsPerDay / EpochSeconds), faults), true);
    }

    private static IEnumerable<(double Time, StationComparison[] Comparisons)> Epochs(
        ClockOptions[] clocks, ulong seed, long count, IReadOnlyList<ClockFault> faults)
    {
        var ensemble = new SimulatedEnsemble(clocks, seed, EpochSeconds, ErrorSeconds, Missing, faults);
        for (; count > 0; count--)
        {
            ensemble.Advance();
            var comparisons = new StationComparison[ensemble.Comparisons.Length];
            for (int index = 0; index < comparisons.Length; index++)
            {
                SimulatedComparison one = ensemble.Comparisons[index];
                comparisons[index] = new StationComparison(one.First, one.Second, one.DifferenceSeconds, one.ErrorSeconds);
            }

            yield return (ensemble.TimeSeconds, comparisons);
        }
    }
}
