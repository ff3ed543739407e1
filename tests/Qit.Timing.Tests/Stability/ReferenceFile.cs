using System.Globalization;

namespace Qit.Timing.Tests.Stability;

/// <summary>Columns of numbers; # begins a comment.</summary>
internal static class ReferenceFile
{
    public static IEnumerable<double[]> Rows(string relative) =>
        File.ReadLines(SharedData.Path(relative))
            .Where(line => line.Trim().Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray());
}
