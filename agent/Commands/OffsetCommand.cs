using System.CommandLine;
using Qit.Agent.Plots;

namespace Qit.Agent.Commands;

/// <summary>`qit offset`: the offset between two stations from their tag files, or from a two-way histogram.</summary>
public static class OffsetCommand
{
    private const string Convention =
        "Sign: offset = time(B) - time(A) of the same pair. Positive: B's tags carry the later times.";

    private static readonly Option<double?> Window = new("--window")
    {
        Description = "Half width of the coincidence window that accidentals are given for, ps. Default: 3 peak widths",
        HelpName = "PS",
    };

    private static readonly Option<string?> Histogram = new("--histogram")
    {
        Description =
            "Instead of tag files: two-way histogram, lines of 'ta-tb in ns, counts'. The midpoint of its two "
            + "peaks gives the offset, half their separation the travel time",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Also draw the correlation peak with its fit and residuals; the name ends in .svg or .png",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "offset",
            "Finds the clock offset between two stations that tagged photon pairs, with its uncertainty.\n"
            + Convention + "\n\n"
            + "Example: qit offset alice.a1 bob.a1\n"
            + "Example: qit offset capture.ts --channel-a 1 --channel-b 4 --json\n"
            + "Example: qit offset --histogram twoway.dat\n\n"
            + "Exit code: 0 offset found, 1 no peak, 2 bad usage or input");
        TagPairOptions.AddTo(command);
        foreach (Option option in new Option[] { Window, Histogram, Plot, Json })
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        bool json = arguments.GetValue(Json);
        string? fileA = arguments.GetValue(TagPairOptions.FileA);
        if (arguments.GetValue(Histogram) is string histogram)
        {
            if (fileA is not null)
                throw new BadInputException("give either tag files or --histogram, not both");
            if (arguments.GetValue(TagPairOptions.Files.Unit) is not null)
                throw new BadInputException("--unit does not go with --histogram, which is in ns; only text files of tags take one");
            if (arguments.GetValue(Plot) is not null)
                throw new BadInputException("--plot goes with tag files, not with --histogram");
            return OffsetHistogram.Run(histogram, json, output);
        }

        if (fileA is null)
            throw new BadInputException("no input; right would be: qit offset A B, or qit offset --histogram FILE");
        return OffsetOfTags.Run(ReadRequest(arguments, fileA), json, output);
    }

    private static OffsetRequest ReadRequest(ParseResult arguments, string fileA)
    {
        double? window = arguments.GetValue(Window);
        if (window is double half && !(half > 0 && half <= 1e9))
            throw new BadInputException($"--window is {half}; right would be more than 0, at most 1e9 ps");
        return new OffsetRequest(
            TagPairOptions.ReadFiles(arguments, fileA),
            TagPairOptions.Files.Read(arguments),
            TagPairOptions.ReadSearch(arguments),
            window,
            PictureFile.Parse("--plot", arguments.GetValue(Plot)));
    }
}
