using Qit.Agent.Configuration;
using Qit.Agent.Links;
using Qit.Agent.Results;
using Qit.Firmware.Host;
using Qit.Hal.Buses;
using Qit.Hal.Linux.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Protocols;

/// <summary>One protocol at work: its devices (when simulated), their links, its pipeline.</summary>
internal sealed class ProtocolUnit : IDisposable
{
    private readonly DeviceBench? bench;
    private readonly ProtocolPipeline pipeline;
    private readonly StationLink[] links;

    /// <summary>Builds everything; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="setup">Session, world and stations.</param>
    /// <param name="instance">A number that no earlier run used, see <see cref="GatewayEndpoint"/>.</param>
    /// <param name="clock">The host's monotonic clock.</param>
    /// <param name="time">Wall clock, for time stamps only.</param>
    /// <param name="report">Takes results.</param>
    public ProtocolUnit(
        ProtocolSetup setup, uint instance, IMonotonicClock clock, TimeProvider time, Action<AgentResult> report)
    {
        bool isSimulated = setup.Stations[0].Link == StationConfiguration.SimulatedLink;
        InMemoryLink[] cables = isSimulated ? [.. setup.Stations.Select(_ => new InMemoryLink())] : [];
        bench = isSimulated ? new DeviceBench(setup.Bench.Devices, [.. cables.Select(cable => cable.EndA)]) : null;
        pipeline = new ProtocolPipeline(
            setup.Bench.Session, [.. setup.Stations.Select(station => station.Name)], isSimulated,
            answer => isSimulated && double.IsFinite(setup.Bench.TruthPicoseconds(answer))
                ? setup.Bench.TruthPicoseconds(answer)
                : null,
            time, report);
        links = [.. setup.Stations.Select((station, index) =>
        {
            Func<IByteStream> open = isSimulated ? () => cables[index].EndB : LinkAddress.Parse(station.Link).Open;
            // The session starts its loop itself, when it has told the device how.
            return new StationLink(index, station.Name, station.Link, open, [], instance, clock, time, pipeline, report);
        })];
        Ended = [.. links.Select(link => link.Ended), pipeline.Ended, .. bench is null ? Array.Empty<Task>() : [bench.Ended]];
    }

    /// <summary>One task for each part; faulted when it threw, which is always a bug.</summary>
    public IReadOnlyList<Task> Ended { get; }

    /// <summary>Switches on.</summary>
    public void Start()
    {
        bench?.Start();
        foreach (StationLink link in links)
            link.Start();
    }

    /// <summary>Stops the links, works off what they delivered, stops the rest.</summary>
    public void Dispose()
    {
        foreach (StationLink link in links)
            link.Dispose();
        pipeline.Dispose();
        bench?.Dispose();
    }
}
