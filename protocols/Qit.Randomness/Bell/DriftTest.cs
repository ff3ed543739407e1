using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// Did the run change while it went on? The counts of consecutive segments are tested for the winning probability of the
/// CHSH game, for both stations' settings and for each of the sixteen conditional probabilities, see
/// <see cref="ProportionSeries"/>. Drift does not touch the validity of the certificate or of the p-values against local
/// realism; it tells the operator that something moves, and that errors taken from the whole run are too small.
/// </summary>
public sealed class DriftTest
{
    private readonly ProportionSeries[] series;

    private DriftTest(ProportionSeries[] series)
    {
        this.series = series;
        Log10PValue = Math.Min(0, series.Min(s => s.Log10PValue) + Math.Log10(series.Length));
    }

    /// <summary>The winning probability of the CHSH game.</summary>
    public ProportionSeries Winning => series[0];

    /// <summary>All nineteen: wins, x = 1, y = 1, then p(ab|xy) at 3 + 4 (2x + y) + 2a + b.</summary>
    public IReadOnlyList<ProportionSeries> Series => series;

    /// <summary>log10 of the p-value of all together (Bonferroni), at most 0.</summary>
    public double Log10PValue { get; }

    /// <summary>Tests a run cut into segments.</summary>
    /// <param name="segments">Counts of consecutive segments, in order; cut at places that do not depend on the data.</param>
    /// <exception cref="ArgumentException">There is no segment.</exception>
    public static DriftTest From(IReadOnlyList<TrialCounts> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (segments.Count == 0) throw new ArgumentException("A run has one segment at least.", nameof(segments));
        ProportionSeries Series(string quantity, Func<TrialCounts, long> ones, Func<TrialCounts, long> trials) =>
            ProportionSeries.From(quantity, [.. segments.Select(s => (ones(s), trials(s), s.Total))]);

        var series = new List<ProportionSeries>
        {
            Series("wins", s => s.Wins, s => s.Total),
            Series("x=1", s => s.SettingsTotal(1, 0) + s.SettingsTotal(1, 1), s => s.Total),
            Series("y=1", s => s.SettingsTotal(0, 1) + s.SettingsTotal(1, 1), s => s.Total),
        };
        for (int i = 0; i < TrialCounts.CellCount; i++)
        {
            (int x, int y, int a, int b) = (i >> 3, (i >> 2) & 1, (i >> 1) & 1, i & 1);
            series.Add(Series($"{a}{b}|{x}{y}", s => s[x, y, a, b], s => s.SettingsTotal(x, y)));
        }
        return new DriftTest([.. series]);
    }
}
