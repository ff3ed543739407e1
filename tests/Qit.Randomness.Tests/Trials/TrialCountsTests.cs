using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Trials;

public sealed class TrialCountsTests
{
    private static readonly long[] Cells = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    [Test]
    public void Indexer_RowsAreSettingsColumnsOutcomes()
    {
        var counts = new TrialCounts(Cells);
        Assert.That(counts[0, 1, 1, 0], Is.EqualTo(7));
        Assert.That(counts[1, 0, 0, 1], Is.EqualTo(10));
        Assert.That(counts.SettingsTotal(1, 1), Is.EqualTo(13 + 14 + 15 + 16));
        Assert.That(counts.Total, Is.EqualTo(136));
    }

    [Test]
    public void Wins_AreTrialsWithXorEqualToProduct()
    {
        var counts = new TrialCounts(Cells);
        long wins = 0;
        for (int i = 0; i < 16; i++)
            if (((i >> 1) & 1 ^ i & 1) == ((i >> 3) & (i >> 2) & 1)) wins += Cells[i];
        Assert.That(counts.Wins, Is.EqualTo(wins));
        Assert.That(counts.Wins + counts.Losses, Is.EqualTo(counts.Total));
    }

    [Test]
    public void RenameSettings_Both_ExchangesFirstAndLastRow()
    {
        TrialCounts renamed = new TrialCounts(Cells).RenameSettings(true, true);
        Assert.That(renamed[0, 0, 1, 1], Is.EqualTo(16));
        Assert.That(renamed[0, 1, 0, 0], Is.EqualTo(9));
        Assert.That(renamed.RenameSettings(true, true), Is.EqualTo(new TrialCounts(Cells)));
    }

    [Test]
    public void Constructor_BadTables_AreRefused()
    {
        Assert.That(() => new TrialCounts(new long[15]), Throws.ArgumentException);
        long[] negative = [.. Cells];
        negative[6] = -1;
        Assert.That(() => new TrialCounts(negative), Throws.ArgumentException.With.Message.Contains("row 1, column 2"));
        long[] huge = [.. Cells];
        huge[0] = long.MaxValue;
        Assert.That(() => new TrialCounts(huge), Throws.ArgumentException);
        Assert.That(() => TrialCounts.Empty[0, 2, 0, 0], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
