using System.Globalization;
using Qit.Randomness.Bell;
using Qit.Randomness.Trials;

namespace Qit.Agent.Commands;

/// <summary>The Bell statistics of a table of counts, for people and for programs. Informative: they certify nothing.</summary>
internal static class BellReport
{
    /// <summary>The statistics as an object to serialize.</summary>
    public static object Describe(TrialCounts counts)
    {
        ChshStatistics chsh = ChshStatistics.From(counts);
        SettingsTest settings = SettingsTest.From(counts);
        NoSignallingTest signalling = NoSignallingTest.From(counts);
        return new
        {
            S = Finite(chsh.S),
            SStandardError = Finite(chsh.SStandardError),
            WinningProbability = Finite(chsh.WinningProbability),
            WinningProbabilityStandardError = Finite(chsh.WinningProbabilityStandardError),
            EberhardJ = Finite(chsh.EberhardJ),
            EberhardJStandardError = Finite(chsh.EberhardJStandardError),
            Log10PValueLocalRealism = Finite(LocalRealismTest.Log10PValue(counts)),
            Log10PValueQuantum = Finite(LocalRealismTest.Log10PValueOfQuantum(counts)),
            SettingsBiasX = settings.BiasX,
            SettingsBiasY = settings.BiasY,
            Log10PValueSettings = settings.Log10PValue,
            NoSignallingZ = signalling.ZValues,
            Log10PValueNoSignalling = signalling.Log10PValue,
        };
    }

    /// <summary>The sixteen counts as four rows, for JSON.</summary>
    public static IEnumerable<long[]> Rows(TrialCounts counts) => counts.ToArray().Chunk(4);

    /// <summary>Counts and statistics for people.</summary>
    public static void Write(TrialCounts counts, TextWriter output)
    {
        WriteCounts(counts, output);
        if (Enumerable.Range(0, 4).Any(z => counts.SettingsTotal(z >> 1, z & 1) == 0))
        {
            output.WriteLine("Bell statistics: none, because a pair of settings has no trial");
            return;
        }
        ChshStatistics chsh = ChshStatistics.From(counts);
        SettingsTest settings = SettingsTest.From(counts);
        NoSignallingTest signalling = NoSignallingTest.From(counts);
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"S               {chsh.S:0.000000} +- {chsh.SStandardError:0.000000} (local realism: at most 2; w 0.75; J 0)");
        Line($"w               {chsh.WinningProbability:0.0000000} +- {chsh.WinningProbabilityStandardError:0.0000000}");
        Line($"J               {chsh.EberhardJ:0.000e+00} +- {chsh.EberhardJStandardError:0.0e+00}");
        Line($"local realism   log10 p = {LocalRealismTest.Log10PValue(counts):0.00}, valid with memory");
        Line($"settings        bias {settings.BiasX:0.0e+00}, {settings.BiasY:0.0e+00}; log10 p = {settings.Log10PValue:0.00}");
        string z = string.Join(", ", signalling.ZValues.Select(Z));
        Line($"no signalling   z = {z}; log10 p = {signalling.Log10PValue:0.00}");
    }

    /// <summary>The table for people.</summary>
    public static void WriteCounts(TrialCounts counts, TextWriter output)
    {
        output.WriteLine("settings xy        ab=00           01           10           11");
        for (int z = 0; z < 4; z++)
        {
            (int x, int y) = (z >> 1, z & 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{x}{y}           {counts[x, y, 0, 0],13}{counts[x, y, 0, 1],13}"
                + $"{counts[x, y, 1, 0],13}{counts[x, y, 1, 1],13}"));
        }
    }

    // JSON has no infinities; a missing figure is null.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Z(double z) => z.ToString("0.00", CultureInfo.InvariantCulture);
}
