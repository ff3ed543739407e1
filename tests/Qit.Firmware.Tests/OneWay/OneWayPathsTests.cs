using Qit.Hal;
using Qit.Hal.PathSelector;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Protocols.Supervision;

namespace Qit.Firmware.Tests.OneWay;

/// <summary>The device with the twin of the switched paths.</summary>
public class OneWayPathsTests
{
    private readonly List<PathBlock> dwells = [];
    private readonly List<List<long>> tagsOfDwells = [];
    private readonly DeviceStatus status = new();
    private List<long> open = [];
    private OneWayExperiment world = null!;
    private CabledDevice device = null!;
    private BreakableSelector selector = null!;

    [SetUp]
    public void SetUp()
    {
        dwells.Clear();
        tagsOfDwells.Clear();
        open = [];
        var block = new TagBlock();
        device = new CabledDevice((cable, clock) =>
        {
            world = new OneWayExperiment(new OneWayOptions(), clock);
            selector = new BreakableSelector(world.PathSelector);
            return new Board(clock, cable.EndA)
            {
                DeviceId = 1, BootId = 1, IsSimulated = true, Tagger = world.TaggerA, PathSelector = selector,
            };
        })
        {
            World = now => world.AdvanceTo(now * 1_000_000),
            Sink = result =>
            {
                if (result.Type == FrameType.TagBlock && block.TryRead(result.Payload, result.PayloadLength))
                    open.AddRange(block.Ticks.AsSpan(0, block.Count));
                if (result.Type == FrameType.Status) status.TryRead(result.Payload, result.PayloadLength);
                var dwell = new PathBlock();
                if (result.Type != FrameType.PathBlock || !dwell.TryRead(result.Payload, result.PayloadLength)) return;
                dwells.Add(dwell);
                tagsOfDwells.Add(open);
                open = [];
            },
        };
    }

    [Test]
    public void EveryTagOfADwell_ComesBeforeItsMark_AndWasMadeInItsConfiguration()
    {
        device.Set(PathKey.Mode, PathMode.Alone);
        device.Set(PathKey.Dwell, 10_000);
        device.Start(LoopKind.OneWayPaths);
        Run(1_200);
        Assert.That(status.IsRunning(LoopKind.OneWayPaths), Is.True);
        Assert.That(dwells, Has.Count.GreaterThan(60));
        for (int i = 0; i < dwells.Count; i++)
        {
            PathBlock dwell = dwells[i];
            Assert.That(tagsOfDwells[i], Has.Count.EqualTo(dwell.TagCount));
            Assert.That(dwell.LostCount, Is.Zero);
            Assert.That(tagsOfDwells[i], Is.All.InRange(dwell.FromTicks + 1, dwell.ThroughTicks));
            // A's clock is the true time here but for its noise: the tags lie within the device's times of the dwell, and in a
            // configuration with light throughout they are as many as its own rate says, which differs by length.
            Assert.That(tagsOfDwells[i][0] * 4e-6, Is.GreaterThan(dwell.BeginMicroseconds - 1));
            Assert.That(tagsOfDwells[i][^1] * 4e-6, Is.LessThan(dwell.EndMicroseconds + 1));
            double kilometres = world.Options.FirstPaths[dwell.PathLength].StatedMetres / 1000;
            double decibels = 1.5 + (kilometres * (dwell.IsSwapped ? 0.2 : 0.35));
            double rate = (400_000 * 0.7 * Math.Pow(10, -decibels / 10)) + 200;
            double expected = rate * 1e-6 * (dwell.EndMicroseconds - dwell.BeginMicroseconds) / (1 + (rate * 40e-9));
            // Six sigma, 70 dwells: once in 1e7.
            Assert.That(tagsOfDwells[i].Count, Is.EqualTo(expected).Within((6 * Math.Sqrt(expected)) + (0.005 * expected)));
        }
    }

    [Test]
    public void Plan_IsFollowed_AndItsFaultsAreNamed()
    {
        device.Set(PathKey.Settle, 0);
        device.Set(PathKey.PlanDwell, PathPlan.Pack(2, true, 3_000));
        device.Set(PathKey.PlanDwell, PathPlan.Pack(0, false, 4_000));
        Assert.That(Configure(PathKey.PlanDwell, PathPlan.Pack(3, false, 4_000)), Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(Configure(PathKey.Lengths, 4), Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(Configure(0x5F, 0), Is.EqualTo(CommandStatus.UnknownKey));
        device.Start(LoopKind.OneWayPaths);
        Run(30);
        Assert.That(dwells.Select(one => (one.PathLength, one.IsSwapped, one.PlanNumber)),
            Is.EqualTo(new[] { (2, true, 1), (0, false, 2) }));
        Assert.That(Configure(PathKey.Dwell, 5_000), Is.EqualTo(CommandStatus.Running));
        for (int i = 0; i < PathPlan.Capacity; i++)
        {
            if (Configure(PathKey.PlanDwell, PathPlan.Pack(0, false, 1_000_000)) != CommandStatus.Full) continue;
            Assert.That(i, Is.GreaterThanOrEqualTo(PathPlan.Capacity - 2));
        }

        Assert.That(Configure(PathKey.PlanDwell, PathPlan.Pack(0, false, 1_000_000)), Is.EqualTo(CommandStatus.Ok).Or.EqualTo(CommandStatus.Full));
        device.Set(PathKey.ClearPlan, 0);
        Assert.That(Query(PathKey.LengthCount), Is.EqualTo(3));
        Assert.That(Query(PathKey.DwellCount), Is.EqualTo(2));
    }

    [Test]
    public void SwitchThatLosesItsPlace_CostsTheDwell_AndNoTagOfItCounts()
    {
        device.Set(PathKey.Mode, PathMode.Alone);
        device.Set(PathKey.Dwell, 20_000);
        device.Start(LoopKind.OneWayPaths);
        Run(12);
        selector.Fault = HalStatus.Timeout;
        Run(3);
        Assert.That(Query(PathKey.SelectorStatus), Is.EqualTo((long)HalStatus.Timeout));
        selector.Fault = HalStatus.Ok;
        Run(40);
        Assert.That(Query(PathKey.LostDwellCount), Is.EqualTo(1));
        Assert.That(dwells[0].Number, Is.Zero);
        // What was sent before the fault came with the mark, and its times tell it apart.
        Assert.That(tagsOfDwells[0].Count(tick => tick > dwells[0].FromTicks), Is.EqualTo(dwells[0].TagCount));
        Assert.That(tagsOfDwells[0].Count(tick => tick <= dwells[0].FromTicks), Is.GreaterThan(0));
    }

    [Test]
    public void Stopped_TheTagStreamIsWhatItWas()
    {
        device.Start(LoopKind.OneWay);
        Run(50);
        Assert.That(open, Is.Not.Empty);
        device.Start(LoopKind.OneWayPaths);
        Run(50);
        open.Clear();
        Run(50);
        Assert.That(open, Is.Empty, "nothing is planned, so tags are nobody's");
        Assert.That(device.Command(CommandVerb.Stop, LoopKind.OneWayPaths).Status, Is.EqualTo(CommandStatus.Ok));
        Run(50);
        Assert.That(open, Is.Not.Empty);
        Assert.That(dwells, Is.Empty);
    }

    [Test]
    public void WithoutSwitches_TheLoopIsNotFitted()
    {
        var bare = new CabledDevice((cable, clock) => new Board(clock, cable.EndA) { DeviceId = 1, BootId = 1 });
        bare.Advance(1000);
        Assert.That(bare.Command(CommandVerb.Start, LoopKind.OneWayPaths).Status, Is.EqualTo(CommandStatus.NotFitted));
        Assert.That(bare.Command(CommandVerb.Configure, PathKey.Mode, 1).Status, Is.EqualTo(CommandStatus.UnknownKey));
    }

    private void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++) device.Advance(1000);
    }

    private byte Configure(byte key, long value) => device.Command(CommandVerb.Configure, key, value).Status;

    private long Query(byte key) => device.Command(CommandVerb.Query, key).Value;

    private sealed class BreakableSelector(IPathSelector inner) : IPathSelector
    {
        public HalStatus Fault { get; set; }

        public int LengthCount => inner.LengthCount;

        public HalStatus Select(int length, bool isSwapped) => Fault == HalStatus.Ok ? inner.Select(length, isSwapped) : Fault;
    }
}
