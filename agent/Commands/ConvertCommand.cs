using System.CommandLine;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit convert`: a tag file of any layout that can be read, written as one that other tools read.</summary>
public static class ConvertCommand
{
    private static readonly Argument<string> In = new("IN") { Description = "Tag file to read" };

    private static readonly Argument<string> Out = new("OUT")
    {
        Description = "File to write; it appears, or replaces an older one, only when it is whole",
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = $"Layout of IN: {TagFormats.Accepted}. Default: auto, from the content",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Layout of OUT: a1 (low half first), a1-legacy (high half first), text (ps) or qtt (compressed). Default: a1",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "a1",
    };

    private static readonly Option<string[]> Channel = new("--channel")
    {
        Description = "Channels to take, after IN and OUT; N=M writes channel N as M. Default: all, as they are",
        HelpName = "N[=M]",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        Description = "Unit of text in IN: fs, ps, ns, us, ms or s. Default: its '# unit:' line, or ps",
        HelpName = "UNIT",
    };

    private static readonly Option<decimal?> Tick = new("--tick")
    {
        Description = "Tick of a qutag file, picoseconds. Default: 1",
        HelpName = "PS",
    };

    private static readonly Option<bool> Round = new("--round")
    {
        Description = "Round times that OUT's tick cannot hold. Default: refuse them",
    };

    private static readonly Option<decimal?> Start = new("--start")
    {
        Description = "Take events from this time on IN's own timeline. Default: its start",
        HelpName = "S",
    };

    private static readonly Option<decimal?> End = new("--end")
    {
        Description = "Take events before this time on IN's own timeline; qtt is not read beyond it. Default: its end",
        HelpName = "S",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "convert",
            "Converts a tag file. Says what was counted, rounded and left out; refuses what OUT cannot hold, and to round\n"
            + "unless asked.\n"
            + "Events keep the order they have in IN.\n\n"
            + "Example: qit convert capture.ptu capture.a1 --channel 0=1 1=2 --round\n"
            + "Example: qit convert capture.ts capture.qtt --to qtt --json\n"
            + "Example: qit convert capture.qtt second-minute.qtt --to qtt --start 60 --end 120\n\n"
            + "Exit code: 0 written, 2 bad usage or input")
        {
            In, Out, From, To, Channel, Unit, Tick, Round, Start, End, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ConvertRequest request = ReadRequest(arguments);
        bool json = arguments.GetValue(Json);
        TextWriter output = arguments.InvocationConfiguration.Output;
        TextWriter errors = arguments.InvocationConfiguration.Error;
        bool isTerminal = ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected;
        var progress = new ConvertProgress(isTerminal ? errors : TextWriter.Null, TimeProvider.System);
        // On the pool, because Ctrl-C is heeded only once the action has returned its task.
        return Task.Run(() => ConvertRun.Run(request, json, output, progress, cancellation), cancellation);
    }

    private static ConvertRequest ReadRequest(ParseResult arguments)
    {
        string path = arguments.GetValue(In)!;
        string target = arguments.GetValue(Out)!;
        if (Path.GetFullPath(path) == Path.GetFullPath(target))
            throw new BadInputException($"{target}: is the file to read; right would be another name for OUT");
        if (Directory.Exists(target))
            throw new BadInputException($"{target}: is a directory; right would be a file");
        string to = arguments.GetValue(To)!;
        if (to is not ("a1" or "a1-legacy" or "text" or "qtt"))
            throw new BadInputException($"--to is '{to}'; right would be a1, a1-legacy, text or qtt");
        var reading = new TagReadOptions
        {
            Format = OffsetInput.ParseFormat("--from", arguments.GetValue(From)!),
            Unit = OffsetInput.ParseUnit(arguments.GetValue(Unit)),
            Tick = OffsetInput.ParseTick(arguments.GetValue(Tick)),
            FromPicoseconds = ParseTime(arguments, Start),
            ToPicoseconds = ParseTime(arguments, End),
        };
        if (reading is { FromPicoseconds: long first, ToPicoseconds: long last } && first >= last)
            throw new BadInputException("--start is not before --end; right would be a range of some length");
        return new ConvertRequest(
            path, target, reading, OffsetInput.ParseFormat("--to", to), ConvertChannels.Parse(arguments.GetValue(Channel)!),
            arguments.GetValue(Round));
    }

    private static long? ParseTime(ParseResult arguments, Option<decimal?> option)
    {
        const decimal PicosecondsPerSecond = 1e12m;
        const decimal Longest = 9_000_000; // seconds: 104 days, what 64 bits of picoseconds hold
        if (arguments.GetValue(option) is not decimal seconds) return null;
        return Math.Abs(seconds) <= Longest
            ? (long)Math.Round(seconds * PicosecondsPerSecond)
            : throw new BadInputException($"{option.Name} is {seconds}; right would be seconds, at most {Longest} either way");
    }
}

/// <summary>What `qit convert` was asked.</summary>
internal sealed record ConvertRequest(
    string In, string Out, TagReadOptions Reading, TagFormat To, ConvertChannels Channels, bool MayRound);
