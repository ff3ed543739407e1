namespace Qit.Benchmarks.Randomness;

/// <summary>The figures of the randomness engine: one table for each area, or for the areas named.</summary>
internal static class RandomnessBenchmark
{
    private static readonly Dictionary<string, Action<string[]>> Areas = new()
    {
        ["classes"] = ClassesRows.Print,
        ["bell"] = BellRows.Print,
        ["two-party"] = TwoPartyRows.Print,
        ["counting"] = CountingRows.Print,
        ["extractors"] = ExtractorRows.Print,
    };

    /// <summary>Prints the areas named first, or all; what follows an area's name and begins with a dash belongs to it.</summary>
    public static int Run(string[] arguments)
    {
        string[] named = [.. arguments.TakeWhile(argument => !argument.StartsWith('-'))];
        string[] options = arguments[named.Length..];
        if (named.FirstOrDefault(name => !Areas.ContainsKey(name)) is string unknown)
        {
            Console.Error.WriteLine($"'{unknown}' is no area; right would be {string.Join(", ", Areas.Keys)}");
            return 2;
        }
        foreach ((string name, Action<string[]> print) in Areas)
        {
            if (named.Length == 0 || named.Contains(name))
                print(options);
        }
        return 0;
    }
}
