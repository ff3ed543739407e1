using System.CommandLine;
using Qit.Timing.Acquisition;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit offset`: the offset between two stations from their tag files, or from a two-way histogram.</summary>
public static class OffsetCommand
{
    private const string Convention =
        "Sign: offset = time(B) - time(A) of the same pair. Positive: B's tags carry the later times.";

    private static readonly Argument<string?> FileA = new("A")
    {
        Description = "Tag file of station A, the reference",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> FileB = new("B")
    {
        Description = "Tag file of station B. Without it both channels are taken from A",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> ChannelA = new("--channel-a")
    {
        Description = "Channel of A's events: 1..4 in a0, a1 and a2 (bit n-1 of the pattern), else the file's own number. "
            + "Default: all events",
        HelpName = "N",
    };

    private static readonly Option<int?> ChannelB = new("--channel-b")
    {
        Description = "Channel of B's events. Default: all events",
        HelpName = "N",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "auto, a1 (low half first), a1-legacy (high half first), a0, a2, text, ptu or qutag. Default: auto",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        Description = "Unit of text files: fs, ps, ns, us, ms or s. Default: the file's '# unit:' line, or ps",
        HelpName = "UNIT",
    };

    private static readonly Option<decimal?> Tick = new("--tick")
    {
        Description = "Tick of qutag files, picoseconds. Default: 1",
        HelpName = "PS",
    };

    private static readonly Option<double> MaximumOffset = new("--max-offset")
    {
        Description = "Largest offset searched, either sign, seconds; at most 1000. Default: 10",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<double> MaximumSkew = new("--max-skew")
    {
        Description = "Largest frequency offset searched, either sign, ppm; 0 to 500. Default: 200",
        HelpName = "PPM",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<double> FalseAlarm = new("--false-alarm")
    {
        Description = "Probability of naming a peak where there is none, over the whole search. Default: 1e-9",
        HelpName = "P",
        DefaultValueFactory = _ => 1e-9,
    };

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
            + "Exit code: 0 offset found, 1 no peak, 2 bad usage or input")
        {
            FileA, FileB, ChannelA, ChannelB, Format, Unit, Tick, MaximumOffset, MaximumSkew, FalseAlarm, Window,
            Histogram, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        bool json = arguments.GetValue(Json);
        string? fileA = arguments.GetValue(FileA);
        if (arguments.GetValue(Histogram) is string histogram)
        {
            if (fileA is not null)
                throw new BadInputException("give either tag files or --histogram, not both");
            if (arguments.GetValue(Unit) is not null)
                throw new BadInputException("--unit does not go with --histogram, which is in ns; only text files of tags take one");
            return OffsetHistogram.Run(histogram, json, output);
        }

        if (fileA is null)
            throw new BadInputException("no input; right would be: qit offset A B, or qit offset --histogram FILE");
        return OffsetOfTags.Run(ReadRequest(arguments, fileA), json, output);
    }

    private static OffsetRequest ReadRequest(ParseResult arguments, string fileA)
    {
        string? fileB = arguments.GetValue(FileB);
        int? channelA = arguments.GetValue(ChannelA);
        int? channelB = arguments.GetValue(ChannelB);
        if (fileB is null && (channelA is null || channelB is null || channelA == channelB))
            throw new BadInputException("with one file name two different channels of it: --channel-a N --channel-b M");
        double? window = arguments.GetValue(Window);
        if (window is double half && !(half > 0 && half <= 1e9))
            throw new BadInputException($"--window is {half}; right would be more than 0, at most 1e9 ps");
        var search = new AcquisitionOptions
        {
            MaximumOffsetSeconds = arguments.GetValue(MaximumOffset),
            MaximumSkewPpm = arguments.GetValue(MaximumSkew),
            FalseAlarmProbability = arguments.GetValue(FalseAlarm),
        };
        if (!(search.MaximumOffsetSeconds is > 0 and <= 1000))
            throw new BadInputException(
                $"--max-offset is {search.MaximumOffsetSeconds}; right would be more than 0, at most 1000 s");
        if (!(search.MaximumSkewPpm is >= 0 and <= 500))
            throw new BadInputException($"--max-skew is {search.MaximumSkewPpm}; right would be 0 to 500 ppm");
        if (!(search.FalseAlarmProbability is > 0 and < 1))
            throw new BadInputException(
                $"--false-alarm is {search.FalseAlarmProbability}; right would be between 0 and 1");
        var reading = new TagReadOptions
        {
            Format = OffsetInput.ParseFormat("--format", arguments.GetValue(Format)!),
            Unit = OffsetInput.ParseUnit(arguments.GetValue(Unit)),
            Tick = OffsetInput.ParseTick(arguments.GetValue(Tick)),
        };
        return new OffsetRequest(fileA, fileB, channelA, channelB, reading, search, window);
    }
}
