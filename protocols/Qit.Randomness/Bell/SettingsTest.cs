using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Are the four pairs of settings equally frequent? Pearson's chi-square, three degrees of freedom, and beside it what can
/// be wrong one by one: each station's bias and the dependence of the two. A pass does not prove that the settings were
/// random; a failure shows that the assumption of the certificate is wrong.
/// </summary>
public sealed class SettingsTest
{
    private SettingsTest(TrialCounts counts)
    {
        long ones = counts.SettingsTotal(1, 0) + counts.SettingsTotal(1, 1);
        long onesB = counts.SettingsTotal(0, 1) + counts.SettingsTotal(1, 1);
        double total = counts.Total;
        BiasX = counts.Total == 0 ? 0 : (ones / total) - 0.5;
        BiasY = counts.Total == 0 ? 0 : (onesB / total) - 0.5;
        Log10PValueX = Log10Fair(ones, counts.Total);
        Log10PValueY = Log10Fair(onesB, counts.Total);
        Log10PValueDependence = HypergeometricTail.Log10TwoSided(
            counts.SettingsTotal(1, 1), ones, counts.SettingsTotal(0, 1), counts.Total - ones);
        double expected = total / 4;
        for (int z = 0; z < 4 && counts.Total > 0; z++)
        {
            double difference = counts.SettingsTotal(z >> 1, z & 1) - expected;
            ChiSquare += difference * difference / expected;
        }
        Log10PValue = ChiSquareTail.Log10Upper(ChiSquare, 3);
    }

    /// <summary>Fraction of x = 1 minus 1/2.</summary>
    public double BiasX { get; }

    /// <summary>Fraction of y = 1 minus 1/2.</summary>
    public double BiasY { get; }

    /// <summary>log10 of the exact two-sided p-value that x is fair, at most 0.</summary>
    public double Log10PValueX { get; }

    /// <summary>log10 of the exact two-sided p-value that y is fair, at most 0.</summary>
    public double Log10PValueY { get; }

    /// <summary>log10 of the exact two-sided p-value that x and y are independent, whatever their biases.</summary>
    public double Log10PValueDependence { get; }

    /// <summary>Sum of (n_z - n/4)^2 / (n/4).</summary>
    public double ChiSquare { get; }

    /// <summary>log10 of P(chi-square or more) with uniform settings; good from some forty trials on.</summary>
    public double Log10PValue { get; }

    /// <summary>Tests a table; one without trials passes with p = 1.</summary>
    public static SettingsTest From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new SettingsTest(counts);
    }

    /// <summary>
    /// log10 of a p-value that no setting, given the past, was ever further than a bound from fair: exact binomial tails in
    /// both directions at both stations, combined by Bonferroni. It holds whatever the bias did within the bound; an
    /// adversary who moves it to and fro around 1/2 stays unseen, which is why the bound is an assumption.
    /// </summary>
    /// <param name="counts">The trials, their number fixed before.</param>
    /// <param name="bias">Largest |p(setting = 1 | past) - 1/2|, in [0, 1/2).</param>
    public static double Log10PValueOfBias(TrialCounts counts, double bias)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double largest = 1 - LocalRealismTest.LeastSettingProbability(bias);
        long onesA = counts.SettingsTotal(1, 0) + counts.SettingsTotal(1, 1);
        long onesB = counts.SettingsTotal(0, 1) + counts.SettingsTotal(1, 1);
        long most = Math.Max(Math.Max(onesA, counts.Total - onesA), Math.Max(onesB, counts.Total - onesB));
        return Math.Min(0, BinomialTail.Log10Upper(most, counts.Total, largest) + Math.Log10(4));
    }

    private static double Log10Fair(long ones, long total) =>
        Math.Min(0, BinomialTail.Log10Upper(Math.Max(ones, total - ones), total, 0.5) + Math.Log10(2));
}
