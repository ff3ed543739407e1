using System.Numerics;

namespace Qit.Randomness.Trials;

/// <summary>
/// Counts packed trials exactly. Sixty-four trials are one step of sixteen population counts on words; no branch
/// depends on a trial.
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
        int fullWords = trialCount / 64;
        for (int w = 0; w < fullWords; w++)
        {
            int at = 8 * w;
            AddWord(cells, PackedBits.LoadWord(x, at), PackedBits.LoadWord(y, at),
                PackedBits.LoadWord(a, at), PackedBits.LoadWord(b, at), ulong.MaxValue);
        }
        if ((trialCount & 63) != 0)
        {
            int at = 8 * fullWords;
            AddWord(cells, PackedBits.LoadWord(x, at), PackedBits.LoadWord(y, at),
                PackedBits.LoadWord(a, at), PackedBits.LoadWord(b, at), BitString.LastWordMask(trialCount));
        }
        return new TrialCounts(cells);
    }

    /// <summary>Counts the test trials of a record.</summary>
    internal static TrialCounts Count(TrialRecord record)
    {
        Span<long> cells = stackalloc long[TrialCounts.CellCount];
        cells.Clear();
        ReadOnlySpan<ulong> x = record.X.Words, y = record.Y.Words, a = record.A.Words, b = record.B.Words;
        ReadOnlySpan<ulong> tests = record.Tests is null ? default : record.Tests.Words;
        for (int w = 0; w < x.Length; w++)
        {
            ulong valid = w == x.Length - 1 ? BitString.LastWordMask(record.Length) : ulong.MaxValue;
            AddWord(cells, x[w], y[w], a[w], b[w], tests.IsEmpty ? valid : tests[w]);
        }
        return new TrialCounts(cells);
    }

    private static void AddWord(Span<long> cells, ulong x, ulong y, ulong a, ulong b, ulong valid)
    {
        ulong both = a & b;
        AddRow(cells, ~x & ~y & valid, a, b, both);
        AddRow(cells[4..], ~x & y & valid, a, b, both);
        AddRow(cells[8..], x & ~y & valid, a, b, both);
        AddRow(cells[12..], x & y & valid, a, b, both);
    }

    private static void AddRow(Span<long> row, ulong selected, ulong a, ulong b, ulong both)
    {
        int n = BitOperations.PopCount(selected);
        int nA = BitOperations.PopCount(selected & a);
        int nB = BitOperations.PopCount(selected & b);
        int nBoth = BitOperations.PopCount(selected & both);
        row[0] += n - nA - nB + nBoth;
        row[1] += nB - nBoth;
        row[2] += nA - nBoth;
        row[3] += nBoth;
    }

    private static void CheckLength(ReadOnlySpan<byte> bits, int trialCount, string name)
    {
        int expected = BitString.ByteCount(trialCount);
        if (bits.Length != expected)
            throw new ArgumentException(
                $"{trialCount} trials are packed into {expected} bytes; {bits.Length} were given.", name);
    }
}
