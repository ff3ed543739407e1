using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;
using Qit.Protocols.Supervision;

namespace Qit.Firmware.Tests.Purification;

/// <summary>Two devices at one simulated world: commands, runs, and what happens when the link stands still.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PurificationLoopTests
{
    private const long StepMicroseconds = 5_000;

    private readonly SimulatedMonotonicClock clock = new();
    private readonly byte[] buffer = new byte[16_384];
    private readonly PairBlock block = new();
    private readonly DeviceStatus status = new();
    private readonly long[] received = new long[2];
    private readonly long[] lost = new long[2];
    private PurificationExperiment world = null!;
    private DeviceLoop[] devices = null!;
    private IByteStream[] links = null!;
    private GatewayEndpoint[] gateways = null!;
    private bool isLinkStill;

    [Test]
    public void Run_ShipsEveryRecord_AndCountsThemAtTheEnd()
    {
        Create(new PurificationOptions());
        Start(0);
        Advance(1_000_000);
        Assert.That(received, Is.EqualTo(new long[] { 0, 0 }), "one memory alone does nothing");
        Start(1);
        Advance(1_000_000);
        Stop(0);
        Stop(1);
        Advance(10_000);
        for (int station = 0; station < 2; station++)
        {
            CommandReply total = Command(station, CommandVerb.Query, PurificationKey.RecordCount);
            Assert.That(received[station], Is.EqualTo(total.Value).And.GreaterThan(1000));
            Assert.That(lost[station], Is.Zero);
        }

        Assert.That(received[0], Is.EqualTo(received[1]));
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.Run).Value, Is.EqualTo(1));
    }

    [Test]
    public void LinkThatStandsStill_CostsRecordsAndCountsThem()
    {
        Create(new PurificationOptions { StationA = new PairMemoryOptions { BufferRecords = 100 } });
        Start(0);
        Start(1);
        Advance(100_000);
        isLinkStill = true;
        Advance(2_000_000);
        isLinkStill = false;
        Advance(1_000_000);
        Stop(0);
        Stop(1);
        Advance(1_000_000);
        Assert.That(lost[0], Is.GreaterThan(1000));
        for (int station = 0; station < 2; station++)
        {
            Assert.That(received[station] + lost[station],
                Is.EqualTo(Command(station, CommandVerb.Query, PurificationKey.RecordCount).Value));
        }
    }

    [Test]
    public void Commands_AreAnswered()
    {
        Create(new PurificationOptions { StationA = new PairMemoryOptions { GateError = 0.01, ClaimedReadoutError = 0.02 } });
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.Rounds, 21).Status, Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.Protocol, 2).Status, Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.SamplePerMillion, -1).Status,
            Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.Run, 1).Status, Is.EqualTo(CommandStatus.UnknownKey));
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.Rounds, 20).Status, Is.EqualTo(CommandStatus.Ok));
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.Rounds).Value, Is.EqualTo(20));
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.GateErrorPerMillion).Value, Is.EqualTo(10_000));
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.ReadoutErrorPerMillion).Value, Is.EqualTo(20_000));
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.MostRounds).Value, Is.EqualTo(20));
        Start(0);
        Start(1);
        Advance(1_100_000);
        Assert.That((status.IsRunning(LoopKind.Purification), status.HalStatusOf(LoopKind.Purification)), Is.EqualTo((true, (byte)3)),
            "no lock: the other memory runs with other settings");
        Assert.That(Command(0, CommandVerb.Query, PurificationKey.RecordCount).Value, Is.EqualTo(-1));
        Assert.That(Command(0, CommandVerb.Configure, PurificationKey.Rounds, 1).Status, Is.EqualTo(CommandStatus.Running));
        Assert.That(Command(0, CommandVerb.Start, LoopKind.RoundTrip).Status, Is.EqualTo(CommandStatus.NotFitted));
    }

    private void Create(PurificationOptions options)
    {
        world = new PurificationExperiment(options, clock);
        InMemoryLink[] cables = [new(), new()];
        links = [.. cables.Select(cable => cable.EndB)];
        devices =
        [
            .. cables.Select((cable, station) => new DeviceLoop(
                new Board(clock, cable.EndA)
                {
                    DeviceId = 1, BootId = 1, IsSimulated = true, PairMemory = station == 0 ? world.MemoryA : world.MemoryB,
                },
                new LinkParameters())),
        ];
        gateways = [new GatewayEndpoint(1, new LinkParameters()), new GatewayEndpoint(1, new LinkParameters())];
        foreach (GatewayEndpoint gateway in gateways) gateway.HandleLinkOpened(0);
    }

    private void Start(int station) =>
        Assert.That(Command(station, CommandVerb.Start, LoopKind.Purification).Status, Is.EqualTo(CommandStatus.Ok));

    private void Stop(int station) =>
        Assert.That(Command(station, CommandVerb.Stop, LoopKind.Purification).Status, Is.EqualTo(CommandStatus.Ok));

    private CommandReply Command(int station, byte verb, byte key, long value = 0)
    {
        Assert.That(gateways[station].TrySendCommand(verb, key, value, clock.NowMicroseconds), Is.Not.Zero);
        for (int i = 0; i < 1000; i++)
        {
            Advance(StepMicroseconds);
            if (gateways[station].TryTakeReply(out CommandReply reply)) return reply;
        }

        throw new AssertionException("no reply");
    }

    private void Advance(long microseconds)
    {
        for (long end = clock.NowMicroseconds + microseconds; clock.NowMicroseconds < end;)
        {
            clock.Advance(StepMicroseconds);
            for (int turn = 0; turn < 20; turn++)
            {
                for (int station = 0; station < 2; station++)
                {
                    devices[station].Step();
                    if (!isLinkStill) Serve(station);
                }
            }
        }
    }

    private void Serve(int station)
    {
        GatewayEndpoint gateway = gateways[station];
        links[station].Read(buffer, 0, buffer.Length, out int read);
        gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
        while (gateway.TryPeekResult(out Frame result))
        {
            if (result.Type == FrameType.PairBlock)
            {
                Assert.That(block.TryRead(result.Payload, result.PayloadLength), Is.True);
                lost[station] += block.LostBefore;
                Assert.That(block.FirstRecord, Is.EqualTo(received[station] + lost[station]));
                received[station] += block.Count;
            }
            else
            {
                status.TryRead(result.Payload, result.PayloadLength);
            }

            gateway.ConfirmResult();
        }

        while (gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
            links[station].Write(buffer, 0, length, out _);
    }
}
