using System.CommandLine;

namespace Qit.Agent.Commands;

/// <summary>`qit trials`: files of time-ordered Bell trials.</summary>
public static class TrialsCommand
{
    private static readonly Argument<string> In = new("FILE") { Description = "Trial file (.qbt), or a JSON table of counts" };

    private static readonly Argument<string> Text = new("IN")
    {
        Description = "Trials as text: a line each, x,y,a,b or x,y,a,b,t (0 or 1; comma, semicolon or tab; # begins a comment), "
            + "or columns named by a header",
    };

    private static readonly Argument<string> TrialFile = new("IN") { Description = "Trial file (.qbt)" };

    private static readonly Argument<string> Out = new("OUT") { Description = "File to write; it appears only when it is whole" };

    private static readonly Option<string?> Table = new("--table")
    {
        Description = "Which table of a JSON file that holds several",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Parameters = new("--parameters")
    {
        Description = "Canonical text of the parameters whose hash was published before the first trial. Default: none, the "
            + "trials serve for calibration and certify nothing",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Simulated = new("--simulated")
    {
        Description = "The trials are simulated. Default: as a comment '# simulated: true' or the file IN.json says, else not",
    };

    private static readonly Option<string> Run = new("--run")
    {
        Description = "Name of the run. Default: none",
        HelpName = "NAME",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<long> FirstTrial = new("--first-trial")
    {
        Description = "Number of the first trial. Default: 0",
        HelpName = "N",
    };

    private static readonly Option<double?> Rate = new("--rate")
    {
        Description = "Trials per second. Default: unknown",
        HelpName = "HERTZ",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create() => new(
        "trials", "Files of time-ordered Bell trials: imports, describes, counts and exports them.")
    {
        CreateImport(), CreateInfo(), CreateCount(), CreateExport(),
    };

    private static Command CreateImport()
    {
        var command = new Command("import",
            "Makes a trial file of text. Every line is a trial; none is passed over.\n\n"
            + "Example: qit trials import run.csv run.qbt --run monday --rate 1e5\n"
            + "Example: qit trials import run.csv run.qbt --parameters published.txt\n\n"
            + "Exit code: 0 written, 2 bad usage or input")
        {
            Text, Out, Parameters, Simulated, Run, FirstTrial, Rate, Json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() =>
        {
            var request = new TrialsImportRequest(arguments.GetValue(Text)!, arguments.GetValue(Out)!,
                arguments.GetValue(Parameters), arguments.GetValue(Simulated), arguments.GetValue(Run)!,
                arguments.GetValue(FirstTrial), arguments.GetValue(Rate));
            return TrialsImport.Run(request, arguments.GetValue(Json), arguments.InvocationConfiguration.Output, cancellation);
        }, cancellation));
        return command;
    }

    private static Command CreateInfo()
    {
        var command = new Command("info",
            "Prints what a trial file says of its run, its counts and their Bell statistics.\n\n"
            + "Example: qit trials info run.qbt\n"
            + "Example: qit trials info bell-counts.json --table A --json\n\n"
            + "Exit code: 0 good, 1 the file is incomplete, 2 bad usage or input")
        {
            In, Table, Json,
        };
        command.SetAction(arguments => TrialsInfo.Run(
            TrialsInput.Count(arguments.GetValue(In)!, arguments.GetValue(Table)), arguments.GetValue(Json),
            arguments.InvocationConfiguration.Output));
        return command;
    }

    private static Command CreateCount()
    {
        var command = new Command("count",
            "Prints the sixteen counts of the test trials as JSON: rows xy = 00, 01, 10, 11, columns ab = 00, 01, 10, 11.\n\n"
            + "Example: qit trials count run.qbt > counts.json\n\n"
            + "Exit code: 0 good, 1 the file is incomplete, 2 bad usage or input")
        {
            In, Table,
        };
        command.SetAction(arguments => TrialsInfo.RunCount(
            TrialsInput.Count(arguments.GetValue(In)!, arguments.GetValue(Table)),
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error));
        return command;
    }

    private static Command CreateExport()
    {
        var command = new Command("export",
            "Writes the trials of a trial file as text, as `qit trials import` reads it.\n\n"
            + "Example: qit trials export run.qbt run.csv\n\n"
            + "Exit code: 0 written, 1 written, but IN is incomplete, 2 bad usage or input")
        {
            TrialFile, Out,
        };
        command.SetAction((arguments, cancellation) => Task.Run(
            () => TrialsExport.Run(arguments.GetValue(TrialFile)!, arguments.GetValue(Out)!,
                arguments.InvocationConfiguration.Output, cancellation), cancellation));
        return command;
    }
}
