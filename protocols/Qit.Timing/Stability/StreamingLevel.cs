using System.Numerics;

namespace Qit.Timing.Stability;

/// <summary>One octave of <see cref="StreamingStability"/>: the last phases at every s-th value, and the last blocks of s
/// neighbouring values, s a power of two. Lags here are in units of s.</summary>
internal sealed class StreamingLevel
{
    private readonly double[] points;
    private readonly PhaseBlock[] blocks;
    private readonly int mask;
    private long pointCount;
    private long blockCount;
    private bool hasPending;

    public StreamingLevel(int overlap)
    {
        // The longest reach is a third difference: 3 lags and the point itself.
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(3 * overlap) + 1);
        points = new double[capacity];
        blocks = new PhaseBlock[capacity];
        mask = capacity - 1;
    }

    /// <summary>The first half of the next level's block, empty if there is none.</summary>
    public PhaseBlock Pending { get; private set; } = PhaseBlock.Empty;

    public void AddPoint(double phase) => points[pointCount++ & mask] = phase;

    public void AddBlock(PhaseBlock block) => blocks[blockCount++ & mask] = block;

    /// <summary>Takes a block of this level that has just been added; every second call makes one of the next
    /// level.</summary>
    public bool TryPair(ref PhaseBlock block)
    {
        hasPending = !hasPending;
        if (hasPending)
        {
            Pending = block;
            return false;
        }

        block = Pending.With(block);
        Pending = PhaseBlock.Empty;
        return true;
    }

    /// <summary>Adds the terms that end at the newest point.</summary>
    /// <param name="sums">Where to.</param>
    /// <param name="lag">Averaging factor in units of s.</param>
    /// <param name="isWholeStep">True if the newest point's index is a multiple of the averaging factor.</param>
    public void AddDifferences(ref StreamingSums sums, int lag, bool isWholeStep)
    {
        long newest = pointCount - 1;
        if (newest < lag) return;
        double step = Step(newest, lag);
        sums.TimeIntervalError.Add(step);
        AddWindow(ref sums, lag, points[newest & mask]);
        if (newest < 2 * lag) return;
        double before = Step(newest - lag, lag);
        double second = step - before;
        sums.OverlappingAllan.Add(second);
        if (isWholeStep) sums.Allan.Add(second);
        if (newest < 3 * lag) return;
        double third = second - (before - Step(newest - (2 * lag), lag));
        sums.OverlappingHadamard.Add(third);
        if (isWholeStep) sums.Hadamard.Add(third);
    }

    /// <summary>Adds the term of MDEV that ends with the newest block.</summary>
    public void AddModified(ref StreamingSums sums, int lag)
    {
        if (blockCount < 3 * lag) return;
        double first = 0;
        double second = 0;
        double third = 0;
        for (long index = blockCount - lag; index < blockCount; index++)
        {
            third += blocks[index & mask].Sum;
            second += blocks[(index - lag) & mask].Sum;
            first += blocks[(index - (2 * lag)) & mask].Sum;
        }

        sums.Modified.Add(third - second - (second - first));
    }

    /// <summary>Peak-to-peak value of the last blocks, one more than the overlap, and what has come since.</summary>
    public double WideSpread(int overlap, PhaseBlock since)
    {
        PhaseBlock all = since;
        for (long index = Math.Max(0, blockCount - overlap - 1); index < blockCount; index++)
            all = all.With(blocks[index & mask]);
        return Math.Max(0, all.Largest - all.Smallest);
    }

    private void AddWindow(ref StreamingSums sums, int lag, double newest)
    {
        // A window of m + 1 values is lag blocks and the newest point, whose own block is not there yet.
        PhaseBlock window = new(newest);
        for (long index = blockCount - lag; index < blockCount; index++) window = window.With(blocks[index & mask]);
        double spread = window.Largest - window.Smallest;
        if (double.IsNaN(window.Sum)) sums.WindowsLeftOut++;
        else
        {
            sums.Windows++;
            sums.LargestSpread = Math.Max(sums.LargestSpread, spread);
        }

        if (blockCount > lag) window = window.With(blocks[(blockCount - lag - 1) & mask]);
        sums.LargestWideSpread = Math.Max(sums.LargestWideSpread, window.Largest - window.Smallest);
    }

    private double Step(long index, int lag) => points[index & mask] - points[(index - lag) & mask];
}
