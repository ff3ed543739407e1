using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Does a station's outcome depend on the other station's setting? Four differences of marginals, p(a=1|x,y=0) against
/// p(a=1|x,y=1) for x = 0, 1 and the same for b; those for the outcome 0 are their negatives, so the eight differences
/// hold four numbers. Each is a two-proportion z-test with pooled variance; the four overlap in their data, so they are
/// combined by Bonferroni, which needs no independence.
/// </summary>
/// <remarks>
/// Settings are drawn afresh in each trial, so drift and memory leave the null distribution as it is in the limit of
/// many trials. The normal approximation wants some thirty trials of each outcome in each row.
/// </remarks>
public sealed class NoSignallingTest
{
    private readonly double[] z;

    private NoSignallingTest(double[] z)
    {
        this.z = z;
        double largest = z.Max(Math.Abs);
        Log10PValue = Math.Min(0, NormalTail.Log10TwoSided(largest) + Math.Log10(z.Length));
    }

    /// <summary>
    /// The four z-values: a at x=0, a at x=1, b at y=0, b at y=1. Positive: more ones when the other setting is 1.
    /// Zero: no data, or no difference.
    /// </summary>
    public IReadOnlyList<double> ZValues => z;

    /// <summary>log10 of the combined p-value, at most 0.</summary>
    public double Log10PValue { get; }

    /// <summary>Tests a table.</summary>
    public static NoSignallingTest From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var z = new double[4];
        for (int own = 0; own < 2; own++)
        {
            z[own] = Compare(
                counts[own, 0, 1, 0] + counts[own, 0, 1, 1], counts.SettingsTotal(own, 0),
                counts[own, 1, 1, 0] + counts[own, 1, 1, 1], counts.SettingsTotal(own, 1));
            z[2 + own] = Compare(
                counts[0, own, 0, 1] + counts[0, own, 1, 1], counts.SettingsTotal(0, own),
                counts[1, own, 0, 1] + counts[1, own, 1, 1], counts.SettingsTotal(1, own));
        }
        return new NoSignallingTest(z);
    }

    private static double Compare(double ones0, double n0, double ones1, double n1)
    {
        if (n0 == 0 || n1 == 0) return 0;
        double pooled = (ones0 + ones1) / (n0 + n1);
        double variance = pooled * (1 - pooled) * ((1 / n0) + (1 / n1));
        // Zero variance means that every outcome was the same, hence no difference either.
        return variance == 0 ? 0 : ((ones1 / n1) - (ones0 / n0)) / Math.Sqrt(variance);
    }
}
