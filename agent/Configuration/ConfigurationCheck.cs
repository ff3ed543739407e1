using Qit.Agent.Pipelines;
using Qit.Agent.Publishing;
using Qit.Firmware.Host;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;
using Qit.Timing.Tracking;

namespace Qit.Agent.Configuration;

/// <summary>Holds every configured value to its range, so that nothing further in meets a value it cannot take.</summary>
internal static class ConfigurationCheck
{
    private const int MaxNameLength = 32;

    public static void Check(AgentConfiguration configuration)
    {
        CheckName("gateway", configuration.Gateway);
        bool needsStations = configuration.Timing.Enabled || configuration.Randomness.Enabled;
        if (configuration.Stations.Count != 2 && (needsStations || configuration.Stations.Count != 0))
        {
            throw new BadInputException($"stations has {configuration.Stations.Count} entries; right would be two, A and then B"
                + (needsStations ? "" : ", or none where only protocols run"));
        }
        CheckStations("stations", configuration.Stations);
        CheckRange("worldSpeed", configuration.WorldSpeed, 0.001, 1000, "");
        ProtocolsCheck.Check(configuration);
        CheckTiming(configuration.Timing);
        CheckRandomness(configuration.Randomness);
        TimeServiceCheck.Check(configuration);
        MonitoringCheck.Check(configuration);
        CheckPort("mqtt.port", configuration.Mqtt.Port, configuration.Mqtt.Embedded ? 0 : 1);
        CheckPort("dashboard.port", configuration.Dashboard.Port, 0);
        if (configuration.Mqtt.Host.Length == 0)
            throw new BadInputException("mqtt.host is empty; right would be a host name or address");
        try
        {
            WorldOptionsCheck.Check(configuration.World);
            StationDevices.CheckClocks(configuration.World);
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"world: {fault.Message}", fault);
        }
    }

    /// <summary>Checks the stations of one measurement: names and links, and that all or none are simulated.</summary>
    internal static void CheckStations(string path, IReadOnlyList<StationConfiguration> stations)
    {
        int simulated = 0;
        for (int i = 0; i < stations.Count; i++)
        {
            CheckName($"{path}[{i}].name", stations[i].Name);
            CheckNotReserved($"{path}[{i}].name", stations[i].Name);
            if (stations[i].Link == StationConfiguration.SimulatedLink)
                simulated++;
            else
                CheckLink($"{path}[{i}].link", stations[i].Link);
        }
        if (simulated > 0 && simulated < stations.Count)
            throw new BadInputException($"{path}: one link is simulated and one is not; they would share no photons");
    }

    private static void CheckNotReserved(string field, string name)
    {
        try
        {
            TopicNames.ThrowIfNotStation(name);
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"{field}: {fault.Message}", fault);
        }
    }

    private static void CheckLink(string field, string link)
    {
        LinkAddress address;
        try
        {
            address = LinkAddress.Parse(link);
        }
        catch (FormatException fault)
        {
            throw new BadInputException($"{field}: {fault.Message}", fault);
        }
        if (address is LinkAddress.Pty or LinkAddress.TcpListen)
        {
            throw new BadInputException(
                $"{field}: '{BadValue.Show(link)}' is the device's side; right would be tcp://HOST:PORT, serial:///dev/PORT or \"simulated\"");
        }
    }

    private static void CheckTiming(TimingConfiguration timing)
    {
        CheckRange("timing.maxOffsetSeconds", timing.MaxOffsetSeconds, 0.001, 10, "s");
        CheckRange("timing.maxSkewPartsPerMillion", timing.MaxSkewPartsPerMillion, 0, 500, "ppm");
        CheckRange("timing.acquisitionSeconds", timing.AcquisitionSeconds, 0.1, 60, "s");
        CheckRange("timing.intervalSeconds", timing.IntervalSeconds, 0.1, 1000, "s");
        CheckRange("timing.pathDelayUncertaintyPicoseconds", timing.PathDelayUncertaintyPicoseconds, 0, 1e12, "ps");
        CheckRange("timing.holdoverErrorPicoseconds", timing.HoldoverErrorPicoseconds, 1, 1e12, "ps");
        if (timing.SourcePeriodPicoseconds is double period)
            CheckRange("timing.sourcePeriodPicoseconds", period, 1, 1e12, "ps");
        if (!NamedClock.TryGetPair(timing.Clock, out _))
        {
            throw new BadInputException(
                $"timing.clock is '{BadValue.Show(timing.Clock)}'; right would be {NamedClock.Accepted}");
        }
        if (timing.PathDelayDifferencePicoseconds is double delay)
            CheckRange("timing.pathDelayDifferencePicoseconds", delay, -1e13, 1e13, "ps");
    }

    private static void CheckRandomness(RandomnessConfiguration randomness)
    {
        CheckRange("randomness.trialsPerBlock", randomness.TrialsPerBlock, 8192, 1 << 30, "trials");
        if (randomness.TrialsPerBlock % 8 != 0)
            throw new BadInputException("randomness.trialsPerBlock: right would be a multiple of 8");
        CheckRange("randomness.expectedWinningProbability", randomness.ExpectedWinningProbability, 0.75, 0.8535, "");
        CheckRange("randomness.completenessError", randomness.CompletenessError, 1e-30, 0.5, "");
        CheckRange("randomness.smoothingError", randomness.SmoothingError, 1e-60, 0.01, "");
        CheckRange("randomness.accumulationError", randomness.AccumulationError, 1e-60, 0.01, "");
        CheckRange("randomness.extractorError", randomness.ExtractorError, 1e-60, 0.01, "");
        CheckRange("randomness.stationSeparationMetres", randomness.StationSeparationMetres, 0, 1e8, "m");
        CheckRange("randomness.settingToOutcomeNanoseconds", randomness.SettingToOutcomeNanoseconds, 0, 1e12, "ns");
        CheckRange("randomness.trialSkewNanoseconds", randomness.TrialSkewNanoseconds, 0, 1e12, "ns");
        if (randomness.SmoothingError > randomness.AccumulationError)
        {
            throw new BadInputException(
                $"randomness.smoothingError is {randomness.SmoothingError}; right would be at most accumulationError, "
                + $"{randomness.AccumulationError}: the sum of the errors is proved only then");
        }
        if (randomness.Isolation is not (RandomnessParameters.SpaceLike or RandomnessParameters.Shielded))
        {
            throw new BadInputException(
                $"randomness.isolation is '{BadValue.Show(randomness.Isolation)}'; right would be "
                + $"\"{RandomnessParameters.SpaceLike}\" or \"{RandomnessParameters.Shielded}\"");
        }
        // What no single range tells: whether such a block could ever certify anything.
        if (randomness.Enabled)
            _ = RandomnessParameters.Build(randomness);
    }

    private static void CheckPort(string field, int port, int least)
    {
        if (port < least || port > 65_535)
            throw new BadInputException($"{field} is {port}; right would be {least} to 65535");
    }

    internal static void CheckRange(string field, double value, double least, double most, string unit)
    {
        // Written so that NaN fails, too.
        if (!(value >= least && value <= most))
            throw new BadInputException($"{field} is {value}; right would be {least} to {most} {unit}".TrimEnd());
    }

    internal static void CheckName(string field, string name)
    {
        bool isGood = name.Length is > 0 and <= MaxNameLength
            && name.All(letter => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_');
        if (!isGood)
        {
            throw new BadInputException(
                $"{field} is '{BadValue.Show(name)}'; right would be 1 to {MaxNameLength} lower-case letters, digits, - or _ (it is a topic level)");
        }
    }
}
