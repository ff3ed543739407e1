// One verb for each benchmark; each prints one table. Only ratios within one run are comparable between machines.
using Qit.Benchmarks;
using Qit.Benchmarks.Estimation;
using Qit.Benchmarks.Monitoring;
using Qit.Benchmarks.Randomness;
using Qit.Benchmarks.Timing;

var benchmarks = new Dictionary<string, Func<string[], int>>
{
    ["estimation"] = EstimationBenchmark.Run,
    ["acquisition"] = AcquisitionBenchmark.Run,
    ["monitoring"] = MonitoringBenchmark.Run,
    ["randomness"] = RandomnessBenchmark.Run,
    ["round-trip"] = RoundTripBenchmark.Run,
    ["simulator"] = _ => SimulatorBenchmark.Run(),
    ["timing"] = TimingBenchmark.Run,
    ["tracking"] = _ => TrackingRows.Run(),
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out Func<string[], int>? run)) return run(args[1..]);
Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Qit.Benchmarks -- VERB [ARGUMENTS]");
Console.Error.WriteLine("verbs: " + string.Join(", ", benchmarks.Keys));
return 2;
