using System.Numerics;
using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Do the settings depend on earlier settings? For each lag up to the largest, four comparisons: x with earlier x, y with
/// earlier y, x with earlier y, y with earlier x. Fair independent settings agree with their predecessor as fair coins do,
/// so the number of agreements is Binomial(n - lag, 1/2) exactly.
/// </summary>
/// <remarks>
/// A bias e raises the agreement by 2 e^2 only, so this test and <see cref="SettingsTest"/> look at different faults.
/// </remarks>
public sealed class SettingsSerialTest
{
    private readonly SerialCorrelation[] correlations;

    private SettingsSerialTest(SerialCorrelation[] correlations)
    {
        this.correlations = correlations;
        Log10PValue = Math.Min(0, correlations.Min(c => c.Log10PValue) + Math.Log10(correlations.Length));
    }

    /// <summary>Four correlations for each lag, in the order xx, yy, xy, yx.</summary>
    public IReadOnlyList<SerialCorrelation> Correlations => correlations;

    /// <summary>log10 of the p-value of all of them together (Bonferroni), at most 0.</summary>
    public double Log10PValue { get; }

    /// <summary>Tests settings in trial order.</summary>
    /// <param name="x">Settings of station A.</param>
    /// <param name="y">Settings of station B, as many.</param>
    /// <param name="largestLag">Largest lag in trials, at least 1 and below the number of trials.</param>
    /// <exception cref="ArgumentException">The strings differ in length, or the lag does not fit.</exception>
    public static SettingsSerialTest From(BitString x, BitString y, int largestLag = 16)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != y.Length)
            throw new ArgumentException($"There are {x.Length} settings of A and {y.Length} of B.", nameof(y));
        ArgumentOutOfRangeException.ThrowIfLessThan(largestLag, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(largestLag, x.Length);
        var correlations = new List<SerialCorrelation>(4 * largestLag);
        for (int lag = 1; lag <= largestLag; lag++)
        {
            correlations.Add(Compare("x after x", x, x, lag));
            correlations.Add(Compare("y after y", y, y, lag));
            correlations.Add(Compare("x after y", y, x, lag));
            correlations.Add(Compare("y after x", x, y, lag));
        }
        return new SettingsSerialTest([.. correlations]);
    }

    private static SerialCorrelation Compare(string pair, BitString earlier, BitString later, int lag)
    {
        int count = later.Length - lag;
        ReadOnlySpan<ulong> from = earlier.Words;
        ReadOnlySpan<ulong> to = later.Words;
        int word = lag >> 6;
        int shift = lag & 63;
        long differences = 0;
        int wordCount = BitString.WordCount(count);
        for (int w = 0; w < wordCount; w++)
        {
            ulong shifted = to[w + word] >> shift;
            if (shift > 0 && w + word + 1 < to.Length) shifted |= to[w + word + 1] << (64 - shift);
            ulong valid = w == wordCount - 1 ? BitString.LastWordMask(count) : ulong.MaxValue;
            differences += BitOperations.PopCount((shifted ^ from[w]) & valid);
        }
        long agreements = count - differences;
        double log10 = BinomialTail.Log10Upper(Math.Max(agreements, differences), count, 0.5) + Math.Log10(2);
        return new SerialCorrelation(pair, lag, (agreements - differences) / (double)count, Math.Min(0, log10));
    }
}

/// <summary>How a setting follows another some trials earlier.</summary>
/// <param name="Pair">Which setting after which.</param>
/// <param name="Lag">Trials between them.</param>
/// <param name="Correlation">Fraction of agreements minus fraction of differences, -1 to 1.</param>
/// <param name="Log10PValue">log10 of the exact two-sided p-value, at most 0.</param>
public readonly record struct SerialCorrelation(string Pair, int Lag, double Correlation, double Log10PValue);
