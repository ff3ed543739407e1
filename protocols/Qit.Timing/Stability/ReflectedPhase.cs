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
            // The reflected part of a term is made from frequencies that its other part spans already, so that gaps
            // count once, where they are.
            missingBefore = new int[phase.Length];
            for (int index = 0; index < phase.Length; index++)
                missingBefore[index] = before[Math.Clamp(index - last, 0, last)];
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
}
