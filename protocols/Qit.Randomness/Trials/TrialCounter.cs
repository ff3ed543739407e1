using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Qit.Randomness.Trials;

/// <summary>
/// Counts packed trials exactly, at the speed of memory. The bits that are one in both, three or all four of x, y, a, b are
/// counted for every set of them, and differences of those sixteen counts are the cells; no branch depends on a trial.
/// </summary>
public static class TrialCounter
{
    /// <summary>Counts trials from packed settings and outcomes of both stations.</summary>
    /// <param name="x">
    /// Settings of station A, least significant bit first: trial i is bit i mod 8 of byte i / 8.
    /// </param>
    /// <param name="y">Settings of station B, as x.</param>
    /// <param name="a">Outcomes of station A, as x.</param>
    /// <param name="b">Outcomes of station B, as x.</param>
    /// <param name="trialCount">Number of trials. Bits beyond it in the last byte are ignored.</param>
    /// <exception cref="ArgumentException">An array does not have ceil(trialCount / 8) bytes.</exception>
    public static TrialCounts Count(
        ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int trialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trialCount);
        CheckLength(x, trialCount, nameof(x));
        CheckLength(y, trialCount, nameof(y));
        CheckLength(a, trialCount, nameof(a));
        CheckLength(b, trialCount, nameof(b));
        Span<long> cells = stackalloc long[TrialCounts.CellCount];
        cells.Clear();
        int whole = trialCount / 64; // the order of a word's bytes does not matter to a count
        AddTo(cells, new TrialPlanes(Words(x, whole), Words(y, whole), Words(a, whole), Words(b, whole), 64 * whole));
        if ((trialCount & 63) != 0)
        {
            int at = 8 * whole;
            AddTo(cells, new TrialPlanes([PackedBits.LoadWord(x, at)], [PackedBits.LoadWord(y, at)],
                [PackedBits.LoadWord(a, at)], [PackedBits.LoadWord(b, at)], trialCount & 63));
        }
        return new TrialCounts(cells);
    }

    /// <summary>Counts the test trials of planes.</summary>
    public static TrialCounts Count(TrialPlanes trials)
    {
        Span<long> cells = stackalloc long[TrialCounts.CellCount];
        cells.Clear();
        AddTo(cells, trials);
        return new TrialCounts(cells);
    }

    /// <summary>Adds the counts of the test trials to a table; allocates nothing.</summary>
    /// <param name="cells">Sixteen counts at index 4 (2x + y) + 2a + b.</param>
    /// <param name="trials">The trials; those that are no test are left out.</param>
    public static void AddTo(Span<long> cells, TrialPlanes trials)
    {
        if (cells.Length != TrialCounts.CellCount)
            throw new ArgumentException($"A table has {TrialCounts.CellCount} counts, not {cells.Length}.", nameof(cells));
        Span<long> sets = stackalloc long[TrialCounts.CellCount];
        sets.Clear();
        int whole = trials.Count / 64;
        int done = 0;
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) done = Tally<Lanes512>(trials, whole, sets);
        else if (Avx2.IsSupported) done = Tally<Lanes256>(trials, whole, sets);
        else if (AdvSimd.Arm64.IsSupported || Ssse3.IsSupported) done = Tally<Lanes128>(trials, whole, sets);
        TallyWords(trials, done, sets);
        // From "at least these bits are one" to "exactly these": take away, for each bit, those where it is one too.
        for (int bit = 1; bit < TrialCounts.CellCount; bit <<= 1)
            for (int set = 0; set < TrialCounts.CellCount; set++)
                if ((set & bit) == 0) sets[set] -= sets[set | bit];
        for (int cell = 0; cell < TrialCounts.CellCount; cell++) cells[cell] += sets[cell];
    }

    /// <summary>The portable form, which also counts what does not fill a vector.</summary>
    internal static void TallyWords(TrialPlanes trials, int from, Span<long> sets)
    {
        int words = trials.X.Length;
        for (int w = from; w < words; w++)
        {
            ulong valid = w == words - 1 ? BitString.LastWordMask(trials.Count) : ulong.MaxValue;
            if (!trials.Tests.IsEmpty) valid &= trials.Tests[w];
            ulong x = trials.X[w] & valid, y = trials.Y[w] & valid, a = trials.A[w], b = trials.B[w];
            TallyRow(sets[..4], valid, a, b);
            TallyRow(sets[4..8], y, a, b);
            TallyRow(sets[8..12], x, a, b);
            TallyRow(sets[12..], x & y, a, b);
        }
    }

    /// <summary>The vector form on whole words.</summary>
    /// <returns>Words counted: as many as fill whole vectors.</returns>
    internal static int Tally<TLanes>(TrialPlanes trials, int words, Span<long> sets)
        where TLanes : struct, ILanes<TLanes>
    {
        ref ulong x = ref MemoryMarshal.GetReference(trials.X);
        ref ulong y = ref MemoryMarshal.GetReference(trials.Y);
        ref ulong a = ref MemoryMarshal.GetReference(trials.A);
        ref ulong b = ref MemoryMarshal.GetReference(trials.B);
        ref ulong t = ref MemoryMarshal.GetReference(trials.Tests);
        bool areAllTests = trials.Tests.IsEmpty;
        int vectors = words / TLanes.Words;
        for (int from = 0; from < vectors; from += LaneTally<TLanes>.VectorsMaximum)
        {
            int end = Math.Min(from + LaneTally<TLanes>.VectorsMaximum, vectors);
            LaneTally<TLanes> tally = default;
            for (int v = from; v < end; v++)
            {
                int at = v * TLanes.Words;
                TLanes valid = areAllTests ? TLanes.AllOnes : TLanes.Load(ref t, at);
                tally.Add(valid, TLanes.Load(ref x, at), TLanes.Load(ref y, at), TLanes.Load(ref a, at), TLanes.Load(ref b, at));
            }
            tally.AddTo(sets);
        }
        return vectors * TLanes.Words;
    }

    private static void TallyRow(Span<long> row, ulong selected, ulong a, ulong b)
    {
        row[0] += BitOperations.PopCount(selected);
        row[1] += BitOperations.PopCount(selected & b);
        row[2] += BitOperations.PopCount(selected & a);
        row[3] += BitOperations.PopCount(selected & a & b);
    }

    private static ReadOnlySpan<ulong> Words(ReadOnlySpan<byte> bytes, int words) =>
        MemoryMarshal.Cast<byte, ulong>(bytes[..(8 * words)]);

    private static void CheckLength(ReadOnlySpan<byte> bits, int trialCount, string name)
    {
        int expected = BitString.ByteCount(trialCount);
        if (bits.Length != expected)
            throw new ArgumentException(
                $"{trialCount} trials are packed into {expected} bytes; {bits.Length} were given.", name);
    }
}
