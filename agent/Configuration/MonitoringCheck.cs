using Qit.Timing.Monitoring;
using Qit.Timing.Tracking;

namespace Qit.Agent.Configuration;

/// <summary>Holds the monitoring section to its ranges.</summary>
internal static class MonitoringCheck
{
    private const int FewestStations = 3;

    /// <exception cref="BadInputException">A value is out of range.</exception>
    public static void Check(AgentConfiguration configuration)
    {
        MonitoringConfiguration monitoring = configuration.Monitoring;
        ConfigurationCheck.CheckRange("monitoring.epochSeconds", monitoring.EpochSeconds, 1, 86_400, "s");
        ConfigurationCheck.CheckRange("monitoring.lateSeconds", monitoring.LateSeconds, 0, 3600, "s");
        ConfigurationCheck.CheckRange("monitoring.learningEpochs", monitoring.LearningEpochs, 30, 1e6, "epochs");
        ConfigurationCheck.CheckRange("monitoring.holdOffSeconds", monitoring.HoldOffSeconds, 0, 1e8, "s");
        ConfigurationCheck.CheckRange("monitoring.frequencyTolerance", monitoring.FrequencyTolerance, 0, 1e-6, "");
        CheckGateways(monitoring.Gateways, configuration.Gateway);
        CheckStations(monitoring.Stations);
        if (!monitoring.Enabled)
            return;
        if (monitoring.Stations.Count < FewestStations)
        {
            throw new BadInputException(
                $"monitoring.stations has {monitoring.Stations.Count} entries; right would be {FewestStations} to "
                + $"{ReferenceMonitor.MostStations}: of fewer nobody can say which one is wrong");
        }
        if (configuration.Timing.Enabled && monitoring.EpochSeconds < configuration.Timing.IntervalSeconds)
        {
            throw new BadInputException(
                $"monitoring.epochSeconds is {monitoring.EpochSeconds}; right would be at least timing.intervalSeconds, "
                + $"{configuration.Timing.IntervalSeconds}");
        }
    }

    private static void CheckGateways(IReadOnlyList<string> gateways, string own)
    {
        for (int index = 0; index < gateways.Count; index++)
        {
            ConfigurationCheck.CheckName($"monitoring.gateways[{index}]", gateways[index]);
            if (gateways[index] == own)
                throw new BadInputException($"monitoring.gateways[{index}] is this gateway; its own offsets are used anyway");
            if (gateways.Take(index).Contains(gateways[index]))
                throw new BadInputException($"monitoring.gateways[{index}] is said twice; right would be once");
        }
    }

    private static void CheckStations(IReadOnlyList<MonitoredStationConfiguration> stations)
    {
        if (stations.Count > ReferenceMonitor.MostStations)
        {
            throw new BadInputException(
                $"monitoring.stations has {stations.Count} entries; right would be at most {ReferenceMonitor.MostStations}");
        }
        for (int index = 0; index < stations.Count; index++)
        {
            ConfigurationCheck.CheckName($"monitoring.stations[{index}].name", stations[index].Name);
            if (stations.Take(index).Any(one => one.Name == stations[index].Name))
                throw new BadInputException($"monitoring.stations[{index}].name is said twice; right would be once");
            if (!NamedClock.TryGetPair(stations[index].Clock, out _))
            {
                throw new BadInputException(
                    $"monitoring.stations[{index}].clock is '{BadValue.Show(stations[index].Clock)}'; right would be "
                    + NamedClock.Accepted);
            }
        }
    }
}
