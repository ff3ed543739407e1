using CsCheck;
using Qit.Agent.Publishing;

namespace Qit.Agent.Tests.Publishing;

public sealed class OutboundQueueTests
{
    [Test]
    public void NewerState_TakesTheOlderOnesPlace_AndIsCounted()
    {
        OutboundQueue queue = Queue();
        queue.Add(Message("a", 1, MessageKind.State));
        queue.Add(Message("b", 2, MessageKind.Value));
        queue.Add(Message("a", 3, MessageKind.State));
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 3, 2 }));
        Assert.That(queue.Counts, Is.EqualTo((0, 1, 0)));
    }

    [Test]
    public void Values_AreNeverSuperseded()
    {
        OutboundQueue queue = Queue();
        queue.Add(Message("a", 1, MessageKind.Value));
        queue.Add(Message("a", 2, MessageKind.Value));
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(queue.Counts.Superseded, Is.Zero);
    }

    [Test]
    public void FullQueue_DropsTheOldestData_KeepsStates_AndCounts()
    {
        OutboundQueue queue = Queue(capacityMessages: 2);
        queue.Add(Message("state", 9, MessageKind.State));
        for (byte i = 1; i <= 5; i++)
            queue.Add(Message("data", i, MessageKind.Data));
        Assert.That(queue.Counts, Is.EqualTo((3, 0, 3)));
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 9, 4, 5 }));
    }

    [Test]
    public void QueueFullInBytes_DropsTheOldestData()
    {
        var queue = new OutboundQueue(capacityMessages: 100, capacityBytes: 10);
        queue.Add(new OutboundMessage("data", new byte[6], MessageKind.Data, ""));
        queue.Add(new OutboundMessage("data", new byte[4], MessageKind.Data, ""));
        Assert.That(queue.Counts.Dropped, Is.Zero, "ten bytes fit");
        queue.Add(new OutboundMessage("data", new byte[1], MessageKind.Data, ""));
        Assert.That(queue.Counts, Is.EqualTo((2, 0, 1)));
    }

    [Test]
    public void AfterReconnection_EveryRetainedTopicIsSaidAgain_BeforeWhatWaits_ExceptWhereOneWaits()
    {
        OutboundQueue queue = Queue();
        queue.Add(Message("state", 1, MessageKind.State));
        queue.Add(Message("value", 2, MessageKind.Value));
        queue.Add(Message("data", 3, MessageKind.Data));
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 1, 2, 3 }), "delivered once");
        queue.Add(Message("value", 4, MessageKind.Value));
        queue.AddRetainedAgain();
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 1, 4 }), "the older value must not follow the newer one");
        queue.AddRetainedAgain();
        Assert.That(Drain(queue), Is.EqualTo(new byte[] { 1, 4 }));
    }

    [Test]
    public void PutBack_KeepsOrder_AndLeavesStatesToTheNextConnection()
    {
        OutboundQueue queue = Queue();
        queue.Add(Message("value", 1, MessageKind.Value));
        queue.Add(Message("value", 2, MessageKind.Value));
        queue.Add(Message("state", 3, MessageKind.State));
        Assert.That(queue.TryTake(out OutboundMessage? first), Is.True);
        queue.PutBack(first!);
        Assert.That(queue.TryTake(out first), Is.True);
        Assert.That(first!.Payload[0], Is.EqualTo(1));
        Assert.That(queue.TryTake(out _), Is.True);
        Assert.That(queue.TryTake(out OutboundMessage? state), Is.True);
        queue.PutBack(state!);
        Assert.That(queue.Counts.Queued, Is.Zero);
        queue.AddRetainedAgain();
        Assert.That(Drain(queue), Does.Contain((byte)3));
    }

    // Against a plain list: whatever happens, every value is taken, waits, or is counted as dropped; and in order.
    [Test]
    public void AnyHistory_LosesNoValueUncounted_AndKeepsOrder() =>
        Gen.Int[0, 5].Array[0, 60].Sample(steps =>
        {
            OutboundQueue queue = Queue(capacityMessages: 4);
            var taken = new List<byte>();
            byte number = 0;
            foreach (int step in steps)
            {
                if (step <= 2)
                    queue.Add(Message("value", ++number, MessageKind.Value));
                else if (step == 3)
                    queue.Add(Message("state", 0, MessageKind.State));
                else if (queue.TryTake(out OutboundMessage? message) && step == 4)
                    queue.PutBack(message);
                else if (message is { Kind: MessageKind.Value })
                    taken.Add(message.Payload[0]);
            }
            taken.AddRange(Drain(queue).Where(value => value != 0));
            Assert.That(taken, Is.Ordered.Ascending);
            Assert.That(taken.Count + queue.Counts.Dropped, Is.EqualTo(number));
        });

    [Test]
    public async Task Wait_EndsWhenSomethingArrives()
    {
        OutboundQueue queue = Queue();
        Assert.That(queue.TryTake(out _), Is.False);
        Task waiting = queue.WaitAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        queue.Add(Message("a", 1, MessageKind.State));
        await Support.Eventually.EndsAsync(waiting, "the waiter is told");
    }

    private static OutboundQueue Queue(int capacityMessages = 100) => new(capacityMessages, capacityBytes: 1_000_000);

    private static OutboundMessage Message(string topic, byte value, MessageKind kind) => new(topic, [value], kind, "");

    private static byte[] Drain(OutboundQueue queue)
    {
        var all = new List<byte>();
        while (queue.TryTake(out OutboundMessage? message))
            all.Add(message.Payload[0]);
        return [.. all];
    }
}
