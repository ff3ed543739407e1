namespace Qit.Benchmarks.Timing;

/// <summary>One table over the whole timing engine: each row with its ratio to a plain reference measured in the same run.
/// </summary>
internal static class TimingBenchmark
{
    private static readonly (string Area, Func<IEnumerable<BenchmarkRow>> Measure)[] Areas =
    [
        ("stability", StabilityRows.Measure),
        ("formats", FormatRows.Measure),
        ("counting", CountingRows.Measure),
        ("estimation", EstimationRows.Measure),
        ("tracking", TrackingRows.Measure),
        ("acquisition", AcquisitionRows.Measure),
    ];

    /// <summary>Prints the table, or with an argument only that area of it.</summary>
    public static int Run(string[] arguments)
    {
        var chosen = Areas.Where(area => arguments.Length == 0 || arguments.Contains(area.Area)).ToList();
        if (arguments.Any(argument => Areas.All(area => area.Area != argument)))
        {
            Console.Error.WriteLine("areas: " + string.Join(", ", Areas.Select(area => area.Area)));
            return 2;
        }
        bool isMet = true;
        Console.WriteLine(BenchmarkRow.Header);
        foreach ((string area, Func<IEnumerable<BenchmarkRow>> measure) in chosen)
        {
            Console.WriteLine(area);
            foreach (BenchmarkRow row in measure())
            {
                isMet &= row.IsMet;
                Console.WriteLine("  " + row);
            }
        }
        return isMet ? 0 : 1;
    }
}
