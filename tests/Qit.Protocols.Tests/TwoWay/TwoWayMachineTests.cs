using CsCheck;
using Qit.Protocols.TwoWay;

namespace Qit.Protocols.Tests.TwoWay;

public class TwoWayMachineTests
{
    [Test]
    public void Plan_RunsTheRamps_SaysSo_AndCountsUpAndDown()
    {
        var bench = new TwoWayBench();
        Assert.That(bench.Machine.TryStart(0), Is.True);
        Assert.That(bench.Machine.TryMeasure(7, 1, 0), Is.False, "the ramps do not run");
        Assert.That(bench.Machine.TryPrepare(-3000), Is.True);
        bench.RunUntil(() => bench.Received.Count == 1);
        Assert.That(bench.Received[0].Cycles, Is.Zero);
        Assert.That(bench.Received[0].Rate, Is.EqualTo(-3000));
        Assert.That(bench.Machine.TryMeasure(7, 3, bench.Now), Is.True);
        Assert.That(bench.Machine.TryMeasure(8, 3, bench.Now), Is.False, "one is under way");
        bench.RunUntil(() => bench.Received.Count == 2);
        Assert.That(bench.Received[1].Number, Is.EqualTo(7));
        Assert.That(bench.Received[1].Cycles, Is.EqualTo(3));
        Assert.That(bench.Received[1].Live, Is.EqualTo(new long[] { 6000, 6000, 6000, 6000 }));
        Assert.That(bench.Places, Is.EqualTo(new[] { 0, 100, 200, 300, 200, 100, 0, 100, 200, 300, 200, 100, 0, 100, 200, 300, 200, 100, 0 }));
        Assert.That(bench.Machine.TryMeasure(8, 1, bench.Now), Is.True, "the ramps still run");
    }

    [Test]
    public void FringeThatIsDropped_LeavesNoBeliefInWhereThePhaseShifterIs()
    {
        var bench = new TwoWayBench();
        bench.Machine.TryStart(0);
        bench.Machine.TryPrepare(1);
        bench.RunUntil(() => bench.Received.Count == 1);
        bench.Machine.TryMeasure(1, 1, bench.Now);
        bench.RunUntil(() => bench.Machine.Stage == TwoWayStage.Moving && bench.Machine.TargetSteps == 100);
        // It was last at rest at 0, where the next fringe begins, but has set out.
        bench.Machine.TryPrepare(2);
        bench.RunUntil(() => bench.Received.Count == 2);
        bench.Machine.TryMeasure(2, 1, bench.Now);
        Assert.That(bench.Machine.Stage, Is.EqualTo(TwoWayStage.Moving));
        Assert.That(bench.Machine.TargetSteps, Is.Zero);
    }

    /// <summary>The order is what does it: up only, a drift of 0.2 rad/s would move the phase by 2 mrad.</summary>
    [Test]
    public void SteadyDrift_DoesNotMoveTheMiddleOfTheFringe()
    {
        foreach (double drift in new[] { -0.2, 0, 0.2 })
        {
            var bench = new TwoWayBench { RadiansPerSecond = drift };
            bench.Machine.TryStart(0);
            bench.Machine.TryPrepare(0);
            bench.RunUntil(() => bench.Received.Count == 1);
            long began = bench.Now;
            bench.Machine.TryMeasure(1, 1, began);
            bench.RunUntil(() => bench.Received.Count == 2);
            double middle = drift * (began + bench.Now) / 2e6;
            Assert.That(bench.Received[1].Phase, Is.EqualTo(middle).Within(1e-4));
        }
    }

    [Test]
    public void LostGates_AreCountedAnew_AndSaidSo()
    {
        var bench = new TwoWayBench { LoseGatesFrom = 3, LoseGatesTo = 5 };
        bench.Machine.TryStart(0);
        bench.Machine.TryPrepare(1);
        bench.RunUntil(() => bench.Received.Count == 1);
        bench.Machine.TryMeasure(1, 1, bench.Now);
        bench.RunUntil(() => bench.Received.Count == 2);
        Assert.That(bench.Machine.LostGateCount, Is.EqualTo(2));
        Assert.That(bench.Received[1].IsInterrupted, Is.True);
        Assert.That(bench.Received[1].Live, Is.EqualTo(new long[] { 2000, 2000, 2000, 2000 }));
    }

    [Test]
    public void Alone_ItClimbsTheRates_CountsTheTurns_AndFollows()
    {
        // 2 rad at the lowest rate.
        var bench = new TwoWayBench { RadiansPerRate = 2e-7, RestRadians = 2.9, RadiansPerSecond = 0.001 };
        Alone(bench);
        bench.RunUntil(() => bench.Received.Count >= 40);
        int[] rates = [.. bench.Received.Take(10).Select(one => one.Rate)];
        Assert.That(rates, Is.EqualTo(new[]
        {
            0, 10_000_000, 20_000_000, 40_000_000, 80_000_000, 160_000_000, 320_000_000, 640_000_000, 1_280_000_000, 1_280_000_000,
        }));
        Assert.That(bench.Machine.Phase, Is.EqualTo(TwoWayPhase.Track));
        // 256 rad are 40 turns; the drift since rest is in it too.
        double expected = (1_280_000_000 * 2e-7) + (0.001 * bench.Now * 1e-6);
        Assert.That(bench.Machine.TrackedPhase * 2 * Math.PI / 4294967296.0, Is.EqualTo(expected).Within(0.01));
        Assert.That(bench.TrackedPhase, Is.EqualTo(bench.Machine.TrackedPhase), "the blocks carry it");
        Assert.That(bench.Machine.LostFringeCount, Is.Zero);
    }

    [Test]
    public void Alone_WithoutLight_ItSaysThatThePhaseIsLost()
    {
        var bench = new TwoWayBench { Visibility = 0 };
        Alone(bench);
        bench.RunUntil(() => bench.Received.Count >= 20);
        Assert.That(bench.Received[19].IsLost, Is.True);
        Assert.That(bench.Machine.TrackedPhase, Is.EqualTo(FringeBlock.NoPhase));
    }

    [Test]
    public void Alone_SlotsKeepTheirGrid_WhateverHappens()
    {
        var bench = new TwoWayBench { RampsNeed = 200_000 };
        Alone(bench);
        bench.RunUntil(() => bench.Machine.LostFringeCount == 5);
        Assert.That(bench.Now, Is.InRange(500_000, 510_000), "five slots of 100 ms whose ramps never came up");
        Assert.That(bench.Machine.RateNanometresPerSecond, Is.EqualTo(160_000_000), "the other station is there too");
    }

    [Test]
    public void SettingsThatDoNotFit_AreRefused()
    {
        var machine = new TwoWayMachine(0, 300, 1);
        Assert.That(machine.Settings.TrySet(TwoWayKey.QuarterWave, 0), Is.False);
        Assert.That(machine.Settings.TrySet(TwoWayKey.QuarterWave, 101 << 8), Is.True);
        Assert.That(machine.TryStart(0), Is.False, "three quarter waves are 303 steps");
        machine.Settings.TrySet(TwoWayKey.QuarterWave, 100 << 8);
        Assert.That(machine.TryStart(0), Is.True);
        Assert.That(machine.TryPrepare(1), Is.True);
        machine.Settings.TrySet(TwoWayKey.Mode, TwoWayMode.Alone);
        machine.Settings.TrySet(TwoWayKey.LowestRate, 1_500_000_000);
        Assert.That(machine.TryStart(0), Is.False, "doubled seven times");
        machine.Settings.TrySet(TwoWayKey.Doublings, 0);
        Assert.That(machine.TryStart(0), Is.True);
        Assert.That(machine.TryPrepare(1), Is.False, "it goes by its own plan");
        machine.Settings.TrySet(TwoWayKey.Slot, 10_000);
        Assert.That(machine.TryStart(0), Is.False, "a slot without time for a fringe");
    }

    [Test]
    public void Record_SurvivesTheLink() =>
        Gen.Select(Gen.Int, Gen.Long[0, FringeRecord.Max], Gen.Int[0, 0xFFFF], Gen.Bool).Sample((rate, count, number, isLost) =>
        {
            var record = new FringeRecord();
            record.Begin(number, TwoWayPhase.Plan, rate, count);
            record.EndedMicroseconds = count + 5;
            record.Cycles = number;
            record.DevicePhase = rate;
            record.IsLost = isLost;
            record.IsInterrupted = !isLost;
            for (int step = 0; step < 4; step++) record.Set(step, Math.Max(1, count), count, count - (count / 2));
            byte[] payload = new byte[FringeBlock.HeaderLength + FringeBlock.RecordLength];
            FringeBlock.PutHeader(payload, 9, rate, 1);
            FringeBlock.Put(payload, 0, record);
            var block = new FringeBlock();
            Assert.That(block.TryRead(payload, payload.Length), Is.True);
            FringeRecord read = block.Record(0);
            Assert.That((block.FirstRecord, block.TrackedPhase), Is.EqualTo((9L, (long)rate)));
            Assert.That((read.Number, read.RateNanometresPerSecond, read.DevicePhase), Is.EqualTo((number, rate, rate)));
            Assert.That((read.BeganMicroseconds, read.EndedMicroseconds), Is.EqualTo((count, count + 5)));
            Assert.That((read.IsLost, read.IsInterrupted, read.Cycles), Is.EqualTo((isLost, !isLost, number)));
            Assert.That((read.Live(3), read.Plus(3), read.Minus(3)), Is.EqualTo((Math.Max(1, count), count, count - (count / 2))));
        });

    [Test]
    public void Block_NeverThrows_OnHostileBytes() =>
        Gen.Byte.Array[0, 1024].Sample(bytes =>
        {
            new FringeBlock().TryRead(bytes, bytes.Length);
            byte[] likely = [.. new byte[16], 1, 0, 0, 0, .. bytes];
            new FringeBlock().TryRead(likely, likely.Length);
            return true;
        });

    private static void Alone(TwoWayBench bench)
    {
        TwoWaySettings settings = bench.Machine.Settings;
        settings.TrySet(TwoWayKey.Mode, TwoWayMode.Alone);
        settings.TrySet(TwoWayKey.RampSettle, 10_000);
        settings.TrySet(TwoWayKey.Slot, 100_000);
        settings.TrySet(TwoWayKey.Cycles, 2);
        Assert.That(bench.Machine.TryStart(0), Is.True);
    }
}
