using Qit.Randomness.Blocks;
using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.Blocks;

/// <summary>
/// The rule of the block builder said trial by trial, for comparison: which runs of numbers become blocks.
/// </summary>
internal static class BlockReference
{
    /// <summary>A chunk by number; its bits come from the common recording.</summary>
    public readonly record struct Chunk(int First, int Count);

    public static (List<int> FirstTrials, BlockLosses Losses) Blocks(List<Chunk> a, List<Chunk> b, int blockTrials)
    {
        (HashSet<int> hasA, HashSet<int> brokenA, int overlapA) = Deliver(a);
        (HashSet<int> hasB, HashSet<int> brokenB, int overlapB) = Deliver(b);
        int[] complete = [.. hasA.Intersect(hasB).Order()];
        var firsts = new List<int>();
        int filled = 0;
        int start = 0;
        long discardedBlocks = 0, discardedTrials = 0, missing = 0;
        for (int i = 0; i < complete.Length; i++)
        {
            int trial = complete[i];
            bool gap = i > 0 && trial != complete[i - 1] + 1;
            // A break may sit on a trial that only one station has: anywhere since the last complete trial.
            int from = i > 0 ? complete[i - 1] + 1 : trial;
            bool broken = Enumerable.Range(from, trial - from + 1).Any(t => brokenA.Contains(t) || brokenB.Contains(t));
            if (gap) missing += trial - complete[i - 1] - 1;
            if ((gap || broken) && filled > 0)
            {
                discardedBlocks++;
                discardedTrials += filled;
                filled = 0;
            }
            if (filled == 0) start = trial;
            filled++;
            if (filled < blockTrials) continue;
            firsts.Add(start);
            filled = 0;
        }
        return (firsts, new BlockLosses(discardedBlocks, discardedTrials, missing, overlapA + overlapB, 0));
    }

    private static (HashSet<int> Has, HashSet<int> Broken, int Overlap) Deliver(List<Chunk> chunks)
    {
        var has = new HashSet<int>();
        var broken = new HashSet<int>();
        int next = 0;
        int overlap = 0;
        bool pending = false;
        foreach (Chunk chunk in chunks)
        {
            for (int t = chunk.First; t < chunk.First + chunk.Count; t++)
            {
                if (t < next)
                {
                    overlap++;
                    pending = true;
                    continue;
                }
                if (pending) broken.Add(t);
                pending = false;
                has.Add(t);
                next = t + 1;
            }
        }
        return (has, broken, overlap);
    }

    /// <summary>Cuts chunks at random places; the trials delivered stay the same.</summary>
    public static List<Chunk> Cut(List<Chunk> chunks, SplitMix random)
    {
        var cut = new List<Chunk>();
        foreach (Chunk chunk in chunks)
        {
            int done = 0;
            while (done < chunk.Count)
            {
                int count = Math.Min(chunk.Count - done, 1 + random.Next(random.NextBit() == 1 ? 9 : 300));
                cut.Add(new Chunk(chunk.First + done, count));
                done += count;
            }
        }
        return cut;
    }
}
