using System.CommandLine;
using Qit.Timing.Acquisition;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Arguments and options of commands that take the tags of two stations.</summary>
internal static class TagPairOptions
{
    internal static readonly Argument<string?> FileA = new("A")
    {
        Description = "Tag file of station A, the reference",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal static readonly Argument<string?> FileB = new("B")
    {
        Description = "Tag file of station B. Without it both channels are taken from A",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal static readonly Option<int?> ChannelA = new("--channel-a")
    {
        Description = "Channel of A's events: 1..4 in a0, a1 and a2 (bit n-1 of the pattern), else the file's own number. "
            + "Default: all events",
        HelpName = "N",
    };

    internal static readonly Option<int?> ChannelB = new("--channel-b")
    {
        Description = "Channel of B's events. Default: all events",
        HelpName = "N",
    };

    internal static readonly TagFileOptions Files = new();

    internal static readonly Option<double> MaximumOffset = new("--max-offset")
    {
        Description = "Largest offset searched, either sign, seconds; at most 1000. Default: 10",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 10,
    };

    internal static readonly Option<double> MaximumSkew = new("--max-skew")
    {
        Description = "Largest frequency offset searched, either sign, ppm; 0 to 500. Default: 200",
        HelpName = "PPM",
        DefaultValueFactory = _ => 200,
    };

    internal static readonly Option<double> FalseAlarm = new("--false-alarm")
    {
        Description = "Probability of naming a peak where there is none, over the whole search. Default: 1e-9",
        HelpName = "P",
        DefaultValueFactory = _ => 1e-9,
    };

    /// <summary>Registers them all.</summary>
    public static void AddTo(Command command)
    {
        command.Arguments.Add(FileA);
        command.Arguments.Add(FileB);
        Option[] options =
            [ChannelA, ChannelB, Files.Format, Files.Unit, Files.Tick, MaximumOffset, MaximumSkew, FalseAlarm];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>The files and channels.</summary>
    /// <exception cref="BadInputException">One file without two channels.</exception>
    public static TagPairFiles ReadFiles(ParseResult arguments, string fileA)
    {
        string? fileB = arguments.GetValue(FileB);
        int? channelA = arguments.GetValue(ChannelA);
        int? channelB = arguments.GetValue(ChannelB);
        if (fileB is null && (channelA is null || channelB is null || channelA == channelB))
            throw new BadInputException("with one file name two different channels of it: --channel-a N --channel-b M");
        return new TagPairFiles(fileA, fileB, channelA, channelB);
    }

    /// <summary>What is searched.</summary>
    /// <exception cref="BadInputException">An option is out of range.</exception>
    public static AcquisitionOptions ReadSearch(ParseResult arguments)
    {
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
        return search;
    }
}

/// <summary>Where the tags of two stations are.</summary>
/// <param name="FileA">File of A.</param>
/// <param name="FileB">File of B; null takes both from A's.</param>
/// <param name="ChannelA">Channel of A's events; null takes all.</param>
/// <param name="ChannelB">Channel of B's events; null takes all.</param>
internal sealed record TagPairFiles(string FileA, string? FileB, int? ChannelA, int? ChannelB);
