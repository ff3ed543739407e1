using System.Security.Cryptography;
using Qit.Agent.Configuration;
using Qit.Agent.Links;
using Qit.Agent.Pipelines;
using Qit.Agent.Protocols;
using Qit.Agent.Results;
using Qit.Firmware.Host;
using Qit.Hal.Buses;
using Qit.Hal.Linux;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent;

/// <summary>
/// The measuring half of the agent, wired: bench (when simulated), links, pipelines. Results go to the hub; who reads
/// them is the caller's business.
/// </summary>
internal sealed class AgentRun : IDisposable
{
    private readonly SimulatedWorld? world;
    private readonly DeviceBench? bench;
    private readonly TimingPipeline? timing;
    private readonly RandomnessPipeline? randomness;
    private readonly StationLink[] links;
    private readonly ProtocolUnit[] protocols;

    /// <summary>Builds everything; nothing runs before <see cref="Start"/>.</summary>
    /// <exception cref="BadInputException">The configuration asks for what cannot be.</exception>
    public AgentRun(AgentConfiguration configuration, ResultHub hub, TimeProvider time)
    {
        string[] names = [.. configuration.Stations.Select(station => station.Name)];
        IsSimulated = configuration.Stations.Any(station => station.Link == StationConfiguration.SimulatedLink);
        InMemoryLink[] cables = IsSimulated ? [new InMemoryLink(), new InMemoryLink()] : [];
        if (IsSimulated)
        {
            var devices = new StationDevices(configuration.World, names, configuration.WorldSpeed);
            world = devices.World;
            bench = new DeviceBench(devices, [.. cables.Select(cable => cable.EndA)]);
        }
        if (configuration.Timing.Enabled)
            timing = CreateTiming(configuration, names, hub, time);
        if (configuration.Randomness.Enabled)
        {
            randomness = new RandomnessPipeline(
                configuration.Randomness, RandomnessParameters.Build(configuration.Randomness), IsSimulated, time, hub.Post);
        }
        uint instance = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var clock = new SystemMonotonicClock();
        links = CreateLinks(configuration, cables, instance, clock, hub, time);
        protocols = [.. ProtocolSetup.From(configuration.Protocols)
            .Select(setup => new ProtocolUnit(setup, instance, clock, time, hub.Post))];
        List<Task> parts = [.. links.Select(link => link.Ended), .. protocols.SelectMany(unit => unit.Ended)];
        if (bench is not null)
            parts.Add(bench.Ended);
        if (timing is not null)
            parts.Add(timing.Ended);
        if (randomness is not null)
            parts.Add(randomness.Ended);
        Faulted = WhenFaulted(parts);
    }

    /// <summary>True when the stations are simulated in this process.</summary>
    public bool IsSimulated { get; }

    /// <summary>Faults when any part threw, which is always a bug; never completes otherwise.</summary>
    public Task Faulted { get; }

    /// <summary>Switches on.</summary>
    public void Start()
    {
        bench?.Start();
        foreach (StationLink link in links)
            link.Start();
        foreach (ProtocolUnit unit in protocols)
            unit.Start();
    }

    /// <summary>Stops the links, works off what they delivered, stops the rest.</summary>
    public void Dispose()
    {
        // Pipelines last to stop listening, first to be fed nothing: a link that waits for room must be let go.
        foreach (StationLink link in links)
            link.Dispose();
        foreach (ProtocolUnit unit in protocols)
            unit.Dispose();
        timing?.Dispose();
        randomness?.Dispose();
        bench?.Dispose();
    }

    private static async Task WhenFaulted(List<Task> parts)
    {
        while (parts.Count > 0)
        {
            Task ended = await Task.WhenAny(parts).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
            parts.Remove(ended);
        }
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private TimingPipeline CreateTiming(AgentConfiguration configuration, string[] names, ResultHub hub, TimeProvider time)
    {
        double pathDelay = configuration.Timing.PathDelayDifferencePicoseconds
            ?? world?.PathDelayDifferencePicoseconds
            ?? 0;
        Func<long, long, double>? truth = world is null ? null : world.MeanTrueClockOffsetPicoseconds;
        return new TimingPipeline(configuration.Timing, names, pathDelay, truth, IsSimulated, time, hub.Post,
            bench is null ? 1 : configuration.WorldSpeed);
    }

    private StationLink[] CreateLinks(
        AgentConfiguration configuration, InMemoryLink[] cables, uint instance, SystemMonotonicClock clock, ResultHub hub,
        TimeProvider time)
    {
        var sink = new StationIngest(timing, randomness);
        byte[] loops =
        [
            .. configuration.Timing.Enabled ? [LoopKind.OneWay] : Array.Empty<byte>(),
            .. configuration.Randomness.Enabled ? [LoopKind.BellTrials] : Array.Empty<byte>(),
        ];
        return [.. configuration.Stations.Select((station, index) =>
        {
            Func<IByteStream> open = IsSimulated ? () => cables[index].EndB : LinkAddress.Parse(station.Link).Open;
            return new StationLink(
                index, station.Name, station.Link, open, loops, instance, clock, time, sink, hub.Post);
        })];
    }
}
