namespace Qit.Timing.Stability;

/// <summary>The averaging factors m to compute a stability curve at.</summary>
public static class AveragingFactors
{
    /// <summary>1, 2, 4, ... up to a largest.</summary>
    /// <param name="largest">The largest allowed.</param>
    public static int[] Octaves(int largest)
    {
        var factors = new List<int>();
        for (long factor = 1; factor <= largest; factor *= 2) factors.Add((int)factor);
        return [.. factors];
    }

    /// <summary>1, 2, 5, 10, 20, 50, ... up to a largest.</summary>
    /// <param name="largest">The largest allowed.</param>
    public static int[] Decades(int largest)
    {
        var factors = new List<int>();
        for (long decade = 1; decade <= largest; decade *= 10)
        {
            foreach (int step in (ReadOnlySpan<int>)[1, 2, 5])
            {
                if (step * decade <= largest) factors.Add((int)(step * decade));
            }
        }

        return [.. factors];
    }

    /// <summary>1, 2, 3, ... up to a largest.</summary>
    /// <param name="largest">The largest allowed.</param>
    public static int[] All(int largest) => [.. Enumerable.Range(1, Math.Max(0, largest))];
}
