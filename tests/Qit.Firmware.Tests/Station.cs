using Qit.Hal;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Protocols.Supervision;

namespace Qit.Firmware.Tests;

/// <summary>Both stations' firmware on one world, and the gateway's end of station A's link, stepped together in simulated
/// time: nothing here depends on the host's clock or threads.</summary>
internal sealed class Station
{
    private const long StepMicroseconds = 1_000;
    private const long PicosecondsPerMicrosecond = 1_000_000;

    private readonly SimulatedMonotonicClock clock = new();
    private readonly GatewayEndpoint gatewayB = new(1, new LinkParameters());
    private readonly IByteStream gatewayEnd;
    private readonly IByteStream gatewayEndB;
    private readonly DeviceLoop loopB;
    private readonly byte[] buffer = new byte[4096];
    private readonly TagBlock tagBlock = new();
    private readonly TrialBlock trialBlock = new();

    public Station(WorldOptions options)
    {
        World = new SimulatedWorld(options);
        var cable = new InMemoryLink();
        var cableB = new InMemoryLink();
        gatewayEnd = cable.EndB;
        gatewayEndB = cableB.EndB;
        Loop = NewLoop(Hal.Simulation.Station.A, cable.EndA);
        loopB = NewLoop(Hal.Simulation.Station.B, cableB.EndA);
        Gateway = new GatewayEndpoint(1, new LinkParameters());
        Gateway.HandleLinkOpened(0);
        gatewayB.HandleLinkOpened(0);
    }

    public SimulatedWorld World { get; }

    public DeviceLoop Loop { get; }

    public GatewayEndpoint Gateway { get; }

    public long Now => clock.NowMicroseconds;

    public long TagsReceived { get; private set; }

    /// <summary>Unwrapped times of every tag received.</summary>
    public List<long> Ticks { get; } = [];

    public long TagsReportedLost { get; private set; }

    public long TrialsReceived { get; private set; }

    public DeviceStatus Status { get; } = new();

    /// <summary>False: the cable is pulled at the gateway.</summary>
    public bool IsGatewayThere { get; set; } = true;

    public void Run(double seconds)
    {
        for (long end = Now + (long)(seconds * 1e6); Now < end;)
        {
            Advance();
            while (Loop.Step())
                ServeGateway();
            while (loopB.Step())
                Serve(gatewayB, gatewayEndB);
            ServeGateway();
            Serve(gatewayB, gatewayEndB);
        }
    }

    public void Advance()
    {
        clock.Advance(StepMicroseconds);
        World.AdvanceTo(Now * PicosecondsPerMicrosecond);
    }

    public CommandReply Command(byte verb, byte key, long value = 0)
    {
        Assert.That(Gateway.TrySendCommand(verb, key, value, Now), Is.Not.Zero);
        for (int i = 0; i < 1000; i++)
        {
            Run(0.001);
            if (Gateway.TryTakeReply(out CommandReply reply))
                return reply;
        }
        throw new AssertionException("no reply");
    }

    /// <summary>Starts Bell trials at both stations: one alone has nobody to play with.</summary>
    public void StartBellTrials()
    {
        Command(CommandVerb.Start, LoopKind.BellTrials);
        gatewayB.TrySendCommand(CommandVerb.Start, LoopKind.BellTrials, 0, Now);
        Run(0.1);
        Assert.That(gatewayB.TryTakeReply(out _), Is.True);
    }

    private DeviceLoop NewLoop(Hal.Simulation.Station station, IByteStream link)
    {
        SimulatedStation twin = World.Station(station);
        return new DeviceLoop(
            new Board(clock, link)
            {
                DeviceId = 1,
                BootId = 1,
                Name = station.ToString(),
                IsSimulated = true,
                Tagger = twin.Tagger,
                SettingsEntropy = twin.EntropySource,
                BasisSelector = twin.BasisSelector,
                TrialRecorder = twin.TrialRecorder,
            },
            new LinkParameters());
    }

    private void ServeGateway()
    {
        if (IsGatewayThere)
            Serve(Gateway, gatewayEnd);
    }

    private void Serve(GatewayEndpoint gateway, IByteStream end)
    {
        end.Read(buffer, 0, buffer.Length, out int read);
        gateway.HandleBytes(buffer, 0, read, Now);
        while (gateway.TryPeekResult(out Frame result))
        {
            if (gateway == Gateway)
                Keep(result);
            gateway.ConfirmResult();
        }
        while (gateway.TryTakeOutput(buffer, out int length, Now))
            Assert.That(end.Write(buffer, 0, length, out _), Is.EqualTo(HalStatus.Ok));
    }

    private void Keep(Frame result)
    {
        switch (result.Type)
        {
            case FrameType.TagBlock when tagBlock.TryRead(result.Payload, result.PayloadLength):
                TagsReceived += tagBlock.Count;
                Ticks.AddRange(tagBlock.Ticks.AsSpan(0, tagBlock.Count));
                TagsReportedLost += tagBlock.LostBefore;
                break;
            case FrameType.TrialBlock when trialBlock.TryRead(result.Payload, result.PayloadLength):
                TrialsReceived += trialBlock.ByteCount * 8;
                break;
            case FrameType.Status when Status.TryRead(result.Payload, result.PayloadLength):
                break;
            default:
                Assert.Fail($"unreadable result of type {result.Type}");
                break;
        }
    }
}
