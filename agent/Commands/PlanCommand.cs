using System.CommandLine;
using Qit.Agent.Plots;
using Qit.Timing.LinkPlanning;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>`qit plan`: what a quantum time synchronization link can be expected to do.</summary>
public static class PlanCommand
{
    private static readonly Option<string?> Class = new("--class")
    {
        Description = $"Class that the link has to meet: {TimingMasks.Accepted}",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Also draw error against averaging time and against pump power; the name ends in .svg or .png",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "plan",
            "Plans a link: rates, coincidences and accidentals, expected error of each protocol against averaging time, best "
            + "protocol and pump power, the timing class that is met, and what limits it.\n\n"
            + "Example: qit plan --length 20 --classical 1550:0 --clock rb\n"
            + "Example: qit plan --length 50 --source sfwm --pairs 1e5 --raman 1e5 --pump 2 --class class-a+ --plot plan.svg\n"
            + "Example: qit plan --link link.json --json\n\n"
            + "Exit code: 0 good, 1 the class is not met or no protocol can be used, 2 bad usage or input");
        foreach (Option option in PlanOptions.All) command.Options.Add(option);
        command.Options.Add(Class);
        command.Options.Add(Plot);
        command.Options.Add(Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        TimingMask? asked = null;
        if (arguments.GetValue(Class) is string name)
        {
            asked = TimingMasks.Find(name)
                ?? throw new BadInputException($"--class is '{name}'; right would be one of {TimingMasks.Accepted}");
        }

        PictureFile? picture = PictureFile.Parse("--plot", arguments.GetValue(Plot));
        PlanReport report = PlanReport.Compute(PlanOptions.Read(arguments), asked);
        if (picture is not null) PlanPicture.Save(report, picture);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json)) PlanReportJson.Write(report, output);
        else PlanReportText.Write(report, output);
        return report.IsGood ? ExitCode.Good : ExitCode.AnswerIsNo;
    }
}
