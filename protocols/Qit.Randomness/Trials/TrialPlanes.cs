namespace Qit.Randomness.Trials;

/// <summary>
/// Consecutive trials as planes of 64-bit words, on borrowed memory: trial i is bit i mod 64 of word i / 64 of each plane.
/// What writers, readers and counters hand to each other without a copy.
/// </summary>
public readonly ref struct TrialPlanes
{
    /// <summary>Takes the planes.</summary>
    /// <param name="x">Settings of station A, ceil(count / 64) words. Bits beyond the count are ignored by all readers.</param>
    /// <param name="y">Settings of station B.</param>
    /// <param name="a">Outcomes of station A.</param>
    /// <param name="b">Outcomes of station B.</param>
    /// <param name="count">Number of trials, at least 0.</param>
    /// <param name="tests">1 where a trial is a test; empty when every trial is one.</param>
    /// <exception cref="ArgumentException">A plane does not have ceil(count / 64) words.</exception>
    public TrialPlanes(
        ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int count,
        ReadOnlySpan<ulong> tests = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckLength(x, count, nameof(x));
        CheckLength(y, count, nameof(y));
        CheckLength(a, count, nameof(a));
        CheckLength(b, count, nameof(b));
        if (!tests.IsEmpty) CheckLength(tests, count, nameof(tests));
        X = x;
        Y = y;
        A = a;
        B = b;
        Tests = tests;
        Count = count;
    }

    /// <summary>Settings of station A.</summary>
    public ReadOnlySpan<ulong> X { get; }

    /// <summary>Settings of station B.</summary>
    public ReadOnlySpan<ulong> Y { get; }

    /// <summary>Outcomes of station A.</summary>
    public ReadOnlySpan<ulong> A { get; }

    /// <summary>Outcomes of station B.</summary>
    public ReadOnlySpan<ulong> B { get; }

    /// <summary>1 where a trial is a test; empty when every trial is one.</summary>
    public ReadOnlySpan<ulong> Tests { get; }

    /// <summary>Number of trials.</summary>
    public int Count { get; }

    /// <summary>The planes of a record.</summary>
    public static TrialPlanes Of(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ReadOnlySpan<ulong> tests = record.Tests is null ? default : record.Tests.Words;
        return new TrialPlanes(
            record.X.Words, record.Y.Words, record.A.Words, record.B.Words, record.Length, tests);
    }

    private static void CheckLength(ReadOnlySpan<ulong> plane, int count, string name)
    {
        int expected = BitString.WordCount(count);
        if (plane.Length != expected)
            throw new ArgumentException($"{count} trials take {expected} words; {plane.Length} were given.", name);
    }
}
