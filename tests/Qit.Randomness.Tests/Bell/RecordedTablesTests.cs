using Qit.Randomness.Bell;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

/// <summary>
/// Count tables of loophole-free experiments. The published S is the maximum-likelihood value under no-signalling,
/// which uses more structure and has a smaller error; the plain frequencies must agree with it within their own error.
/// </summary>
public sealed class RecordedTablesTests
{
    // In tables A and B the odd correlation is at settings 00, in D at 11. Within 4 sigma: false alarm 6e-5 per table.
    [TestCase("A", true)]
    [TestCase("B", true)]
    [TestCase("D", false)]
    public void S_PlainFrequencies_AgreeWithMaximumLikelihood(string table, bool renamed)
    {
        (TrialCounts counts, double published, long trials) = BellTables.ReadOrIgnore(table);
        Assert.That(counts.Total, Is.EqualTo(trials));
        TrialCounts game = counts.RenameSettings(renamed, renamed);
        ChshStatistics chsh = ChshStatistics.From(game);
        TestContext.Out.WriteLine(
            $"{table}: S = {chsh.S:0.000000} +- {chsh.SStandardError:0.000000} (published {published:0.000000}), "
            + $"J = {chsh.EberhardJ:0.0000000}, log10 p = {LocalRealismTest.Log10PValue(game):0.00}");
        Assert.That(chsh.S, Is.EqualTo(published).Within(4 * chsh.SStandardError));
        Assert.That(chsh.EberhardJ, Is.EqualTo((published - 2) / 4).Within(4 * chsh.EberhardJStandardError));
        Assert.That(chsh.ClauserHorne, Is.EqualTo((published - 2) / 4).Within(4 * chsh.ClauserHorneStandardError));
        Assert.That(NoSignallingTest.From(counts).Log10PValue, Is.GreaterThan(-4));
        // Control: with the settings named the other way there is no violation.
        Assert.That(ChshStatistics.From(counts.RenameSettings(!renamed, !renamed)).S,
            Is.LessThan(2 - (20 * chsh.SStandardError)));
    }
}
