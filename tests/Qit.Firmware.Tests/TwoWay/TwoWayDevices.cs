using Qit.Hal;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;
using Qit.Protocols.TwoWay;

namespace Qit.Firmware.Tests.TwoWay;

/// <summary>Both devices with the twins of the two-way protocol, and the gateway's ends of their links, stepped together in
/// simulated time. 0 is A.</summary>
internal sealed class TwoWayDevices
{
    private const long StepMicroseconds = 5_000;
    private readonly SimulatedMonotonicClock clock = new();
    private readonly IByteStream[] gatewayEnds = new IByteStream[2];
    private readonly byte[] buffer = new byte[4096];
    private readonly FringeBlock block = new();

    public TwoWayDevices(TwoWayOptions options)
    {
        Experiment = new TwoWayExperiment(options, clock);
        for (int i = 0; i < 2; i++)
        {
            var cable = new InMemoryLink();
            gatewayEnds[i] = cable.EndB;
            TwoWayStation station = i == 0 ? Experiment.A : Experiment.B;
            Loops[i] = new DeviceLoop(
                new Board(clock, cable.EndA)
                {
                    DeviceId = (uint)i + 1, BootId = 1, IsSimulated = true, PhaseShifter = station.Shifter,
                    PhaseRamp = station.Ramp, PortCounter = station.Ports,
                },
                new LinkParameters());
            Gateways[i].HandleLinkOpened(0);
        }
    }

    public TwoWayExperiment Experiment { get; }

    public DeviceLoop[] Loops { get; } = new DeviceLoop[2];

    public GatewayEndpoint[] Gateways { get; } = [new(1, new LinkParameters()), new(2, new LinkParameters())];

    public DeviceStatus Status { get; } = new();

    public List<(int Rate, int Cycles, bool IsInterrupted, double Radians)>[] Fringes { get; } = [[], []];

    public long[] TrackedPhase { get; } = new long[2];

    public void Advance()
    {
        clock.Advance(StepMicroseconds);
        for (bool goesOn = true; goesOn;)
        {
            goesOn = false;
            for (int i = 0; i < 2; i++)
            {
                goesOn |= Loops[i].Step();
                Serve(i);
            }
        }
    }

    public void Run(double seconds)
    {
        for (long end = clock.NowMicroseconds + (long)(seconds * 1e6); clock.NowMicroseconds < end;) Advance();
    }

    public CommandReply Command(int station, byte verb, byte key, long value = 0)
    {
        Assert.That(Gateways[station].TrySendCommand(verb, key, value, clock.NowMicroseconds), Is.Not.Zero);
        for (int i = 0; i < 1000; i++)
        {
            Serve(station);
            if (Gateways[station].TryTakeReply(out CommandReply reply)) return reply;
            Advance();
        }

        throw new AssertionException("no reply");
    }

    public void SetBoth(byte key, long value)
    {
        for (int i = 0; i < 2; i++)
            Assert.That(Command(i, CommandVerb.Configure, key, value).Status, Is.EqualTo(CommandStatus.Ok));
    }

    public void StartBoth()
    {
        for (int i = 0; i < 2; i++)
            Assert.That(Command(i, CommandVerb.Start, LoopKind.TwoWay).Status, Is.EqualTo(CommandStatus.Ok));
    }

    private void Serve(int station)
    {
        GatewayEndpoint gateway = Gateways[station];
        gatewayEnds[station].Read(buffer, 0, buffer.Length, out int read);
        gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
        while (gateway.TryPeekResult(out Frame result))
        {
            Assert.That(result.IsSimulated, Is.True);
            if (result.Type == FrameType.FringeBlock)
                Keep(station, result);
            else
                Status.TryRead(result.Payload, result.PayloadLength);
            gateway.ConfirmResult();
        }

        while (gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
            Assert.That(gatewayEnds[station].Write(buffer, 0, length, out _), Is.EqualTo(HalStatus.Ok));
    }

    private void Keep(int station, Frame result)
    {
        Assert.That(block.TryRead(result.Payload, result.PayloadLength), Is.True);
        Assert.That(block.FirstRecord, Is.EqualTo(Fringes[station].Count), "fringes come in order, none missing");
        TrackedPhase[station] = block.TrackedPhase;
        for (int i = 0; i < block.Count; i++)
        {
            FringeRecord record = block.Record(i);
            Fringes[station].Add((record.RateNanometresPerSecond, record.Cycles, record.IsInterrupted,
                record.DevicePhase * 2 * Math.PI / 4294967296.0));
        }
    }
}
