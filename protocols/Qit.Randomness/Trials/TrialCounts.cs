using System.Globalization;

namespace Qit.Randomness.Trials;

/// <summary>
/// The sixteen counts n(a,b|x,y) of a two-station Bell test, the whole statistic that the tests and the certificate
/// read. Rows z = 2x + y, columns 2a + b; 1 stands for a click (or for the second detector). Immutable.
/// </summary>
public sealed class TrialCounts : IEquatable<TrialCounts>
{
    /// <summary>Number of cells.</summary>
    public const int CellCount = 16;

    private readonly long[] cells; // index 4 (2x + y) + 2a + b

    /// <summary>Takes sixteen counts, row by row.</summary>
    /// <param name="cells">Counts at index 4 (2x + y) + 2a + b, none negative.</param>
    /// <exception cref="ArgumentException">
    /// Not sixteen counts, a negative count, or a total beyond 2^63 - 1.
    /// </exception>
    public TrialCounts(ReadOnlySpan<long> cells)
    {
        if (cells.Length != CellCount)
            throw new ArgumentException(
                $"A table has {CellCount} counts (4 settings by 4 outcomes), not {cells.Length}.", nameof(cells));
        long total = 0;
        for (int i = 0; i < CellCount; i++)
        {
            if (cells[i] < 0)
                throw new ArgumentException($"Count {cells[i]} in row {i >> 2}, column {i & 3} is negative.",
                    nameof(cells));
            if (long.MaxValue - total < cells[i])
                throw new ArgumentException("The total of the counts does not fit 63 bits.", nameof(cells));
            total += cells[i];
        }
        this.cells = cells.ToArray();
        Total = total;
    }

    /// <summary>A table without trials.</summary>
    public static TrialCounts Empty { get; } = new(new long[CellCount]);

    /// <summary>Number of trials.</summary>
    public long Total { get; }

    /// <summary>n(a,b|x,y). Arguments are 0 or 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is neither 0 nor 1.</exception>
    public long this[int x, int y, int a, int b] =>
        cells[(8 * Bit(x, nameof(x))) + (4 * Bit(y, nameof(y))) + (2 * Bit(a, nameof(a))) + Bit(b, nameof(b))];

    /// <summary>Number of trials with settings x, y (0 or 1).</summary>
    public long SettingsTotal(int x, int y)
    {
        int row = (8 * Bit(x, nameof(x))) + (4 * Bit(y, nameof(y)));
        return cells[row] + cells[row + 1] + cells[row + 2] + cells[row + 3];
    }

    /// <summary>Number of trials that win the CHSH game: a xor b equals x and y.</summary>
    public long Wins => cells[0] + cells[3] + cells[4] + cells[7] + cells[8] + cells[11] + cells[13] + cells[14];

    /// <summary>Number of trials that lose the CHSH game.</summary>
    public long Losses => Total - Wins;

    /// <summary>A copy of the sixteen counts at index 4 (2x + y) + 2a + b.</summary>
    public long[] ToArray() => (long[])cells.Clone();

    /// <summary>The table of two runs together.</summary>
    /// <exception cref="ArgumentException">The total does not fit 63 bits.</exception>
    public TrialCounts Add(TrialCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (long.MaxValue - Total < other.Total)
            throw new ArgumentException("The total of the two tables does not fit 63 bits.", nameof(other));
        var sum = new long[CellCount];
        for (int i = 0; i < CellCount; i++) sum[i] = cells[i] + other.cells[i];
        return new TrialCounts(sum);
    }

    /// <summary>The table of two runs together.</summary>
    public static TrialCounts operator +(TrialCounts left, TrialCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.Add(right);
    }

    /// <summary>
    /// The same trials with settings renamed (0 and 1 exchanged) at one or both stations. A laboratory that puts the
    /// odd correlation at 00 instead of 11 calls this with both. The renaming belongs to the protocol and is fixed
    /// before the data, like every parameter.
    /// </summary>
    public TrialCounts RenameSettings(bool exchangeX, bool exchangeY)
    {
        int flip = (exchangeX ? 8 : 0) | (exchangeY ? 4 : 0);
        var renamed = new long[CellCount];
        for (int i = 0; i < CellCount; i++) renamed[i ^ flip] = cells[i];
        return new TrialCounts(renamed);
    }

    /// <inheritdoc/>
    public bool Equals(TrialCounts? other) => other is not null && cells.AsSpan().SequenceEqual(other.cells);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrialCounts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long cell in cells) hash.Add(cell);
        return hash.ToHashCode();
    }

    /// <summary>The counts row by row, for messages.</summary>
    public override string ToString() =>
        string.Join(" | ", Enumerable.Range(0, 4).Select(row => string.Join(
            ' ', Enumerable.Range(4 * row, 4).Select(i => cells[i].ToString(CultureInfo.InvariantCulture)))));

    private static int Bit(int value, string name) => (value & ~1) == 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Settings and outcomes are 0 or 1.");
}
