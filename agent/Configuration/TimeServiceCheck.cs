using System.Text;
using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.Configuration;

/// <summary>Holds the values of the time service to their ranges.</summary>
internal static class TimeServiceCheck
{
    /// <exception cref="BadInputException">Names the value and says what would be right.</exception>
    public static void Check(AgentConfiguration configuration)
    {
        TimeServiceConfiguration service = configuration.TimeService;
        ConfigurationCheck.CheckRange(
            "timeService.maximumUncertaintyPicoseconds", service.MaximumUncertaintyPicoseconds, 1, 1e12, "ps");
        if (service.MaximumAgeSeconds is double age)
            ConfigurationCheck.CheckRange("timeService.maximumAgeSeconds", age, 0.1, 1e6, "s");
        ConfigurationCheck.CheckRange("timeService.latencySeconds", service.LatencySeconds, 0.001, 60, "s");
        ConfigurationCheck.CheckRange("timeService.requestsPerSecond", service.RequestsPerSecond, 0.1, 1000, "");
        CheckChrony(configuration, service.Chrony);
    }

    private static void CheckChrony(AgentConfiguration configuration, ChronyConfiguration chrony)
    {
        const string Section = "timeService.chrony";
        ConfigurationCheck.CheckRange(
            $"{Section}.maximumUncertaintyPicoseconds", chrony.MaximumUncertaintyPicoseconds, 1, 1e12, "ps");
        ConfigurationCheck.CheckRange($"{Section}.maximumHoldoverSeconds", chrony.MaximumHoldoverSeconds, 0, 1e6, "s");
        ConfigurationCheck.CheckRange($"{Section}.maximumJumpPicoseconds", chrony.MaximumJumpPicoseconds, 1, 1e15, "ps");
        ConfigurationCheck.CheckRange($"{Section}.jumpHoldSeconds", chrony.JumpHoldSeconds, 1, 1e6, "s");
        if (!chrony.Socket.StartsWith('/') || chrony.Socket.Contains('\0', StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(chrony.Socket) > ChronySocket.LongestPathBytes)
        {
            throw new BadInputException(
                $"{Section}.socket is '{BadValue.Show(chrony.Socket)}'; right would be an absolute path of at most "
                + $"{ChronySocket.LongestPathBytes} bytes, the one of chronyd's refclock SOCK line");
        }
        string[] names = [.. configuration.Stations.Select(station => station.Name)];
        if (chrony.Station is string station && !names.Contains(station))
        {
            throw new BadInputException(
                $"{Section}.station is '{BadValue.Show(station)}'; right would be the station that runs by this host's clock: "
                + string.Join(" or ", names));
        }
        if (!chrony.Enabled)
            return;
        if (!configuration.TimeService.Enabled || !configuration.Timing.Enabled)
        {
            throw new BadInputException(
                $"{Section}.enabled is true; right would be timeService.enabled and timing.enabled besides, or false");
        }
        if (!Environment.Is64BitProcess)
        {
            throw new BadInputException(
                $"{Section}.enabled is true; right would be a 64-bit system, for which this program writes samples");
        }
    }
}
