// The queue between the results and the broker. It promises:
//  - order per topic is kept;
//  - a state message is replaced in place by a newer one of its topic (counted as superseded): readers of a state want
//    the present one;
//  - values and data leave only by being sent, or, when the bound is reached, oldest first and counted as dropped;
//  - after a reconnection the last message of every retained topic is sent again, since a broker may have lost it.
// It is in memory: what is queued when the process dies is lost.
using System.Diagnostics.CodeAnalysis;

namespace Qit.Agent.Publishing;

/// <summary>A bounded queue of messages. Safe for any number of threads; one of them takes.</summary>
public sealed class OutboundQueue
{
    private readonly Lock gate = new();
    private readonly int capacityMessages;
    private readonly long capacityBytes;
    private readonly LinkedList<OutboundMessage> pending = [];
    private readonly Dictionary<string, LinkedListNode<OutboundMessage>> pendingState = [];
    private readonly OrderedDictionary<string, OutboundMessage> lastRetained = [];
    private TaskCompletionSource arrival = NewArrival();
    private int boundedMessages;
    private long boundedBytes;
    private long supersededCount;
    private long droppedCount;

    /// <param name="capacityMessages">Values and data that may wait, at least 1.</param>
    /// <param name="capacityBytes">Bytes of payload of values and data that may wait, at least 1.</param>
    public OutboundQueue(int capacityMessages, long capacityBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 1);
        this.capacityMessages = capacityMessages;
        this.capacityBytes = capacityBytes;
    }

    /// <summary>Messages waiting; states replaced before they were sent; values and data lost to the bound.</summary>
    public (long Queued, long Superseded, long Dropped) Counts
    {
        get
        {
            lock (gate)
                return (pending.Count, supersededCount, droppedCount);
        }
    }

    /// <summary>Adds a message; never waits.</summary>
    public void Add(OutboundMessage message)
    {
        lock (gate)
        {
            if (message.IsRetained)
                lastRetained[message.Topic] = message;
            if (message.Kind == MessageKind.State &&
                pendingState.TryGetValue(message.Topic, out LinkedListNode<OutboundMessage>? older))
            {
                older.Value = message;
                supersededCount++;
            }
            else
            {
                Account(pending.AddLast(message));
                DropOverflow();
            }
            arrival.TrySetResult();
        }
    }

    /// <summary>Takes the oldest message out. What could not be sent must come back by <see cref="PutBack"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out OutboundMessage? message)
    {
        lock (gate)
        {
            LinkedListNode<OutboundMessage>? first = pending.First;
            message = first?.Value;
            if (first is not null)
                Remove(first);
            else if (arrival.Task.IsCompleted)
                arrival = NewArrival();
            return first is not null;
        }
    }

    /// <summary>
    /// Returns to the front what a lost connection did not deliver. States and repetitions need no return:
    /// <see cref="AddRetainedAgain"/> brings their newest on the next connection.
    /// </summary>
    public void PutBack(OutboundMessage message)
    {
        if (!message.IsMissedWhenLost)
            return;
        lock (gate)
        {
            Account(pending.AddFirst(message));
            DropOverflow();
        }
    }

    /// <summary>Puts the last message of every retained topic in front, unless one of its topic waits anyway.</summary>
    public void AddRetainedAgain()
    {
        lock (gate)
        {
            HashSet<string> waiting = [.. pending.Select(message => message.Topic)];
            foreach (OutboundMessage message in lastRetained.Values.Reverse())
            {
                if (!waiting.Contains(message.Topic))
                    Account(pending.AddFirst(message with { IsRepetition = true }));
            }
        }
    }

    /// <summary>Ends at once when something waits, else when something arrives.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (gate)
            return pending.Count > 0 ? Task.CompletedTask : arrival.Task.WaitAsync(cancellation);
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void DropOverflow()
    {
        LinkedListNode<OutboundMessage>? node = pending.First;
        while (node is not null && (boundedMessages > capacityMessages || boundedBytes > capacityBytes))
        {
            LinkedListNode<OutboundMessage>? next = node.Next;
            if (node.Value.IsMissedWhenLost)
            {
                Remove(node);
                droppedCount++;
            }
            node = next;
        }
    }

    private void Account(LinkedListNode<OutboundMessage> node)
    {
        OutboundMessage message = node.Value;
        if (message.IsMissedWhenLost)
        {
            boundedMessages++;
            boundedBytes += message.Payload.Length;
        }
        else if (message.Kind == MessageKind.State)
        {
            pendingState[message.Topic] = node;
        }
    }

    private void Remove(LinkedListNode<OutboundMessage> node)
    {
        OutboundMessage message = node.Value;
        pending.Remove(node);
        if (message.IsMissedWhenLost)
        {
            boundedMessages--;
            boundedBytes -= message.Payload.Length;
        }
        else if (message.Kind == MessageKind.State)
        {
            pendingState.Remove(message.Topic);
        }
    }
}
