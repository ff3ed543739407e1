using System.CommandLine;
using Qit.Agent.Plots;
using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>`qit monitor`: watches reference clocks by their comparisons with each other, from files or simulated.</summary>
public static class MonitorCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "CSV with a header: time_s,first,second,difference_ps,error_ps (first minus second; other units by "
            + "their ending); lines of one epoch have the same time; # begins a comment",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Preference = new("--preference")
    {
        Description = "All stations, the preferred reference first. Default: in the order in which they appear",
        HelpName = "NAMES",
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        Description = "Unit of difference and error where the header says none. Default: s", HelpName = "UNIT",
    };

    private static readonly Option<int> Learning = new("--learning")
    {
        Description = "Epochs to learn in before any alarm, at least 30. Default: 720", HelpName = "EPOCHS",
        DefaultValueFactory = _ => new MonitorOptions().LearningEpochs,
    };

    private static readonly Option<double> HoldOff = new("--hold-off")
    {
        Description = "A station with an alarm is trusted again after this long, seconds. Default: 86400", HelpName = "SECONDS",
        DefaultValueFactory = _ => new MonitorOptions().HoldOffSeconds,
    };

    private static readonly Option<string?> Simulate = new("--simulate")
    {
        Description = $"Simulate clocks instead of reading files, 3 to 16 of {ClockTypes.Accepted}", HelpName = "TYPES",
    };

    private static readonly Option<double> Days = new("--days")
    {
        Description = "Length of the simulation. Default: 30", HelpName = "DAYS", DefaultValueFactory = _ => 30,
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Seed of the simulation. Default: 1", HelpName = "NUMBER", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string[]> Fault = new("--fault")
    {
        Description = "A fault of the simulation, may be repeated: STATION:frequency=1e-12@DAY, STATION:frequency=1e-12@DAY/DAYS "
            + "(grows over days), STATION:jump=50ps@DAY; stations count from 1",
        HelpName = "FAULT",
    };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Also draw the Allan deviation of each clock; the name ends in .svg or .png", HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "monitor",
            "Watches three to sixteen clocks by their comparisons with each other: stability of each, alarms, whose fault it "
            + "is, and which is the reference.\n\n"
            + "Example: qit monitor comparisons.csv --preference h1,h2,h3,rb1,rb2\n"
            + "Example: qit monitor --simulate maser,maser,maser,rubidium,rubidium --days 20 "
            + "--fault 1:frequency=1e-12@12 --fault 1:jump=50ps@16\n\n"
            + "Exit code: 0 good, 1 an alarm stands at the end, 2 bad usage or input")
        {
            Files, Preference, Unit, Learning, HoldOff, Simulate, Days, Seed, Fault, Plot, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        int learning = arguments.GetValue(Learning);
        if (learning is < 30 or > 1_000_000)
            throw new BadInputException($"--learning is {learning}; right would be 30 to 1000000 epochs");
        double holdOff = arguments.GetValue(HoldOff);
        if (holdOff is not (>= 0 and <= 1e9))
            throw new BadInputException($"--hold-off is {holdOff}; right would be 0 to 1e9 s");
        PictureFile? picture = PictureFile.Parse("--plot", arguments.GetValue(Plot));
        string[] files = arguments.GetValue(Files)!;
        string? types = arguments.GetValue(Simulate);
        if ((files.Length == 0) == (types is null))
            throw new BadInputException("give either files or --simulate");
        string[] faultTexts = arguments.GetValue(Fault) ?? [];
        if (types is null && faultTexts.Length > 0)
            throw new BadInputException("--fault is for --simulate");
        ClockFault[] faults = [];
        MonitorSeries series;
        if (types is null)
        {
            series = MonitorInput.Read(
                files, arguments.GetValue(Preference)?.Split(',', StringSplitOptions.TrimEntries),
                OffsetInput.ParseUnit(arguments.GetValue(Unit)));
        }
        else
        {
            string[] kinds = types.Split(',', StringSplitOptions.TrimEntries);
            faults = [.. faultTexts.Select(text => MonitorFault.Parse(text, kinds.Length))];
            series = MonitorSimulation.Create(kinds, arguments.GetValue(Seed), arguments.GetValue(Days), faults);
        }

        MonitorReport report = MonitorReport.Watch(series, new MonitorOptions
        {
            EpochSeconds = series.EpochSeconds, LearningEpochs = learning, HoldOffSeconds = holdOff,
        });
        if (types is not null) report.Compare(faults);
        if (picture is not null) MonitorPicture.Save(report, picture);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json)) MonitorReportJson.Write(report, output);
        else MonitorReportText.Write(report, output);
        return report.IsAlarmStanding ? ExitCode.AnswerIsNo : ExitCode.Good;
    }
}
