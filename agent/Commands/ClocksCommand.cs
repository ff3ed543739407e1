using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qit.Timing.ClockSources;

namespace Qit.Agent.Commands;

/// <summary>`qit clocks`: the table of atomic clocks, and how often frames slip between two of an accuracy.</summary>
public static class ClocksCommand
{
    private const int SchemaVersion = 1;
    private const double SecondsPerYear = 365.25 * 86_400;

    private static readonly JsonSerializerOptions JsonOptions =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private static readonly Option<double?> Accuracy = new("--accuracy")
    {
        Description = "Frame slip interval of two clocks of this fractional frequency accuracy, above 0, at most 1",
        HelpName = "Y",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "clocks",
            "Lists atomic clocks with frequency, accuracy and frame slip interval, 125 us / (2 |y|).\n\n"
            + "Example: qit clocks\n"
            + "Example: qit clocks --accuracy 1e-11 --json\n\n"
            + "Exit code: 0 good, 2 bad usage")
        {
            Accuracy, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        double? accuracy = arguments.GetValue(Accuracy);
        if (accuracy is not (null or (>= 1e-30 and <= 1)))
            throw new BadInputException($"--accuracy is {accuracy}; right would be 1e-30 to 1");
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json))
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    SchemaVersion,
                    Accuracy = accuracy,
                    FrameSlipSeconds = accuracy is double given ? FrameSlip.IntervalSeconds(given) : (double?)null,
                    Clocks = ClockSource.All.Select(clock => new
                    {
                        clock.Name,
                        clock.Transition,
                        clock.FrequencyHertz,
                        clock.Accuracy,
                        FrameSlipSeconds = FrameSlip.IntervalSeconds(clock.Accuracy),
                    }),
                },
                JsonOptions));
            return ExitCode.Good;
        }

        if (accuracy is double y)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"accuracy {y:G6}: one frame of 125 us slips every {Duration(FrameSlip.IntervalSeconds(y))}"));
            return ExitCode.Good;
        }

        output.WriteLine("name  clock          frequency / Hz            accuracy  frame slip every");
        foreach (ClockSource clock in ClockSource.All)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{clock.Name,-4}  {clock.Transition,-13}  {clock.FrequencyHertz,-24:R}  {clock.Accuracy,-8:0E0}"
                + $"  {Duration(FrameSlip.IntervalSeconds(clock.Accuracy))}"));
        }

        return ExitCode.Good;
    }

    private static string Duration(double seconds) => seconds switch
    {
        >= 1e6 * SecondsPerYear =>
            string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerYear / 1e6:G3} million years"),
        >= 1e3 * SecondsPerYear => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerYear:0} years"),
        >= SecondsPerYear => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerYear:G3} years"),
        >= 86_400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:G3} days"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:G6} s"),
    };
}
