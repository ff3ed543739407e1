using CsCheck;
using Qit.Protocols.OneWay;

namespace Qit.Protocols.Tests.OneWay;

public class PathMachineTests
{
    [Test]
    public void Alone_GoesThroughAllConfigurations_AndBackTheSameWay()
    {
        PathMachine machine = Started(3, PathMode.Alone);
        (int, bool)[] there = [(0, false), (0, true), (1, false), (1, true), (2, false), (2, true)];
        (int, bool)[] cycle = [.. there, .. there.Reverse()];
        for (int dwell = 0; dwell < 2 * cycle.Length; dwell++)
        {
            PathBlock block = RunDwell(machine, 1000 * dwell);
            Assert.That((block.PathLength, block.IsSwapped), Is.EqualTo(cycle[dwell % cycle.Length]));
            Assert.That(block.Number, Is.EqualTo(dwell));
            Assert.That(block.PlanNumber, Is.Zero);
        }
    }

    [Test]
    public void Lengths_LimitsTheCycle()
    {
        var machine = new PathMachine(5);
        Assert.That(machine.TrySet(PathKey.Lengths, 2, out _), Is.True);
        Assert.That(machine.TrySet(PathKey.Lengths, 6, out _), Is.False);
        machine.TrySet(PathKey.Mode, PathMode.Alone, out _);
        machine.Start();
        Assert.That(Enumerable.Range(0, 20).Max(dwell => RunDwell(machine, dwell * 1000).PathLength), Is.EqualTo(1));
    }

    [Test]
    public void Plan_IsFollowedInOrder_AndThenTheMachineWaits()
    {
        PathMachine machine = Started(4, PathMode.Plan);
        machine.Advance(0);
        Assert.That(machine.Stage, Is.EqualTo(PathStage.Waiting));
        Assert.That(machine.Plan.TryAdd(PathPlan.Pack(3, true, 5000)), Is.True);
        Assert.That(machine.Plan.TryAdd(PathPlan.Pack(1, false, 7000)), Is.True);
        PathBlock first = RunDwell(machine, 100);
        Assert.That((first.PathLength, first.IsSwapped, first.PlanNumber), Is.EqualTo((3, true, 1)));
        Assert.That(first.EndMicroseconds - first.BeginMicroseconds, Is.EqualTo(5000));
        PathBlock second = RunDwell(machine, 10_000);
        Assert.That((second.PathLength, second.IsSwapped, second.PlanNumber), Is.EqualTo((1, false, 2)));
        machine.Advance(99_999);
        Assert.That(machine.Stage, Is.EqualTo(PathStage.Waiting));
    }

    [Test]
    public void Plan_PacksWhatItUnpacks_AndRefusesTheRest() =>
        Gen.Select(Gen.Int[0, 15], Gen.Bool, Gen.Long[PathPlan.MinDwellMicroseconds, PathPlan.MaxDwellMicroseconds], Gen.Long)
            .Sample((length, isSwapped, dwell, any) =>
            {
                long packed = PathPlan.Pack(length, isSwapped, dwell);
                bool isGood = PathPlan.IsDwell(any, 16)
                    == (PathPlan.DwellOf(any) is >= PathPlan.MinDwellMicroseconds and <= PathPlan.MaxDwellMicroseconds
                        && PathPlan.Pack(PathPlan.LengthOf(any), PathPlan.IsSwappedOf(any), PathPlan.DwellOf(any)) == any
                        && PathPlan.LengthOf(any) < 16);
                return isGood && PathPlan.IsDwell(packed, 16) && PathPlan.LengthOf(packed) == length
                    && PathPlan.IsSwappedOf(packed) == isSwapped && PathPlan.DwellOf(packed) == dwell
                    && PathPlan.IsDwell(packed, length) == false;
            });

    [Test]
    public void Plan_TakesSoMany_AndNumbersThem()
    {
        var plan = new PathPlan();
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < PathPlan.Capacity; i++) Assert.That(plan.TryAdd(i), Is.True);
            Assert.That(plan.TryAdd(0), Is.False);
            for (int i = 0; i < PathPlan.Capacity; i++)
            {
                Assert.That(plan.TryTake(out long dwell, out int number), Is.True);
                Assert.That((dwell, number), Is.EqualTo(((long)i, (round * PathPlan.Capacity) + i + 1)));
            }

            Assert.That(plan.TryTake(out _, out _), Is.False);
        }

        plan.Clear();
        plan.TryAdd(5);
        plan.TryTake(out _, out int anew);
        Assert.That(anew, Is.EqualTo(1));
    }

    [Test]
    public void LostSwitch_BeginsTheDwellAnew_AndItsMarkSaysWhereItBegan()
    {
        PathMachine machine = Started(2, PathMode.Alone);
        machine.Advance(0);
        machine.HandleSelected(0);
        machine.Advance(1_000);
        machine.HandleDrained(500, 0, 0, 1_000);
        Assert.That(machine.IsKeeping, Is.True);
        machine.HandleLost();
        Assert.That(machine.IsKeeping, Is.False);
        Assert.That(machine.LostDwellCount, Is.EqualTo(1));
        PathBlock block = RunDwell(machine, 5_000);
        Assert.That(block.FromTicks, Is.GreaterThan(500));
        Assert.That((block.PathLength, block.IsSwapped), Is.EqualTo((0, false)));
    }

    [Test]
    public void CallsOutOfTurn_AreMistakes()
    {
        var machine = new PathMachine(1);
        Assert.That(() => machine.HandleSelected(0), Throws.InvalidOperationException);
        Assert.That(() => machine.HandleDrained(0, 0, 0, 0), Throws.InvalidOperationException);
        Assert.That(machine.HandleLost, Throws.InvalidOperationException);
        Assert.That(() => new PathMachine(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PathMachine(17), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(machine.TrySet(PathKey.Dwell, 999, out _), Is.False);
        Assert.That(machine.TrySet(PathKey.Settle, -1, out _), Is.False);
        Assert.That(machine.TrySet(PathKey.Mode, 2, out _), Is.False);
        machine.TrySet(0x60, 1, out bool isKnown);
        Assert.That(isKnown, Is.False);
        Assert.That(machine.TryGet(0x60, out _), Is.False);
    }

    [Test]
    public void Block_WriteAndRead_AreInverse() =>
        (from times in Gen.Long[0, long.MaxValue / 2].Array[5]
         from counts in Gen.Long[0, 0xFFFFFFFF].Array[2]
         from plan in Gen.Int[0, 0xFFFF]
         from length in Gen.Int[0, 255]
         from isSwapped in Gen.Bool
         select (times, counts, plan, length, isSwapped)).Sample(s =>
        {
            var written = new PathBlock
            {
                Number = s.times[0], FromTicks = -s.times[1], ThroughTicks = s.times[2], BeginMicroseconds = s.times[3],
                EndMicroseconds = s.times[3] + s.times[4], TagCount = s.counts[0], LostCount = s.counts[1],
                PlanNumber = s.plan, PathLength = s.length, IsSwapped = s.isSwapped,
            };
            byte[] payload = new byte[PathBlock.Length];
            written.Write(payload);
            var read = new PathBlock();
            Assert.That(read.TryRead(payload, payload.Length), Is.True);
            foreach (var property in typeof(PathBlock).GetProperties())
                Assert.That(property.GetValue(read), Is.EqualTo(property.GetValue(written)), property.Name);
            Assert.That(read.TryRead(payload, payload.Length - 1), Is.False);
        });

    [TestCase(0, -1L)]
    [TestCase(16, long.MinValue)]
    [TestCase(24, -1L)]
    [TestCase(32, -1L)]
    [TestCase(48, 0x0200_0000_0000_0000L, Description = "an unknown flag")]
    public void Block_ThatMakesNoSense_IsRefused(int offset, long value)
    {
        byte[] payload = new byte[PathBlock.Length + 8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(offset), value);
        if (offset == 48) payload[51] = 2;
        Assert.That(new PathBlock().TryRead(payload, PathBlock.Length), Is.False);
    }

    private static PathMachine Started(int lengths, byte mode)
    {
        var machine = new PathMachine(lengths);
        machine.TrySet(PathKey.Mode, mode, out _);
        machine.Start();
        return machine;
    }

    /// <summary>Through one dwell with parts that are done at once; records come a tick a microsecond.</summary>
    private static PathBlock RunDwell(PathMachine machine, long now)
    {
        machine.Advance(now);
        if (machine.Stage == PathStage.Selecting) machine.HandleSelected(now);
        while (machine.Stage != PathStage.Marking)
        {
            machine.Advance(now);
            if (machine.Stage is PathStage.Draining or PathStage.Closing) machine.HandleDrained(now, now, 0, now);
            else now += 1000;
        }

        Assert.That(machine.IsKeeping, Is.False);
        Assert.That(machine.TryPeekMarker(out byte[] payload, out int length), Is.True);
        var block = new PathBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        machine.ClearMarker();
        return block;
    }
}
