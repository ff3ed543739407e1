using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Firmware.Tests;

public class DeviceLoopTests
{
    // The default tagger counts in 4 ps.
    private const long TicksPerSecond = 250_000_000_000;

    private static readonly WorldOptions World = new()
    {
        Seed = 3,
        Source = new PairSourceOptions { PairsPerSecond = 14_000 },
        Bell = new BellOptions { TrialsPerSecond = 10_000 },
    };

    [Test]
    public void Boot_RunsNothing_UntilItIsAsked()
    {
        var station = new Station(World);
        station.Run(2);
        Assert.That(station.Gateway.Device!.FirmwareVersion, Is.EqualTo(FirmwareVersion.Text));
        Assert.That(station.TagsReceived, Is.Zero);
        Assert.That(station.TrialsReceived, Is.Zero);
        Assert.That(station.Status.UptimeMicroseconds, Is.GreaterThan(0));
    }

    [TestCase(CommandVerb.Start, LoopKind.OneWay, CommandStatus.Ok)]
    [TestCase(CommandVerb.Start, LoopKind.BellTrials, CommandStatus.Ok)]
    [TestCase(CommandVerb.Start, (byte)77, CommandStatus.UnknownKey)]
    [TestCase(CommandVerb.Configure, (byte)1, CommandStatus.UnknownKey)]
    [TestCase(CommandVerb.Query, (byte)1, CommandStatus.UnknownKey)]
    [TestCase(CommandVerb.Calibrate, (byte)1, CommandStatus.UnknownKey)]
    [TestCase((byte)99, (byte)1, CommandStatus.UnknownVerb)]
    public void Command_IsAnswered(byte verb, byte key, byte status) =>
        Assert.That(new Station(World).Command(verb, key).Status, Is.EqualTo(status));

    [Test]
    public void OneWay_ShipsEveryTag_UntilItIsStopped()
    {
        var station = new Station(World);
        station.Command(CommandVerb.Start, LoopKind.OneWay);
        station.Run(3);
        Assert.That(station.TagsReceived, Is.InRange(14_000, 16_500));
        Assert.That(station.TagsReportedLost, Is.Zero);
        Assert.That(station.Status.IsRunning(LoopKind.OneWay), Is.True);
        station.Command(CommandVerb.Stop, LoopKind.OneWay);
        station.Run(0.5);
        long received = station.TagsReceived;
        station.Run(1.5);
        Assert.That(station.TagsReceived, Is.EqualTo(received));
        Assert.That(station.Status.IsRunning(LoopKind.OneWay), Is.False);
    }

    [Test]
    public void BellTrials_RunAtTheTrialClock_AfterTheStartUpTest()
    {
        var station = new Station(World);
        station.StartBellTrials();
        station.Run(2.1);
        Assert.That(station.TrialsReceived, Is.InRange(17_000, 22_500));
        Assert.That(station.Status.HasEntropyFailed, Is.False);
        Assert.That(station.Status.TrialsLostCount, Is.Zero);
    }

    [Test]
    public void BellTrials_StopAtOnce_WhenTheEntropySourceIsStuck()
    {
        var station = new Station(World with { EntropyA = new EntropyOptions { StuckFromByte = 0 } });
        station.StartBellTrials();
        station.Run(2.1);
        Assert.That(station.TrialsReceived, Is.Zero);
        Assert.That(station.Status.HasEntropyFailed, Is.True);
    }

    [Test]
    public void Loss_IsCountedToTheTag_WhenTheGatewayIsAwayForLong()
    {
        // The tagger's own buffer is made small, so that half a minute without a gateway overflows it.
        var station = new Station(World with { TaggerA = new TaggerOptions { BufferTags = 4096 } });
        station.Command(CommandVerb.Start, LoopKind.OneWay);
        station.Run(1);
        station.IsGatewayThere = false;
        station.Run(30);
        station.IsGatewayThere = true;
        station.Run(3);
        station.Command(CommandVerb.Stop, LoopKind.OneWay);
        station.Run(1);
        Assert.That(station.TagsReportedLost, Is.GreaterThan(50_000));
        Assert.That(
            station.TagsReceived + station.TagsReportedLost,
            Is.EqualTo(station.Status.TagCount + station.Status.TagsLostCount).Within(6_000),
            "all but the tags before the start and after the stop");
        Assert.That(station.TagsReportedLost, Is.EqualTo(station.Status.TagsLostCount));
    }

    [Test]
    public void Timeline_StaysWhole_WhenTheGatewayIsAwayForManyTurnsOfTheCounter()
    {
        // Found in review: a tagger left unread overflows, loses rollover records, and time comes back whole turns off.
        WorldOptions world = World with { TaggerA = new TaggerOptions { BufferTags = 4096 } };
        var station = new Station(world);
        station.Command(CommandVerb.Start, LoopKind.OneWay);
        station.Run(1);
        station.IsGatewayThere = false;
        station.Run(60);
        station.IsGatewayThere = true;
        station.Run(3);

        var truth = new SimulatedWorld(world);
        long[] roomA = new long[1 << 20];
        long[] roomB = new long[1 << 20];
        Assert.That(truth.GenerateTags(station.World.NowPicoseconds, roomA, roomB, out int made, out _), Is.True);
        var everMade = new HashSet<long>(roomA.AsSpan(0, made).ToArray());
        Assert.That(station.Ticks, Has.Count.GreaterThan(10_000));
        Assert.That(station.Ticks[^1], Is.GreaterThan(roomA[made - 1] - TicksPerSecond), "it is there after the outage");
        Assert.That(station.Ticks.Where(tick => !everMade.Contains(tick)), Is.Empty);
    }

    [Test]
    public void BellTrials_CanBeStartedAnew_AfterAHealthFailure()
    {
        var station = new Station(World with { EntropyA = new EntropyOptions { StuckFromByte = 0 } });
        station.StartBellTrials();
        station.Run(1.1);
        Assert.That(station.Status.HasEntropyFailed, Is.True);
        Assert.That(station.Command(CommandVerb.Start, LoopKind.BellTrials).Status, Is.EqualTo(CommandStatus.Ok));
        // A source that is stuck fails again; the control is the loop that runs in the tests above.
        station.Run(1.1);
        Assert.That(station.Status.HasEntropyFailed, Is.True);
    }

    [Test]
    public void Step_AllocatesNothing_OnceTheLoopsRun()
    {
        var station = new Station(World);
        station.Command(CommandVerb.Start, LoopKind.OneWay);
        station.StartBellTrials();
        station.Run(1);
        long allocated = 0;
        for (int i = 0; i < 500; i++)
        {
            station.Advance();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 10; step++)
                station.Loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            station.Run(0.001);
        }
        Assert.That(station.TagsReceived, Is.GreaterThan(3_000), "the loops did work");
        Assert.That(allocated, Is.Zero);
    }
}
