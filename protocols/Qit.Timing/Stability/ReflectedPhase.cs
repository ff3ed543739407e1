namespace Qit.Timing.Stability;

/// <summary>Phase continued beyond both ends by point reflection, as TOTDEV wants it (NIST SP 1065, section 5.11):
/// x[-j] = 2 x[0] - x[j], x[N-1+j] = 2 x[N-1] - x[N-1-j].</summary>
internal sealed class ReflectedPhase
{
    private readonly int points;
    private readonly double[] phase;
    private readonly int[] missingBefore;

    public ReflectedPhase(ClockData data)
    {
        ReadOnlySpan<double> x = data.PhaseSeconds;
        points = x.Length;
        int last = points - 1;
        phase = new double[(3 * points) - 2];
        x.CopyTo(phase.AsSpan(last));
        for (int step = 1; step < points; step++)
        {
            phase[last - step] = (2 * x[0]) - x[step];
            phase[last + last + step] = (2 * x[last]) - x[last - step];
        }

        missingBefore = [];
        if (data.FromFrequency && data.MissingBefore is int[] before)
        {
            // The frequencies between reflected points are those between their originals.
            missingBefore = new int[phase.Length];
            for (int index = 1; index < phase.Length; index++)
            {
                int gaps = Math.Abs(before[Original(index)] - before[Original(index - 1)]);
                missingBefore[index] = missingBefore[index - 1] + gaps;
            }
        }
    }

    /// <summary>The sum of squared second differences about every point but the first and the last.</summary>
    public double SumOfSquares(int m, bool hasNaN, out int terms, out int leftOut)
    {
        // Centres are points 1 to N-2; the second difference starts m before its centre.
        int from = points - m;
        int length = points - 2 + (2 * m);
        ReadOnlySpan<int> gaps = missingBefore.Length == 0 ? [] : missingBefore.AsSpan(from, length);
        return DifferenceSums.OfSquares(
            phase.AsSpan(from, length), 2, m, 1, gaps, hasNaN, out terms, out leftOut);
    }

    /// <summary>The point that one of the continued phase is, or is the reflection of.</summary>
    private int Original(int index)
    {
        int last = points - 1;
        int original = Math.Abs(index - last);
        return original > last ? (2 * last) - original : original;
    }
}
