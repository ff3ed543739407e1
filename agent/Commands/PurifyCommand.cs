using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qit.Timing.ClockSources;
using Qit.Timing.Purification;

namespace Qit.Agent.Commands;

/// <summary>`qit purify`: how many rounds of entanglement purification to do before synchronizing.</summary>
public static class PurifyCommand
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions JsonOptions =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private static readonly Option<string?> Clock = new("--clock")
    {
        Description = $"Clock by its short name: {ClockSource.Accepted}. Default: cs",
        HelpName = "NAME",
    };

    private static readonly Option<double?> Frequency = new("--frequency")
    {
        Description = "Clock frequency instead of a clock, Hz",
        HelpName = "HERTZ",
    };

    private static readonly Option<double> Pairs = new("--pairs")
    {
        Description = "Pairs to begin with, 1 to 1e18. Default: 1e5",
        HelpName = "N",
        DefaultValueFactory = _ => 1e5,
    };

    private static readonly Option<double?> Fidelity = new("--fidelity")
    {
        Description = "Fidelity of Werner pairs, 0 to 1. Default: 0.9",
        HelpName = "F",
    };

    private static readonly Option<string?> Bell = new("--bell")
    {
        Description = "Instead: probabilities of Phi+, Psi-, Psi+, Phi-, separated by commas, with sum 1",
        HelpName = "A,B,C,D",
    };

    private static readonly Option<string> Protocol = new("--protocol")
    {
        Description = "bbpssw or dejmps. Default: dejmps",
        HelpName = "NAME",
        DefaultValueFactory = _ => "dejmps",
    };

    private static readonly Option<bool> CountSuccess = new("--count-success")
    {
        Description = "Count the pairs lost to disagreeing bits: N p_1 ... p_n stands for N in the error",
    };

    private static readonly Option<double> GateError = new("--gate-error")
    {
        Description = "Probability that a station's CNOT leaves its qubits mixed, 0 to 1. Default: 0",
        HelpName = "P",
    };

    private static readonly Option<double> ReadoutError = new("--readout-error")
    {
        Description = "Probability that a station measures the wrong bit, 0 to 0.5. Default: 0",
        HelpName = "P",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "purify",
            "Plans entanglement purification: the expected error of synchronization after each number of rounds, and the "
            + "best one.\n\n"
            + "Example: qit purify --clock cs --pairs 1e5 --fidelity 0.9 --protocol bbpssw --count-success\n"
            + "Example: qit purify --frequency 1e9 --pairs 1e6 --bell 0.85,0.05,0.05,0.05 --json\n"
            + "Example: qit purify --fidelity 0.9 --count-success --gate-error 0.01 --readout-error 0.005\n\n"
            + "Exit code: 0 some rounds are worth it, 1 none is, 2 bad usage")
        {
            Clock, Frequency, Pairs, Fidelity, Bell, Protocol, CountSuccess, GateError, ReadoutError, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        double hertz = ParseFrequency(arguments.GetValue(Clock), arguments.GetValue(Frequency));
        double pairs = arguments.GetValue(Pairs);
        if (!(pairs is >= 1 and <= 1e18)) throw new BadInputException($"--pairs is {pairs}; right would be 1 to 1e18");
        BellDiagonal state = ParseState(arguments.GetValue(Fidelity), arguments.GetValue(Bell));
        string name = arguments.GetValue(Protocol)!;
        PurificationProtocol protocol = name switch
        {
            "bbpssw" => PurificationProtocol.Bbpssw,
            "dejmps" => PurificationProtocol.Dejmps,
            _ => throw new BadInputException($"--protocol is '{name}'; right would be bbpssw or dejmps"),
        };
        bool counts = arguments.GetValue(CountSuccess);
        double gate = arguments.GetValue(GateError);
        if (!(gate is >= 0 and <= 1)) throw new BadInputException($"--gate-error is {gate}; right would be 0 to 1");
        double readout = arguments.GetValue(ReadoutError);
        if (!(readout is >= 0 and <= 0.5)) throw new BadInputException($"--readout-error is {readout}; right would be 0 to 0.5");
        LocalNoise noise = LocalNoise.OfStations(gate, gate, readout, readout);
        PurificationPlan plan = PurificationPlan.Compute(hertz, pairs, state, protocol, counts, noise);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json))
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    SchemaVersion,
                    FrequencyHertz = hertz,
                    Pairs = pairs,
                    Protocol = name,
                    CountsSuccess = counts,
                    GateError = gate,
                    ReadoutError = readout,
                    plan.Rows,
                    BestRounds = plan.Best.Rounds,
                    plan.IsWorthIt,
                    plan.Gain,
                },
                JsonOptions));
        }
        else
        {
            WriteText(plan, hertz, name, counts, output);
        }

        return plan.IsWorthIt ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static void WriteText(
        PurificationPlan plan, double hertz, string protocol, bool counts, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{protocol} at {hertz:R} Hz; pairs lost to disagreeing bits are {(counts ? "" : "not ")}counted in the error"));
        output.WriteLine("rounds  fidelity       success   pairs left    expected error");
        foreach (PurificationRow row in plan.Rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Rounds,6}  {row.Fidelity,-12:0.0000000000}  {row.SuccessProbability,8:0.000000}"
                + $"  {row.SurvivingPairs,-12:G6}  {Time(row.ErrorSeconds)}{(row == plan.Best ? "  best" : "")}"));
        }

        string without = Time(plan.Rows[0].ErrorSeconds);
        string rounds = plan.Best.Rounds == 1 ? "1 round is" : $"{plan.Best.Rounds} rounds are";
        output.WriteLine(plan.IsWorthIt
            ? string.Create(CultureInfo.InvariantCulture,
                $"{rounds} worth it: {without} without, {Time(plan.Best.ErrorSeconds)} with, {plan.Gain:0.00} times better")
            : plan.Rows.Count > 1
                ? $"no round is worth it: {without} without, {Time(plan.Rows[1].ErrorSeconds)} after one"
                : $"no round is worth it: {without} without, and no pair would be left after one");
    }

    private static string Time(double seconds) => seconds switch
    {
        < 1e-12 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e15:G4} fs"),
        < 1e-9 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e12:G4} ps"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:G4} ns"),
    };

    private static double ParseFrequency(string? clock, double? hertz)
    {
        if (hertz is not double given)
        {
            return ClockSource.Find(clock ?? "cs")?.FrequencyHertz
                ?? throw new BadInputException($"--clock is '{clock}'; right would be one of {ClockSource.Accepted}");
        }

        if (clock is not null) throw new BadInputException("--clock and --frequency exclude each other");
        if (!(given is >= 1 and <= 1e18))
            throw new BadInputException($"--frequency is {given}; right would be 1 to 1e18 Hz");
        return given;
    }

    private static BellDiagonal ParseState(double? fidelity, string? bell)
    {
        if (bell is null)
        {
            double given = fidelity ?? 0.9;
            if (!(given is >= 0 and <= 1)) throw new BadInputException($"--fidelity is {given}; right would be 0 to 1");
            return BellDiagonal.Werner(given);
        }

        if (fidelity is not null) throw new BadInputException("--fidelity and --bell exclude each other");
        string[] parts = bell.Split(',');
        var p = new double[parts.Length];
        bool isRead = parts.Length == 4;
        for (int i = 0; i < parts.Length && isRead; i++)
            isRead = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out p[i]) && p[i] >= 0;
        if (!isRead || !(Math.Abs(p.Sum() - 1) <= BellDiagonal.SumTolerance))
        {
            throw new BadInputException(
                $"--bell is '{bell}'; right would be four probabilities with sum 1, such as 0.85,0.05,0.05,0.05");
        }

        return new BellDiagonal(p[0], p[1], p[2], p[3]);
    }
}
