using CsCheck;
using Qit.Protocols.RoundTrip;

namespace Qit.Protocols.Tests.RoundTrip;

public class RoundTripMachineTests
{
    private const int Max = 4000;

    [Test]
    public void Plan_IsFollowed_PointByPoint_AndWhatItCountedComesOut() =>
        (from positions in Gen.Int[-Max, Max].Array[1, 100]
         from dwells in Gen.Int[1, 500].Array[100]
         from approach in Gen.Int[0, 50]
         select (positions, dwells, approach)).Sample(
            s =>
            {
                var bench = new Bench();
                bench.Machine.Settings.TrySet(RoundTripKey.Approach, s.approach);
                Assert.That(bench.Machine.TryStart(), Is.True);
                int sent = 0;
                while (bench.Received.Count < s.positions.Length)
                {
                    while (sent < s.positions.Length && bench.Machine.Plan.TryAdd(s.positions[sent], s.dwells[sent])) sent++;
                    bench.Step();
                }
                Assert.That(bench.Received.Select(r => r.Position), Is.EqualTo(s.positions));
                Assert.That(bench.Received.Select(r => r.Number), Is.EqualTo(Enumerable.Range(1, s.positions.Length)));
                for (int i = 0; i < s.positions.Length; i++)
                {
                    // The fake counts a coincidence for each live millisecond, and 100 ms gates may be an eighth too long.
                    Assert.That(bench.Received[i].Live, Is.InRange(s.dwells[i] * 1000L, (s.dwells[i] * 1000L) + 12_500));
                    Assert.That(bench.Received[i].Coincidences, Is.EqualTo(bench.Received[i].Live / 1000).Within(6));
                }
                Assert.That(bench.WasEverReachedFromAbove, Is.EqualTo(false).Or.EqualTo(s.approach == 0));
            },
            iter: 30);

    [Test]
    public void Plan_Full_SaysSo_AndLosesNothing()
    {
        var plan = new DwellPlan();
        for (int i = 0; i < DwellPlan.Capacity; i++) Assert.That(plan.TryAdd(i, 1), Is.True);
        Assert.That(plan.TryAdd(99, 1), Is.False);
        for (int i = 0; i < DwellPlan.Capacity; i++)
        {
            Assert.That(plan.TryTake(out int position, out _, out int number), Is.True);
            Assert.That((position, number), Is.EqualTo((i, i + 1)));
        }
        Assert.That(plan.TryTake(out _, out _, out _), Is.False);
    }

    [Test]
    public void PackedPoint_ComesBack() =>
        Gen.Select(Gen.Int, Gen.Int[1, DwellPlan.MaxDwellMilliseconds]).Sample((position, dwell) =>
        {
            long packed = DwellPlan.Pack(position, dwell);
            return DwellPlan.PositionOf(packed) == position && DwellPlan.DwellOf(packed) == dwell;
        });

    [TestCase(0.5)]
    [TestCase(0.95)]
    public void Alone_FindsTheDip_AndFollowsItWhenItMoves(double visibility)
    {
        var bench = new Bench { Visibility = visibility, DipCentre = 1234, CountsPerMillisecond = 20 };
        bench.Machine.Settings.TrySet(RoundTripKey.Mode, RoundTripMode.Alone);
        Assert.That(bench.Machine.TryStart(), Is.True);
        bench.RunUntil(() => bench.Machine.Phase == RoundTripPhase.Track, 3000);
        for (int i = 0; i < 400; i++) bench.Dwell();
        Assert.That(bench.Machine.Centre / 256.0, Is.EqualTo(1234).Within(5));
        for (int i = 0; i < 300; i++)
        {
            bench.DipCentre += 1;
            for (int dwell = 0; dwell < 4; dwell++) bench.Dwell();
        }
        // A loop of the first kind lags behind a steady motion by the motion of 2^shift = 4 cycles, 3 to 4 steps.
        Assert.That(bench.Machine.Centre / 256.0, Is.EqualTo(bench.DipCentre).Within(10));
        Assert.That(bench.Machine.LostDipCount, Is.Zero);
    }

    [Test]
    public void Alone_SearchesAgain_WhenTheDipJumps()
    {
        var bench = new Bench { Visibility = 0.9, DipCentre = -2000, CountsPerMillisecond = 20 };
        bench.Machine.Settings.TrySet(RoundTripKey.Mode, RoundTripMode.Alone);
        bench.Machine.TryStart();
        bench.RunUntil(() => bench.Machine.Phase == RoundTripPhase.Track, 3000);
        bench.DipCentre = 2500;
        bench.RunUntil(() => bench.Machine.LostDipCount > 0 && bench.Machine.Phase == RoundTripPhase.Track, 6000);
        for (int i = 0; i < 100; i++) bench.Dwell();
        Assert.That(bench.Machine.Centre / 256.0, Is.EqualTo(2500).Within(5));
    }

    [Test]
    public void Sweep_NeverStopsScanning()
    {
        var bench = new Bench { Visibility = 0.9, CountsPerMillisecond = 20 };
        bench.Machine.Settings.TrySet(RoundTripKey.Mode, RoundTripMode.Sweep);
        bench.Machine.TryStart();
        for (int i = 0; i < 1000; i++) bench.Dwell();
        Assert.That(bench.Machine.Phase, Is.EqualTo(RoundTripPhase.Search));
    }

    [Test]
    public void SettingsThatDoNotFit_AreRefused()
    {
        var machine = new RoundTripMachine(0, 100, 1);
        Assert.That(machine.Settings.TrySet(RoundTripKey.ScanTo, 101), Is.False);
        Assert.That(machine.Settings.TrySet(RoundTripKey.Width, 1), Is.False);
        machine.Settings.TrySet(RoundTripKey.Mode, RoundTripMode.Alone);
        Assert.That(machine.TryStart(), Is.False, "100 steps are not four widths of 64");
        machine.Settings.TrySet(RoundTripKey.Width, 10);
        Assert.That(machine.TryStart(), Is.False, "the flanks are 4.8 widths away");
        machine.Settings.TrySet(RoundTripKey.Flank, 8);
        Assert.That(machine.TryStart(), Is.True);
    }

    [Test]
    public void Block_NeverThrows_OnHostileBytes() =>
        Gen.Byte.Array[0, 1024].Sample(bytes =>
        {
            new DwellBlock().TryRead(bytes, bytes.Length);
            return true;
        });

    [Test]
    public void TenMillionGates_AllocateNothing()
    {
        var bench = new Bench { Visibility = 0.9, CountsPerMillisecond = 20, KeepsResults = false };
        bench.Machine.Settings.TrySet(RoundTripKey.Mode, RoundTripMode.Alone);
        bench.Machine.Settings.TrySet(RoundTripKey.Settle, 0);
        bench.Machine.TryStart();
        for (int i = 0; i < 1000; i++) bench.Dwell();
        Assert.That(bench.Machine.Phase, Is.EqualTo(RoundTripPhase.Track));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long end = bench.Gates + 10_000_000; bench.Gates < end;) bench.Step();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(bench.Machine.DwellCount, Is.GreaterThan(9_000_000));
        Assert.That(allocated, Is.Zero);
    }
}
