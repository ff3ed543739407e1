// Brings results to every open page as server-sent events. A page first gets the whole state, then every change after
// it, with no gap and no repetition: both happen under one lock. A page that does not keep up is dropped; its browser
// comes back by itself and starts from the whole state again. So memory is bounded whatever the pages do.
using System.Text;
using Qit.Agent.Publishing;
using Qit.Agent.Results;

namespace Qit.Agent.Dashboard;

/// <summary>The state of the page and its readers. Safe for several threads.</summary>
internal sealed class DashboardFeed(RunIdentity run, Func<PublisherStatus>? publisher)
{
    /// <summary>Events that may wait for one page.</summary>
    public const int ClientCapacity = 256;

    /// <summary>Pages served at once.</summary>
    public const int MaximumClients = 32;

    private readonly Lock gate = new();
    private readonly DashboardState state = new(run);
    private readonly List<DashboardClient> clients = [];
    private bool isComplete;
    private long droppedClientCount;

    /// <summary>Pages dropped because they did not keep up.</summary>
    public long DroppedClientCount => Interlocked.Read(ref droppedClientCount);

    /// <summary>Takes a result in; never waits.</summary>
    public void Apply(AgentResult result)
    {
        lock (gate)
        {
            (string name, byte[] json) = state.Apply(result);
            Broadcast(Frame(name, json));
        }
    }

    /// <summary>Tells every page that we live, and how publishing does.</summary>
    public void Heartbeat()
    {
        byte[] frame = Frame("heartbeat", DashboardState.WritePublisher(publisher?.Invoke()) ?? "null"u8.ToArray());
        lock (gate)
            Broadcast(frame);
    }

    /// <summary>The whole state as JSON.</summary>
    public byte[] Snapshot()
    {
        lock (gate)
            return state.WriteSnapshot(publisher?.Invoke());
    }

    /// <summary>Adds a page; null when there are too many.</summary>
    public DashboardClient? Subscribe()
    {
        lock (gate)
        {
            if (isComplete || clients.Count >= MaximumClients)
                return null;
            var client = new DashboardClient(ClientCapacity);
            client.TryOffer(Frame("snapshot", state.WriteSnapshot(publisher?.Invoke())));
            clients.Add(client);
            return client;
        }
    }

    /// <summary>The page has gone.</summary>
    public void Unsubscribe(DashboardClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    /// <summary>Ends every page's stream.</summary>
    public void Complete()
    {
        lock (gate)
        {
            isComplete = true;
            foreach (DashboardClient client in clients)
                client.Complete();
            clients.Clear();
        }
    }

    private static byte[] Frame(string name, byte[] json) =>
        [.. Encoding.ASCII.GetBytes($"event: {name}\ndata: "), .. json, .. "\n\n"u8];

    private void Broadcast(byte[] frame)
    {
        for (int index = clients.Count - 1; index >= 0; index--)
        {
            if (clients[index].TryOffer(frame))
                continue;
            clients[index].Drop();
            clients.RemoveAt(index);
            Interlocked.Increment(ref droppedClientCount);
        }
    }
}
