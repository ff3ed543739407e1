using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Does a station's outcome depend on the other station's setting? Four differences of marginals, p(a=1|x,y=0) against
/// p(a=1|x,y=1) for x = 0, 1 and the same for b. Eight are often listed; those for the outcome 0 are the negatives of these,
/// so they hold four numbers. Each is Fisher's exact test; the four overlap in their data, so they are combined by
/// Bonferroni, which needs no independence.
/// </summary>
public sealed class NoSignallingTest
{
    private readonly MarginalComparison[] comparisons;

    private NoSignallingTest(MarginalComparison[] comparisons)
    {
        this.comparisons = comparisons;
        ZValues = [.. comparisons.Select(c => c.Z)];
        Log10PValue = Combine(comparisons.Min(c => c.Log10Exact));
        Log10PValueWithMemory = Combine(comparisons.Min(c => c.Log10WithMemory));
    }

    /// <summary>The four comparisons: a at x=0, a at x=1, b at y=0, b at y=1.</summary>
    public IReadOnlyList<MarginalComparison> Comparisons => comparisons;

    /// <summary>
    /// z-values of the comparisons. Positive: more ones when the other setting is 1. Zero: no data, or no difference.
    /// </summary>
    public IReadOnlyList<double> ZValues { get; }

    /// <summary>
    /// log10 of the combined exact p-value, at most 0, for independent trials of any number. Marginals that drift keep it
    /// valid while they do not follow the other station's past settings.
    /// </summary>
    public double Log10PValue { get; }

    /// <summary>
    /// log10 of the combined p-value that holds with memory and at any time of stopping (see
    /// <see cref="MarginalComparison.Log10WithMemory"/>): a device cannot bring it about without signalling, not even one
    /// that watches the count and stops clicking at its largest excursion.
    /// </summary>
    public double Log10PValueWithMemory { get; }

    /// <summary>Tests a table.</summary>
    public static NoSignallingTest From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var comparisons = new MarginalComparison[4];
        for (int own = 0; own < 2; own++)
        {
            comparisons[own] = new MarginalComparison('A', own,
                counts[own, 0, 1, 0] + counts[own, 0, 1, 1], counts.SettingsTotal(own, 0),
                counts[own, 1, 1, 0] + counts[own, 1, 1, 1], counts.SettingsTotal(own, 1));
            comparisons[2 + own] = new MarginalComparison('B', own,
                counts[0, own, 0, 1] + counts[0, own, 1, 1], counts.SettingsTotal(0, own),
                counts[1, own, 0, 1] + counts[1, own, 1, 1], counts.SettingsTotal(1, own));
        }
        return new NoSignallingTest(comparisons);
    }

    private static double Combine(double smallest) => Math.Min(0, smallest + Math.Log10(4));
}
