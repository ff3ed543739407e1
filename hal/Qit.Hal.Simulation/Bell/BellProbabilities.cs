namespace Qit.Hal.Simulation;

/// <summary>The table p(ab|xy) of a simulated Bell test; immutable.</summary>
public sealed class BellProbabilities
{
    private readonly double[] table;

    /// <summary>Takes the table.</summary>
    /// <param name="table">p(ab|xy) at index 4 (2x + y) + 2a + b; each row of four has sum 1 within 1e-12.</param>
    /// <exception cref="ArgumentException">A value is no probability, or a row does not have sum 1.</exception>
    public BellProbabilities(ReadOnlySpan<double> table)
    {
        if (table.Length != 16) throw new ArgumentException($"A table has 16 values, not {table.Length}.", nameof(table));
        for (int row = 0; row < 16; row += 4)
        {
            double sum = table[row] + table[row + 1] + table[row + 2] + table[row + 3];
            if (!(Math.Abs(sum - 1) <= 1e-12) || table.Slice(row, 4).ContainsAnyExceptInRange(0, 1 + 1e-12))
                throw new ArgumentException(
                    $"Row {row / 4} has sum {sum}; right would be four probabilities with sum 1.", nameof(table));
        }
        this.table = table.ToArray();
    }

    /// <summary>p(ab|xy). Each argument is 0 or 1.</summary>
    public double this[int a, int b, int x, int y] => table[(8 * x) + (4 * y) + (2 * a) + b];

    /// <summary>S = E00 + E01 + E10 - E11; at most 2 for local devices.</summary>
    public double S => (8 * WinningProbability) - 4;

    /// <summary>Probability of a xor b = x and y for equally likely settings.</summary>
    public double WinningProbability
    {
        get
        {
            double sum = 0;
            for (int z = 0; z < 4; z++)
                for (int a = 0; a < 2; a++)
                    sum += this[a, a ^ ((z >> 1) & z), z >> 1, z & 1];
            return sum / 4;
        }
    }
}
