// One of five clocks degrades by 1e-12, then jumps by 50 ps: found, named, switched, how soon; and how many alarms quiet
// days raise. All clocks are simulated.
using System.Globalization;
using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Benchmarks.Monitoring;

/// <summary>`monitoring [--seeds N] [--days D]`: N seeds of the scenario for each ensemble, D quiet days in all for each.
/// </summary>
internal static class MonitoringBenchmark
{
    private const double Epoch = 120;
    private const double Error = 3e-12;
    private const double Missing = 0.02;
    private const double Day = 86_400;
    private const double QuietDaysPerSeed = 200;

    // Cesium needs averaging times of days, and these must be learned before.
    private static readonly Scenario Early = new(12, 0, 16, 18);
    private static readonly Scenario Late = new(120, 0, 150, 155);

    private static readonly (string Name, string[] Clocks, Scenario Scenario)[] Ensembles =
    [
        ("5 maser", ["maser", "maser", "maser", "maser", "maser"], Early),
        ("5 strontium", ["strontium", "strontium", "strontium", "strontium", "strontium"], Early),
        ("5 cesium, on day 120", ["cesium", "cesium", "cesium", "cesium", "cesium"], Late),
        ("5 rubidium, on day 120", ["rubidium", "rubidium", "rubidium", "rubidium", "rubidium"], Late),
        ("3 maser 2 cesium", ["maser", "maser", "maser", "cesium", "cesium"], Early),
        ("3 maser 2 rubidium", ["maser", "maser", "maser", "rubidium", "rubidium"], Early),
        ("2 strontium, 2 maser, rubidium", ["strontium", "strontium", "maser", "maser", "rubidium"], Early),
        ("3 maser", ["maser", "maser", "maser"], Early),
        ("16 maser", [.. Enumerable.Repeat("maser", 16)], Early),
        ("5 maser, day 30, over 10 days", ["maser", "maser", "maser", "maser", "maser"], new(30, 10, 50, 55)),
        ("5 maser, day 120, over 100 days", ["maser", "maser", "maser", "maser", "maser"], new(120, 100, 230, 235)),
    ];

    private static readonly HashSet<string> QuietDone = [];

    public static int Run(string[] arguments)
    {
        int seeds = Number(arguments, "--seeds", 40);
        int days = Number(arguments, "--days", 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"[simulated] comparisons every {Epoch} s, error {Error * 1e12} ps, {Missing:P0} missing, {seeds} seeds"));
        Console.WriteLine($"clock 0, the preferred reference, by 1e-12 on day 12 (or as said), by 50 ps some days later; quiet: {days} days each");
        Console.WriteLine(
            "ensemble                        degraded: named  epochs to  50% 90% max | jump: named  epochs to 50% 90% max |"
            + " left the reference | other alarms | quiet alarms / 1000 days (named)");
        bool isGood = true;
        foreach ((string name, string[] clocks, Scenario scenario) in Ensembles)
            isGood &= Report(name, clocks, scenario, seeds, days);

        Console.WriteLine(isGood ? "every ensemble: below one alarm in 1000 quiet days" : "NOT below one alarm in 1000 quiet days");
        return isGood ? 0 : 1;
    }

    private static bool Report(string name, string[] clocks, Scenario at, int seeds, int days)
    {
        var degraded = new List<double>();
        var jumped = new List<double>();
        double degradedAt = at.DegradedDay * Day;
        double jumpAt = at.JumpDay * Day;
        int left = 0;
        int other = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            List<MonitorAlarm> alarms = Watch(clocks, (ulong)seed, at.EndDay,
                [
                    new(0, ClockFaultKind.Frequency, 1e-12, degradedAt, at.OverDays * Day),
                    new(0, ClockFaultKind.Jump, 50e-12, jumpAt),
                ],
                out ReferenceMonitor monitor);
            MonitorAlarm? frequency = First(alarms, FaultKind.Frequency, degradedAt, jumpAt);
            MonitorAlarm? jump = First(alarms, FaultKind.PhaseJump, jumpAt, jumpAt + Day);
            if (frequency is MonitorAlarm a) degraded.Add((a.DetectedSeconds - degradedAt) / Epoch);
            if (jump is MonitorAlarm b) jumped.Add((b.DetectedSeconds - jumpAt) / Epoch);
            // A slow change is found, and named, piece by piece.
            other += alarms.Count(alarm => alarm.Station != 0
                || alarm.DetectedSeconds < degradedAt || (at.OverDays == 0 && alarm != frequency && alarm != jump));
            if (monitor.Reference != 0) left++;
        }

        int named = 0;
        int quiet = 0;
        if (!QuietDone.Add(string.Join(',', clocks))) days = 0;
        int runs = (int)Math.Ceiling(days / QuietDaysPerSeed);
        double perRun = Math.Min(days, QuietDaysPerSeed);
        for (int run = 0; run < runs; run++)
        {
            List<MonitorAlarm> alarms = Watch(clocks, 1000 + (ulong)run, perRun, [], out _);
            quiet += alarms.Count;
            named += alarms.Count(alarm => alarm.Owner == FaultOwner.Clock);
            foreach (MonitorAlarm alarm in alarms) Console.Error.WriteLine($"quiet, seed {1000 + run}: {alarm}");
        }

        double scale = days == 0 ? 0 : 1000 / (runs * perRun);
        string rate = days == 0 ? "as above"
            : string.Create(CultureInfo.InvariantCulture, $"{quiet * scale:0.0} ({named * scale:0.0})");
        Console.WriteLine(
            $"{name,-32} {degraded.Count,6}/{seeds,-4} {Spread(degraded)} | {jumped.Count,6}/{seeds,-4} {Spread(jumped)} |"
            + $" {left,6}/{seeds,-4} | {other,4} | {rate}");
        return quiet * scale < 1;
    }

    private static MonitorAlarm? First(List<MonitorAlarm> alarms, FaultKind kind, double from, double to)
    {
        foreach (MonitorAlarm one in alarms)
        {
            if (one.Kind == kind && one.Owner == FaultOwner.Clock && one.Station == 0
                && one.DetectedSeconds >= from && one.DetectedSeconds < to)
                return one;
        }

        return null;
    }

    private static string Spread(List<double> delays)
    {
        if (delays.Count == 0) return "    -     -     -";
        delays.Sort();
        return string.Create(CultureInfo.InvariantCulture,
            $"{delays[delays.Count / 2],5:0} {delays[(int)(0.9 * (delays.Count - 1))],5:0} {delays[^1],5:0}");
    }

    private static List<MonitorAlarm> Watch(
        string[] clocks, ulong seed, double days, ClockFault[] faults, out ReferenceMonitor monitor)
    {
        monitor = new ReferenceMonitor([.. Enumerable.Range(0, clocks.Length)], new MonitorOptions { EpochSeconds = Epoch });
        var ensemble = new SimulatedEnsemble(
            [.. clocks.Select(name => ClockTypes.Find(name)!)], seed, Epoch, Error, Missing, faults);
        var comparisons = new StationComparison[clocks.Length * (clocks.Length - 1) / 2];
        var alarms = new List<MonitorAlarm>();
        for (long epochs = (long)(days * Day / Epoch); epochs > 0; epochs--)
        {
            ensemble.Advance();
            int count = 0;
            foreach (SimulatedComparison one in ensemble.Comparisons)
                comparisons[count++] = new StationComparison(one.First, one.Second, one.DifferenceSeconds, one.ErrorSeconds);
            monitor.HandleEpoch(ensemble.TimeSeconds, comparisons.AsSpan(0, count));
            while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) alarms.Add(alarm);
        }

        return alarms;
    }

    private sealed record Scenario(double DegradedDay, double OverDays, double JumpDay, double EndDay);

    private static int Number(string[] arguments, string option, int otherwise)
    {
        int at = Array.IndexOf(arguments, option);
        if (at < 0) return otherwise;
        if (at + 1 < arguments.Length && int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value > 0)
            return value;
        throw new ArgumentException($"{option} needs a number above 0");
    }
}
