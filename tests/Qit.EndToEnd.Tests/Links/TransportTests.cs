using System.Net;
using Qit.Agent.Links;
using Qit.Agent.Results;
using Qit.Firmware.Host;
using Qit.Hal.Buses;
using Qit.Hal.Linux;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.EndToEnd.Tests.Links;

/// <summary>
/// Both station firmwares on a simulated world, the agent's links on the other end of each kind of wire, frames corrupted,
/// cut, doubled and reordered in both directions. What arrives is compared with what a second world of the same seed makes.
/// </summary>
[Category("RealComponents")]
public class TransportTests
{
    private const int TagsWanted = 3_000;
    private const int TrialsWanted = 40_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly WorldOptions World = new()
    {
        Seed = 11,
        Source = new PairSourceOptions { PairsPerSecond = 10_000 },
        Bell = new BellOptions { TrialsPerSecond = 20_000 },
    };

    private static readonly LinkFaultOptions Faults = new()
    {
        Seed = 5, CorruptOneIn = 12, CutOneIn = 15, DoubleOneIn = 6, ReorderOneIn = 10, DropOneIn = 15,
    };

    [TestCase("in-process")]
    [TestCase("tcp")]
    [TestCase("pty")]
    public void Stations_LoseNothingAndRepeatNothing_OnABadLine(string transport)
    {
        Wire a = Wire.Open(transport);
        Wire b = Wire.Open(transport);
        var devices = new StationDevices(World, ["alice", "bob"]);
        using var bench = new DeviceBench(devices, [a.DeviceEnd, b.DeviceEnd]);
        var sink = new RecordingSink();
        var reports = new List<AgentResult>();
        var faulty = new List<FaultyByteStream>();
        using var linkA = Link(0, "alice", a, sink, reports, faulty);
        using var linkB = Link(1, "bob", b, sink, reports, faulty);
        bench.Start();
        linkA.Start();
        linkB.Start();

        bool isDone = SpinWait.SpinUntil(() => bench.Ended.IsFaulted || sink.HasEnough(TagsWanted, TrialsWanted), Patience);
        Assert.That(bench.Ended.IsFaulted, Is.False, bench.Ended.Exception?.ToString());
        Assert.That(isDone, Is.True, sink.Describe());
        linkA.Dispose();
        linkB.Dispose();
        bench.Dispose();
        a.Dispose();
        b.Dispose();

        (List<long> expectedA, List<long> expectedB) = ExpectedTags(devices.World.NowPicoseconds);
        AssertIsRunOf(sink.Tags[0], expectedA);
        AssertIsRunOf(sink.Tags[1], expectedB);
        AssertIsContiguous(sink.TrialNumbers[0]);
        AssertIsContiguous(sink.TrialNumbers[1]);
        Assert.That(sink.LostTags, Is.Zero);
        // The control: the line was as bad as it was meant to be.
        foreach (FaultyByteStream line in faulty)
        {
            Assert.That(line.ReadCounts.Corrupted, Is.GreaterThan(0));
            Assert.That(line.ReadCounts.Cut, Is.GreaterThan(0));
            Assert.That(line.ReadCounts.Doubled, Is.GreaterThan(0));
            Assert.That(line.ReadCounts.Reordered, Is.GreaterThan(0));
        }
    }

    [Test]
    public void Station_ThatIsSwitchedOffAndOn_IsHeardAgain_WithItsNewBoot()
    {
        using var listener = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new LinkAddress.Tcp("127.0.0.1", listener.Port);
        var reports = new List<AgentResult>();
        var sink = new RecordingSink();
        using var link = new StationLink(
            0, "alice", address.ToString(), address.Open, [LoopKind.OneWay], 3, new SystemMonotonicClock(),
            TimeProvider.System, sink, report => Add(reports, report));
        link.Start();
        using (var bench = new DeviceBench(new StationDevices(World, ["alice", "bob"]), [listener, new InMemoryLink().EndA]))
        {
            bench.Start();
            Assert.That(SpinWait.SpinUntil(() => sink.TagCount(0) > 500, Patience), Is.True);
        }
        Assert.That(SpinWait.SpinUntil(() => Last(reports) is { IsOnline: false, Fault: not null }, Patience), Is.True);
        Assert.That(Last(reports)!.Fault, Does.Contain(address.ToString()));
        using (var bench = new DeviceBench(new StationDevices(World, ["alice", "bob"]), [listener, new InMemoryLink().EndA]))
        {
            bench.Start();
            Assert.That(SpinWait.SpinUntil(() => sink.Boots(0) == 2 && Last(reports)!.IsOnline, Patience), Is.True);
        }
    }

    private static StationLink Link(
        int station, string name, Wire wire, RecordingSink sink, List<AgentResult> reports, List<FaultyByteStream> faulty)
    {
        IByteStream Open()
        {
            var line = new FaultyByteStream(
                wire.OpenGatewayEnd(),
                Faults with { Seed = (ulong)(station + 1) },
                Faults with { Seed = (ulong)(station + 10) });
            faulty.Add(line);
            return line;
        }
        return new StationLink(
            station, name, wire.ToString()!, Open, [LoopKind.OneWay, LoopKind.BellTrials], 77, new SystemMonotonicClock(),
            TimeProvider.System, sink, report => Add(reports, report));
    }

    private static void Add(List<AgentResult> reports, AgentResult report)
    {
        lock (reports)
            reports.Add(report);
    }

    private static StationResult? Last(List<AgentResult> reports)
    {
        lock (reports)
            return reports.OfType<StationResult>().LastOrDefault();
    }

    private static (List<long> A, List<long> B) ExpectedTags(long untilPicoseconds)
    {
        var world = new SimulatedWorld(World);
        var a = new List<long>();
        var b = new List<long>();
        long[] roomA = new long[4096];
        long[] roomB = new long[4096];
        bool isDone = false;
        while (!isDone)
        {
            isDone = world.GenerateTags(untilPicoseconds, roomA, roomB, out int countA, out int countB);
            a.AddRange(roomA.AsSpan(0, countA));
            b.AddRange(roomB.AsSpan(0, countB));
        }
        return (a, b);
    }

    /// <summary>The loop starts somewhere; from there on, every tag must be there, once, in order. Unwrapping may start a
    /// whole number of counter turns off, which the first tag fixes.</summary>
    private static void AssertIsRunOf(List<long> received, List<long> expected)
    {
        const long Turn = 1L << 32;
        int start = expected.FindIndex(tick => (tick - received[0]) % Turn == 0);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), "the first tag received was never made");
        long shift = expected[start] - received[0];
        Assert.That(received.Select(tick => tick + shift), Is.EqualTo(expected.Skip(start).Take(received.Count)));
    }

    private static void AssertIsContiguous(List<(long First, int Count)> runs)
    {
        for (int i = 1; i < runs.Count; i++)
            Assert.That(runs[i].First, Is.EqualTo(runs[i - 1].First + runs[i - 1].Count), $"block {i}");
    }
}
