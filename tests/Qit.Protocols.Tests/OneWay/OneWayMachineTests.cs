using CsCheck;
using Qit.Protocols.OneWay;

namespace Qit.Protocols.Tests.OneWay;

public class OneWayMachineTests
{
    private const int Batch = 128;
    private const long FlushAfterMicroseconds = 200_000;

    [Test]
    public void Blocks_CarryEveryTag_InOrder_HoweverTheyAreHandedOver() =>
        (from steps in Gen.Int[1, 1 << 30].Array[0, 2_000]
         from channels in Gen.Byte[0, 3].Array[2_000]
         from chunk in Gen.Int[1, Batch]
         select (steps, channels, chunk)).Sample(
            sample =>
            {
                var machine = new OneWayMachine(32, FlushAfterMicroseconds, Batch);
                var received = new List<(long, byte)>();
                long time = 0;
                long[] times = sample.steps.Select(step => time += step).ToArray();
                int next = 0;
                while (next < times.Length)
                {
                    int count = Math.Min(Math.Min(sample.chunk, machine.Room), times.Length - next);
                    uint[] raw = times[next..(next + count)].Select(t => unchecked((uint)t)).ToArray();
                    machine.HandleRecords(raw, sample.channels[next..(next + count)], count, 0, next);
                    next += count;
                    Take(machine, next, received);
                }
                Take(machine, long.MaxValue / 2, received);
                var expected = times.Zip(sample.channels).Where(tag => tag.Second != 0);
                return received.SequenceEqual(expected) && machine.LostCount == 0;
            },
            iter: 50);

    [Test]
    public void Block_IsSentWhenOld_ThoughEmpty_SoThatTheGatewayKnowsItIsDark()
    {
        var machine = new OneWayMachine(32, FlushAfterMicroseconds, Batch);
        machine.HandleRecords([1_000], [0], 1, 0, nowMicroseconds: 5);
        Assert.That(machine.TryPeekBlock(out _, out _, 5 + FlushAfterMicroseconds - 1), Is.False);
        Assert.That(machine.TryPeekBlock(out byte[] payload, out int length, 5 + FlushAfterMicroseconds), Is.True);
        var block = new TagBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        Assert.That(block.Count, Is.Zero);
        Assert.That(block.CompleteThroughTicks, Is.EqualTo(1_000));
    }

    [Test]
    public void Discarding_KeepsTheTimeline_AndNoTag()
    {
        var machine = new OneWayMachine(32, FlushAfterMicroseconds, Batch);
        machine.HandleRecords([1_000], [1], 1, 0, nowMicroseconds: 0);
        machine.IsDiscarding = true;
        machine.HandleRecords([1_500_000_000, 3_000_000_000], [1, 1], 2, 0, 1);
        Assert.That(machine.TryPeekBlock(out byte[] payload, out int length, 1), Is.False, "not old yet");
        Assert.That(machine.TryPeekBlock(out payload, out length, 1, mustEnd: true), Is.True);
        var block = new TagBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        Assert.That(block.Ticks[..block.Count], Is.EqualTo(new long[] { 1_000 }));
        machine.ClearBlock();
        Assert.That(machine.HasBlock, Is.False);
        machine.IsDiscarding = false;
        // A whole turn after the first tag: only the discarded records between make it unambiguous.
        machine.HandleRecords([1_001], [1], 1, 0, 2);
        Assert.That(machine.TryPeekBlock(out payload, out length, 2, mustEnd: true), Is.True);
        Assert.That(block.TryRead(payload, length), Is.True);
        Assert.That(block.Ticks[..block.Count], Is.EqualTo(new[] { (1L << 32) + 1_001 }));
        Assert.That((machine.TagCount, machine.LostCount), Is.EqualTo((2, 0)));
    }

    [Test]
    public void Loss_IsCountedAndReportedWithTheNextBlock()
    {
        var machine = new OneWayMachine(32, FlushAfterMicroseconds, Batch);
        machine.HandleRecords([10, 20], [1, 1], 2, lostByTagger: 5, 0);
        machine.TryPeekBlock(out byte[] payload, out int length, FlushAfterMicroseconds);
        var block = new TagBlock();
        block.TryRead(payload, length);
        Assert.That(block.LostBefore, Is.EqualTo(5));
        machine.ClearBlock();
        machine.HandleRecords([30], [1], 1, 0, 0);
        machine.TryPeekBlock(out payload, out length, FlushAfterMicroseconds);
        block.TryRead(payload, length);
        Assert.That(block.LostBefore, Is.Zero);
        Assert.That(machine.LostCount, Is.EqualTo(5));
    }

    [Test]
    public void Tags_BeyondAFullBlock_AreCountedAsLost_NotWrittenOver()
    {
        var machine = new OneWayMachine(32, FlushAfterMicroseconds, 2_000);
        uint[] raw = Enumerable.Range(1, 2_000).Select(i => (uint)i).ToArray();
        machine.HandleRecords(raw, Enumerable.Repeat((byte)1, 2_000).ToArray(), 2_000, 0, 0);
        Assert.That(machine.TryPeekBlock(out byte[] payload, out int length, 0), Is.True);
        var block = new TagBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        Assert.That(block.Count + machine.LostCount, Is.EqualTo(2_000));
        Assert.That(machine.LostCount, Is.GreaterThan(0));
    }

    [Test]
    public void TagBlock_NeverThrows_OnHostileBytes() =>
        Gen.Byte.Array[0, 1024].Sample(bytes =>
        {
            new TagBlock().TryRead(bytes, bytes.Length);
            return true;
        });

    private static void Take(OneWayMachine machine, long now, List<(long, byte)> received)
    {
        if (!machine.TryPeekBlock(out byte[] payload, out int length, now))
            return;
        var block = new TagBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        for (int i = 0; i < block.Count; i++)
            received.Add((block.Ticks[i], block.Channels[i]));
        machine.ClearBlock();
    }
}
