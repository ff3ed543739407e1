using Qit.Firmware;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>
/// A protocol end to end in simulated time: twins, firmware, both ends of the device link, session. One thread, no wall clock:
/// the same bench gives the same answers.
/// </summary>
internal sealed class ProtocolRun
{
    private const int MostStepsAtOnce = 1000;

    private readonly ProtocolBench bench;
    private readonly SimulatedMonotonicClock clock = new();
    private readonly Station[] stations;
    private readonly byte[] buffer = new byte[16_384];

    /// <summary>Switches the bench on.</summary>
    public ProtocolRun(ProtocolBench bench)
    {
        this.bench = bench;
        stations = [.. Enumerable.Range(0, bench.Session.Stations).Select(CreateStation)];
    }

    /// <summary>Simulated time so far, seconds.</summary>
    public double Seconds => clock.NowMicroseconds * 1e-6;

    /// <summary>Goes on until the next answer.</summary>
    /// <param name="mostSeconds">Simulated seconds after which it gives up.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null when there was none in time.</returns>
    public ProtocolAnswer? NextAnswer(double mostSeconds, CancellationToken cancellation)
    {
        long end = clock.NowMicroseconds + (long)(mostSeconds * 1e6);
        while (true)
        {
            if (bench.Session.TryTakeAnswer(out ProtocolAnswer? answer))
                return answer;
            if (clock.NowMicroseconds >= end)
                return null;
            cancellation.ThrowIfCancellationRequested();
            Advance();
        }
    }

    private Station CreateStation(int number)
    {
        var cable = new InMemoryLink();
        var gateway = new GatewayEndpoint(1, new LinkParameters());
        gateway.HandleLinkOpened(0);
        return new Station(
            number, new DeviceLoop(bench.Devices.CreateBoard(number, 1, clock, cable.EndA), new LinkParameters()), cable.EndB, gateway);
    }

    private void Advance()
    {
        clock.Advance(bench.Devices.StepMicroseconds);
        bench.Devices.AdvanceTo(clock.NowMicroseconds);
        // Nobody's answer waits for the clock: what one side says, the other hears at the same simulated moment.
        for (int step = 0; step < MostStepsAtOnce; step++)
        {
            bool didWork = false;
            foreach (Station station in stations)
                didWork |= station.Device.Step() | Serve(station);
            if (!didWork)
                return;
        }
    }

    private bool Serve(Station station)
    {
        long now = clock.NowMicroseconds;
        GatewayEndpoint gateway = station.Gateway;
        station.Link.Read(buffer, 0, buffer.Length, out int read);
        gateway.HandleBytes(buffer, 0, read, now);
        bool didWork = read > 0;
        if (gateway.Device is not null && gateway.BootCount != station.BootSeen)
        {
            station.BootSeen = gateway.BootCount;
            station.Pending = null;
            bench.Session.HandleBoot(station.Number, gateway.Device);
        }
        while (gateway.TryPeekResult(out Frame result))
        {
            bench.Session.HandleResult(station.Number, result);
            gateway.ConfirmResult();
            didWork = true;
        }
        if (gateway.TryTakeReply(out CommandReply reply) && station.Pending is ProtocolCommand answered)
        {
            station.Pending = null;
            bench.Session.HandleReply(station.Number, answered, reply.Status, reply.Value);
        }
        if (gateway.Device is not null && station.Pending is null && !gateway.IsCommandOpen
            && bench.Session.TryTakeCommand(station.Number, out ProtocolCommand command))
        {
            station.Pending = command;
            gateway.TrySendCommand(command.Verb, command.Key, command.Value, now);
        }
        return didWork | Transmit(station, now);
    }

    private bool Transmit(Station station, long now)
    {
        bool didWork = false;
        while (station.Gateway.TryTakeOutput(buffer, out int length, now))
        {
            // Commands and acknowledgements are far smaller than the cable's room; a frame that did not fit is sent again.
            station.Link.Write(buffer, 0, length, out _);
            didWork = true;
        }
        return didWork;
    }

    private sealed record Station(int Number, DeviceLoop Device, IByteStream Link, GatewayEndpoint Gateway)
    {
        public int BootSeen { get; set; }

        public ProtocolCommand? Pending { get; set; }
    }
}
