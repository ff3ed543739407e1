using Qit.Randomness.Trials;

namespace Qit.Randomness.Blocks;

/// <summary>
/// The trials one station has delivered and the other has not matched yet: a bounded queue of copied chunks in trial
/// order.
/// </summary>
internal sealed class StationStream(int capacityTrials)
{
    private readonly Queue<Chunk> chunks = new();
    private long nextExpected = -1; // -1: nothing delivered yet
    private bool breakPending;

    public int PendingTrials { get; private set; }

    /// <summary>Number of the next trial to take. The members below need a pending trial.</summary>
    public long NextTrial => Head.First + Head.Position;

    /// <summary>Trials that can be taken in one piece.</summary>
    public int Available => Head.Count - Head.Position;

    /// <summary>True when the station repeated trial numbers just before the next trial.</summary>
    public bool IsBroken => Head.IsBroken;

    private Chunk Head => chunks.Peek();

    /// <summary>Appends a chunk.</summary>
    /// <returns>Trials that repeat numbers already passed, and pending trials thrown away to make room.</returns>
    public (int Overlap, int Overflow) Add(
        long firstTrial, int count, ReadOnlySpan<byte> settings, ReadOnlySpan<byte> outcomes)
    {
        int overlap = (int)Math.Clamp(nextExpected - firstTrial, 0, count);
        breakPending |= overlap > 0;
        int added = count - overlap;
        if (added == 0) return (overlap, 0);
        int overflow = 0;
        if (PendingTrials + added > capacityTrials)
        {
            overflow = PendingTrials;
            chunks.Clear();
            PendingTrials = 0;
        }
        chunks.Enqueue(new Chunk(firstTrial, count, settings.ToArray(), outcomes.ToArray())
        {
            Position = overlap,
            IsBroken = breakPending,
        });
        breakPending = false;
        PendingTrials += added;
        nextExpected = firstTrial + count;
        return (overlap, overflow);
    }

    /// <summary>Copies the next count trials (at most Available) into words and takes them.</summary>
    public void Take(int count, Span<ulong> settings, Span<ulong> outcomes)
    {
        Chunk head = Head;
        PackedBits.Extract(head.Settings, head.Position, count, settings);
        PackedBits.Extract(head.Outcomes, head.Position, count, outcomes);
        Skip(count);
    }

    /// <summary>Takes the next count trials (at most Available) unseen.</summary>
    public void Skip(int count)
    {
        Chunk head = Head;
        head.Position += count;
        head.IsBroken = false;
        PendingTrials -= count;
        if (head.Position == head.Count) chunks.Dequeue();
    }

    /// <summary>Forgets that the stream was broken here, once the reader has acted on it.</summary>
    public void ClearBreak() => Head.IsBroken = false;

    private sealed class Chunk(long first, int count, byte[] settings, byte[] outcomes)
    {
        public long First => first;

        public int Count => count;

        public byte[] Settings => settings;

        public byte[] Outcomes => outcomes;

        public int Position { get; set; }

        public bool IsBroken { get; set; }
    }
}
