// One verb for each benchmark; each prints one table. Only ratios within one run are comparable between machines.
using Qit.Benchmarks;

var benchmarks = new Dictionary<string, Func<int>>
{
    ["simulator"] = SimulatorBenchmark.Run,
    ["stability"] = StabilityBenchmark.Run,
};

if (args.Length == 1 && benchmarks.TryGetValue(args[0], out Func<int>? run)) return run();
Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Qit.Benchmarks -- VERB");
Console.Error.WriteLine("verbs: " + string.Join(", ", benchmarks.Keys));
return 2;
