using System.Text.Json;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Support;

/// <summary>The count tables of loophole-free experiments in shared/data/bell-counts.json.</summary>
internal static class BellTables
{
    public static (TrialCounts Counts, double PublishedS, long Trials) ReadOrIgnore(string table)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.FileOrIgnore("bell-counts.json")));
        JsonElement entry = document.RootElement.GetProperty("tables").GetProperty(table);
        IEnumerable<JsonElement> rows = entry.GetProperty("counts").EnumerateArray();
        long[] cells = [.. rows.SelectMany(row => row.EnumerateArray()).Select(cell => cell.GetInt64())];
        return (new TrialCounts(cells), entry.GetProperty("chsh_maximum_likelihood_no_signalling").GetDouble(),
            entry.GetProperty("trials").GetInt64());
    }
}
