using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Are the four pairs of settings equally frequent? Pearson's chi-square, three degrees of freedom. A pass does not
/// prove that the settings were random; a failure shows that the assumption of the certificate is wrong.
/// </summary>
public sealed class SettingsTest
{
    private SettingsTest(double biasX, double biasY, double chiSquare, double log10PValue)
    {
        BiasX = biasX;
        BiasY = biasY;
        ChiSquare = chiSquare;
        Log10PValue = log10PValue;
    }

    /// <summary>Fraction of x = 1 minus 1/2.</summary>
    public double BiasX { get; }

    /// <summary>Fraction of y = 1 minus 1/2.</summary>
    public double BiasY { get; }

    /// <summary>Sum of (n_z - n/4)^2 / (n/4).</summary>
    public double ChiSquare { get; }

    /// <summary>log10 of P(chi-square or more) with uniform settings; good from some forty trials on.</summary>
    public double Log10PValue { get; }

    /// <summary>Tests a table; one without trials passes with p = 1.</summary>
    public static SettingsTest From(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Total == 0) return new SettingsTest(0, 0, 0, 0);
        double expected = counts.Total / 4.0;
        double chiSquare = 0;
        for (int z = 0; z < 4; z++)
        {
            double difference = counts.SettingsTotal(z >> 1, z & 1) - expected;
            chiSquare += difference * difference / expected;
        }
        double total = counts.Total;
        return new SettingsTest(
            ((counts.SettingsTotal(1, 0) + counts.SettingsTotal(1, 1)) / total) - 0.5,
            ((counts.SettingsTotal(0, 1) + counts.SettingsTotal(1, 1)) / total) - 0.5,
            chiSquare,
            NormalTail.Log10ChiSquareThree(chiSquare));
    }
}
