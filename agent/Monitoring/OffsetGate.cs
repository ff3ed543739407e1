namespace Qit.Agent.Monitoring;

/// <summary>Lets every message through once. QoS 1 delivers at least once, and a broker says retained ones again; a message is
/// named by gateway, run and number. Memory is bounded: of each gateway the newest numbers of a few runs.</summary>
internal sealed class OffsetGate
{
    private const int Kept = 4096;
    private const int RunsKept = 4;

    private readonly Dictionary<string, List<Run>> gateways = [];

    /// <summary>False when the message has come before.</summary>
    public bool TryPass(string gateway, string runId, long seq)
    {
        if (!gateways.TryGetValue(gateway, out List<Run>? runs))
            gateways[gateway] = runs = [];
        Run? run = runs.Find(one => one.Id == runId);
        if (run is null)
        {
            if (runs.Count == RunsKept)
                runs.RemoveAt(0);
            runs.Add(run = new Run(runId));
        }
        if (!run.Seen.Add(seq))
            return false;
        run.Order.Enqueue(seq);
        if (run.Order.Count > Kept)
            run.Seen.Remove(run.Order.Dequeue());
        return true;
    }

    private sealed record Run(string Id)
    {
        public HashSet<long> Seen { get; } = [];

        public Queue<long> Order { get; } = [];
    }
}
