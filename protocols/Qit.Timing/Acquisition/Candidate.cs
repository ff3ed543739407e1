using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qit.Timing.Acquisition;

/// <summary>A place in the coarse search that stands out of its neighbourhood.</summary>
/// <param name="Score">Height above the local floor in its standard deviations.</param>
/// <param name="Lag">Place of the peak in bins, to within one bin.</param>
/// <param name="Skew">Skew it was found at.</param>
/// <param name="Excess">Pairs above the floor.</param>
internal readonly record struct Candidate(double Score, double Lag, double Skew, double Excess);

/// <summary>Lists what stands out of a correlation, best first. Neighbouring lags count as one.</summary>
internal sealed class CandidateScan
{
    /// <summary>Standard deviations that a place must stand out by to be looked at.</summary>
    public const double Threshold = 4.6;

    private const int Block = 64; // bins that the floor is averaged over; between blocks it is interpolated
    private readonly List<Candidate> found = [];
    private readonly int capacity;
    private float[] floors = [];

    /// <summary>A list.</summary>
    /// <param name="capacity">Most candidates kept.</param>
    public CandidateScan(int capacity) => this.capacity = capacity;

    /// <summary>Candidates, best first after <see cref="Sort"/>.</summary>
    public IReadOnlyList<Candidate> Found => found;

    /// <summary>Score below which a peak is not looked at.</summary>
    public double CutScore { get; private set; } = Threshold;

    /// <summary>Highest local floor met, pairs in a bin.</summary>
    public double HighestFloor { get; private set; }

    /// <summary>Empties the list; floor and cut stay.</summary>
    public void Clear() => found.Clear();

    /// <summary>Best first, within capacity.</summary>
    public void Sort()
    {
        found.Sort((one, other) => other.Score.CompareTo(one.Score));
        if (found.Count <= capacity) return;
        CutScore = Math.Max(CutScore, found[capacity].Score);
        found.RemoveRange(capacity, found.Count - capacity);
    }

    /// <summary>Scores every bin, and every two neighbours, against the floor around them.</summary>
    /// <param name="counts">Correlation on a ring, at least 64 bins.</param>
    /// <param name="skew">Skew it was made at.</param>
    /// <param name="firstLag">First lag searched.</param>
    /// <param name="lags">Lags searched from there on; at most all.</param>
    public void Scan(ReadOnlySpan<float> counts, double skew, long firstLag, int lags)
    {
        int mask = counts.Length - 1;
        int blocks = counts.Length / Block;
        AverageBlocks(counts, blocks);
        int start = (int)(firstLag & mask);
        int half = Block / 2;
        // Half blocks, from the middle of one block to the next border or from there on to the next middle.
        for (int done = 0; done < lags;)
        {
            int at = (start + done) & mask;
            int from = at / half * half;
            int end = Math.Min(from + half, at + lags - done);
            int block = from / Block;
            bool upper = (from & half) != 0;
            int other = (block + (upper ? 1 : blocks - 1)) % blocks;
            float middle = floors[block];
            float slope = (floors[other] - middle) / Block * (upper ? 1 : -1);
            float floor = middle + (slope * (at - (block * Block) - half + 0.5f));
            ScanRun(counts, at, end, Math.Max(floor, 0), slope, skew, firstLag, start);
            done += end - at;
        }
    }

    private void AverageBlocks(ReadOnlySpan<float> counts, int blocks)
    {
        if (floors.Length < blocks) floors = new float[blocks];
        ref float data = ref MemoryMarshal.GetReference(counts);
        for (int block = 0; block < blocks; block++)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int at = 0; at < Block; at += 8) sum += Vector256.LoadUnsafe(ref data, (nuint)((block * Block) + at));
            floors[block] = Vector256.Sum(sum) / Block;
            if (floors[block] > HighestFloor) HighestFloor = floors[block];
        }
    }

    private void ScanRun(
        ReadOnlySpan<float> counts, int at, int end, float floor, float slope, double skew, long firstLag, int start)
    {
        float middle = Math.Max(floor + (slope * (end - at) / 2), 0.02f);
        float single = Excess(middle);
        float both = Excess(2 * middle);
        ref float data = ref MemoryMarshal.GetReference(counts);
        int index = at;
        if (end < counts.Length - 8)
        {
            Vector256<float> ramp = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) * slope;
            for (; index <= end - 8; index += 8)
            {
                Vector256<float> level = ramp + Vector256.Create(floor + (slope * (index - at)));
                Vector256<float> over = Vector256.LoadUnsafe(ref data, (nuint)index) - level;
                Vector256<float> next = Vector256.LoadUnsafe(ref data, (nuint)index + 1) - level;
                Vector256<float> stands = Vector256.GreaterThan(over, Vector256.Create(single))
                    | Vector256.GreaterThan(over + next, Vector256.Create(both));
                uint bits = stands.ExtractMostSignificantBits();
                for (; bits != 0; bits &= bits - 1) Look(counts, index + BitOperations.TrailingZeroCount(bits), at, floor, slope, skew, firstLag, start);
            }
        }

        for (; index < end; index++) Look(counts, index, at, floor, slope, skew, firstLag, start);
    }

    private void Look(
        ReadOnlySpan<float> counts, int bin, int at, float floor, float slope, double skew, long firstLag, int start)
    {
        int mask = counts.Length - 1;
        float level = Math.Max(floor + (slope * (bin - at)), 0.02f);
        float over = counts[bin] - level;
        float both = over + counts[(bin + 1) & mask] - level;
        double scoreSingle = over > Excess(level) ? over / Math.Sqrt(level) : 0;
        double scoreBoth = both > Excess(2 * level) ? both / Math.Sqrt(2 * level) : 0;
        if (scoreSingle <= 0 && scoreBoth <= 0) return;
        long lag = firstLag + ((bin - start) & mask);
        Keep(scoreSingle > scoreBoth
            ? new Candidate(scoreSingle, lag, skew, over)
            : new Candidate(scoreBoth, lag + 0.5, skew, both));
    }

    /// <summary>Pairs above a floor that chance gives as seldom as the threshold says: Cornish-Fisher's first term makes
    /// up for the long tail of small Poisson means.</summary>
    private static float Excess(float floor) =>
        (float)((Threshold * Math.Sqrt(floor)) + (((Threshold * Threshold) - 1) / 6));

    private void Keep(Candidate candidate)
    {
        if (found.Count > 0 && found[^1].Skew == candidate.Skew && Math.Abs(found[^1].Lag - candidate.Lag) <= 2)
        {
            if (candidate.Score > found[^1].Score) found[^1] = candidate;
            return;
        }

        if (candidate.Score <= CutScore) return;
        found.Add(candidate);
        if (found.Count >= 4 * capacity) Sort();
    }
}
