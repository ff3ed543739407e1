using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>A fraction of counts with its error.</summary>
/// <param name="Value">k / n; not a number for n = 0.</param>
/// <param name="StandardError">Binomial standard error sqrt(f (1 - f) / n), trials taken as independent.</param>
/// <param name="Lower">Lower end of Wilson's score interval at one standard deviation (68.3 %), 0 to 1.</param>
/// <param name="Upper">Upper end of the interval; above 0 also where nothing was counted, unlike value + error.</param>
public readonly record struct Frequency(double Value, double StandardError, double Lower, double Upper)
{
    /// <summary>The fraction k of n, 0 &lt;= k &lt;= n.</summary>
    public static Frequency Of(long k, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        if (n == 0) return new Frequency(double.NaN, double.NaN, 0, 1);
        double f = k / (double)n;
        double error = Math.Sqrt(f * (1 - f) / n);
        // Wilson 1927 with z = 1.
        double centre = (k + 0.5) / (n + 1.0);
        double half = Math.Sqrt((f * (1 - f) * n) + 0.25) / (n + 1.0);
        return new Frequency(f, error, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}

/// <summary>The frequencies f(ab|xy), f(xy) and both stations' marginals of a table, each with its error.</summary>
public sealed class ConditionalFrequencies(TrialCounts counts)
{
    /// <summary>f(ab|xy); arguments are 0 or 1.</summary>
    public Frequency Outcome(int x, int y, int a, int b) =>
        Frequency.Of(counts[x, y, a, b], counts.SettingsTotal(x, y));

    /// <summary>f(xy) among all trials.</summary>
    public Frequency Settings(int x, int y) => Frequency.Of(counts.SettingsTotal(x, y), counts.Total);

    /// <summary>f(a=1|xy).</summary>
    public Frequency MarginalA(int x, int y) =>
        Frequency.Of(counts[x, y, 1, 0] + counts[x, y, 1, 1], counts.SettingsTotal(x, y));

    /// <summary>f(b=1|xy).</summary>
    public Frequency MarginalB(int x, int y) =>
        Frequency.Of(counts[x, y, 0, 1] + counts[x, y, 1, 1], counts.SettingsTotal(x, y));
}
