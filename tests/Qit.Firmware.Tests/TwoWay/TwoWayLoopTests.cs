using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.TwoWay;

namespace Qit.Firmware.Tests.TwoWay;

/// <summary>Firmware, link and twin of the two-way protocol; what the gateway makes of it is tested with its session.</summary>
public class TwoWayLoopTests
{
    private const double Wavelength = 1.55e-6;

    /// <summary>Without any estimator on the gateway: the devices count their turns, and the difference of their phases is
    /// 8 pi v (tA - tB) / lambda. The report's 4 pi v would be half of it.</summary>
    [Test]
    public void Alone_BothDevicesCountTheTurns_AndTheirDifferenceIsTheOffset()
    {
        var options = new TwoWayOptions { ClockOffsetPicoseconds = 400_000, CommonPhase = new() { RestRadians = 2 } };
        var devices = new TwoWayDevices(options);
        // 2.5 mm/s turn 50 us of travel by 2 rad; nine doublings make it 1.28 m/s.
        Alone(devices, lowestRate: 2_500_000, doublings: 9);
        devices.Run(60);
        double[] radians = [.. devices.TrackedPhase.Select(phase => phase * 2 * Math.PI / 4294967296.0)];
        Assert.That(devices.Fringes[0][^1].Rate, Is.EqualTo(1_280_000_000));
        double perSecond = 4 * Math.PI * 1.28 / Wavelength;
        Assert.That(radians[1], Is.EqualTo(perSecond * (50e-6 + 400e-9)).Within(0.03), "A to B, equation (7)");
        Assert.That(radians[0], Is.EqualTo(perSecond * (50e-6 - 400e-9)).Within(0.03), "B to A, equation (8)");
        double offset = Wavelength * (radians[1] - radians[0]) / (8 * Math.PI * 1.28);
        Assert.That(offset, Is.EqualTo(400e-9).Within(3e-9));
        Assert.That(devices.Status.IsRunning(LoopKind.TwoWay), Is.True);
        for (int i = 0; i < 2; i++)
        {
            Assert.That(devices.Command(i, CommandVerb.Query, TwoWayKey.Phase).Value, Is.EqualTo(TwoWayPhase.Track));
            Assert.That(devices.Command(i, CommandVerb.Query, TwoWayKey.TrackedPhase).Value,
                Is.EqualTo(devices.TrackedPhase[i]).Within(1 << 25));
        }
    }

    [Test]
    public void RampsOffTheirClock_SpoilNothingUnsaid()
    {
        var devices = new TwoWayDevices(new TwoWayOptions
        {
            Ramp = new DelayRampOptions { UnlockAtSeconds = 2, UnlockForSeconds = 1.5 },
        });
        Settle(devices);
        devices.StartBoth();
        devices.SetBoth(TwoWayKey.Rate, 500_000_000);
        devices.Run(1);
        devices.SetBoth(TwoWayKey.Measure, FringeRecord.PackMeasure(1, 4));
        devices.Run(10);
        Assert.That(devices.Fringes[0][^1].Cycles, Is.EqualTo(4), "A waited for its clock");
        Assert.That(devices.Fringes[0][^1].IsInterrupted, Is.True, "and says so, because B could not know");
        Assert.That(devices.Fringes[1][^1].IsInterrupted, Is.False);
    }

    [Test]
    public void Commands_AreAnswered()
    {
        var devices = new TwoWayDevices(new TwoWayOptions());
        Assert.That(devices.Command(0, CommandVerb.Configure, 0x7F).Status, Is.EqualTo(CommandStatus.UnknownKey));
        Assert.That(devices.Command(0, CommandVerb.Query, 0x7F).Status, Is.EqualTo(CommandStatus.UnknownKey));
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Dwell, 1).Status, Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Rate, 5).Status, Is.EqualTo(CommandStatus.Full),
            "it does not run");
        Assert.That(devices.Command(0, CommandVerb.Query, TwoWayKey.StepNumerator).Value, Is.EqualTo(1000));
        Assert.That(devices.Command(0, CommandVerb.Query, TwoWayKey.StepDenominator).Value, Is.EqualTo(1));
        Assert.That(devices.Command(0, CommandVerb.Query, TwoWayKey.HighestPosition).Value, Is.EqualTo(5000));
        Assert.That(devices.Command(0, CommandVerb.Query, TwoWayKey.LowestPosition).Value, Is.EqualTo(-5000));
        Settle(devices);
        devices.StartBoth();
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Dwell, 5000).Status, Is.EqualTo(CommandStatus.Running));
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Rate, long.MaxValue).Status,
            Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Measure, 0).Status, Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(devices.Command(0, CommandVerb.Configure, TwoWayKey.Measure, FringeRecord.PackMeasure(1, 1)).Status,
            Is.EqualTo(CommandStatus.Full), "no rate yet");
        Assert.That(devices.Command(0, CommandVerb.Stop, LoopKind.TwoWay).Status, Is.EqualTo(CommandStatus.Ok));
        var bare = new DeviceLoop(new Board(new SimulatedMonotonicClock(), new InMemoryLink().EndA), new LinkParameters());
        Assert.That(bare.Step(), Is.True, "a board without these parts runs");
    }

    [Test]
    public void Step_AllocatesNothing_OnceTheLoopRuns()
    {
        var devices = new TwoWayDevices(new TwoWayOptions());
        Alone(devices, lowestRate: 100_000_000, doublings: 2);
        devices.Run(10);
        long allocated = 0;
        int before = devices.Fringes[0].Count;
        for (int i = 0; i < 1000; i++)
        {
            devices.Advance();
            long start = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 5; step++) devices.Loops[0].Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - start;
        }

        Assert.That(devices.Fringes[0].Count, Is.GreaterThan(before), "the loop did work");
        Assert.That(allocated, Is.Zero);
    }

    private static void Settle(TwoWayDevices devices)
    {
        devices.SetBoth(TwoWayKey.QuarterWave, (long)Math.Round(256 * Wavelength / 4e-9));
        devices.SetBoth(TwoWayKey.StepZero, -500);
    }

    private static void Alone(TwoWayDevices devices, int lowestRate, int doublings)
    {
        Settle(devices);
        devices.SetBoth(TwoWayKey.Mode, TwoWayMode.Alone);
        devices.SetBoth(TwoWayKey.LowestRate, lowestRate);
        devices.SetBoth(TwoWayKey.Doublings, doublings);
        devices.SetBoth(TwoWayKey.RampSettle, 300_000);
        devices.SetBoth(TwoWayKey.Slot, 1_500_000);
        devices.StartBoth();
    }
}
