using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>Holds the configured protocols to what their sessions can take.</summary>
internal static class ProtocolsCheck
{
    /// <exception cref="BadInputException">A field is wrong; the message names it and what would be right.</exception>
    public static void Check(AgentConfiguration configuration)
    {
        ProtocolsConfiguration protocols = configuration.Protocols;
        if (protocols.RoundTrip is { } roundTrip)
        {
            CheckStations("protocols.roundTrip", roundTrip.Stations, 1);
            roundTrip.Measurement.Check("protocols.roundTrip.measurement");
            CheckWorld("protocols.roundTrip.world", () => RoundTripOptionsCheck.Check(roundTrip.World));
        }
        if (protocols.Purification is { } purification)
        {
            CheckStations("protocols.purification", purification.Stations, 2);
            purification.Measurement.Check("protocols.purification.measurement");
            CheckWorld("protocols.purification.world", () => PurificationOptionsCheck.Check(purification.World));
        }
        if (protocols.TwoWay is { } twoWay)
        {
            CheckStations("protocols.twoWay", twoWay.Stations, 2);
            twoWay.Measurement.Check("protocols.twoWay.measurement");
            CheckWorld("protocols.twoWay.world", () => TwoWayOptionsCheck.Check(twoWay.World));
        }
        CheckDistinct([.. configuration.Stations, .. protocols.AllStations()]);
    }

    private static void CheckStations(string path, IReadOnlyList<StationConfiguration> stations, int count)
    {
        if (stations.Count != count)
        {
            throw new BadInputException(
                $"{path}.stations has {stations.Count} entries; right would be {count} of its own, each with name and link");
        }
        ConfigurationCheck.CheckStations($"{path}.stations", stations);
    }

    private static void CheckDistinct(StationConfiguration[] stations)
    {
        for (int i = 0; i < stations.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (stations[i].Name == stations[j].Name)
                    throw new BadInputException($"two stations are named '{stations[i].Name}'; right would be different names");
                if (stations[i].Link == stations[j].Link && stations[i].Link != StationConfiguration.SimulatedLink)
                {
                    throw new BadInputException(
                        $"stations '{stations[j].Name}' and '{stations[i].Name}' have the same link '{stations[i].Link}'; right "
                        + "would be a device each");
                }
            }
        }
    }

    private static void CheckWorld(string path, Action check)
    {
        try
        {
            check();
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }
}
