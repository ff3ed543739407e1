using System.CommandLine;
using System.Globalization;
using Qit.Agent.Configuration;
using Qit.Agent.Plots;
using Qit.Timing.Acquisition;
using Qit.Timing.Tracking;

namespace Qit.Agent.Commands;

/// <summary>`qit track`: follows the offset between two stations through their tag files, an interval at a time.</summary>
public static class TrackCommand
{
    private static readonly Option<double> Interval = new("--interval")
    {
        Description = "Length of an interval, seconds; 0.01 to 1000. Default: 1",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Clock = new("--clock")
    {
        Description = $"Kind of both clocks, which says how far a prediction is trusted: {NamedClock.Accepted}. "
            + "Default: unknown",
        HelpName = "KIND",
        DefaultValueFactory = _ => "unknown",
    };

    private static readonly Option<string?> AllanDeviations = new("--adev")
    {
        Description = "Instead of --clock: Allan deviations of the two clocks' difference, TAU=DEVIATION, "
            + "such as 1=2e-11,100=2e-12",
        HelpName = "LIST",
    };

    private static readonly Option<double?> Period = new("--period")
    {
        Description = "Period of a pulsed source, ps: steps by whole multiples are called cycle slips",
        HelpName = "PS",
    };

    private static readonly Option<string?> Csv = new("--csv")
    {
        Description = "Also write the lines to this file; it appears only when it is whole",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Also draw the offset against time with its uncertainty; the name ends in .svg or .png",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object a line: every interval, then the summary",
    };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "track",
            "Follows the clock offset between two stations through their tag files: one line an interval, with the "
            + "interval's own estimate, the filtered offset and frequency, and what happened.\n"
            + "Sign: offset = time(B) - time(A) of the same pair. Memory does not grow with the files.\n\n"
            + "Example: qit track alice.a1 bob.a1 --clock rubidium\n"
            + "Example: qit track capture.ts --channel-a 1 --channel-b 4 --interval 0.01 --csv track.csv\n\n"
            + "Exit code: 0 a peak was found, 1 none was, 2 bad usage or input");
        TagPairOptions.AddTo(command);
        foreach (Option option in new Option[] { Interval, Clock, AllanDeviations, Period, Csv, Plot, Json })
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string fileA = arguments.GetValue(TagPairOptions.FileA)
            ?? throw new BadInputException("no input; right would be: qit track A B");
        var request = new TrackRequest(
            TagPairOptions.ReadFiles(arguments, fileA),
            TagPairOptions.Files.Read(arguments),
            ReadTracker(arguments),
            arguments.GetValue(Csv),
            PictureFile.Parse("--plot", arguments.GetValue(Plot)));
        bool json = arguments.GetValue(Json);
        TextWriter output = arguments.InvocationConfiguration.Output;
        TextWriter errors = arguments.InvocationConfiguration.Error;
        bool isTerminal = ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected;
        var progress = new ConvertProgress(isTerminal ? errors : TextWriter.Null, TimeProvider.System);
        // On the pool, because Ctrl-C is heeded only once the action has returned its task.
        return Task.Run(() => TrackRun.Run(request, json, output, progress, cancellation), cancellation);
    }

    private static OffsetTrackerParameters ReadTracker(ParseResult arguments)
    {
        AcquisitionOptions search = TagPairOptions.ReadSearch(arguments);
        double interval = arguments.GetValue(Interval);
        if (!(interval is >= 0.01 and <= 1000))
            throw new BadInputException($"--interval is {interval}; right would be 0.01 to 1000 s");
        double? period = arguments.GetValue(Period);
        if (period is double ps && !(ps is >= 1 and <= 1e12))
            throw new BadInputException($"--period is {ps}; right would be 1 to 1e12 ps");
        const double AcquisitionSeconds = 2;
        return new OffsetTrackerConfiguration
        {
            MaximumOffsetSeconds = search.MaximumOffsetSeconds,
            MaximumSkewPpm = search.MaximumSkewPpm,
            FalseAlarmProbability = search.FalseAlarmProbability,
            AcquisitionSeconds = AcquisitionSeconds,
            IntervalSeconds = interval,
            // Until a peak is found the files are read side by side, whatever lies between their clocks.
            MaximumBufferSeconds = (2 * AcquisitionSeconds) + (4 * interval) + search.MaximumOffsetSeconds,
            MaximumBufferedTags = 1 << 25,
            // A file has no late tags: what is not there will not come.
            MaximumLagSeconds = 1e5,
            MaximumCombinedSeconds = Math.Max(60, interval),
            Noise = ReadNoise(arguments),
            PeriodsPicoseconds = period is double one ? [one] : [],
        }.Build();
    }

    private static ClockNoise ReadNoise(ParseResult arguments)
    {
        string clock = arguments.GetValue(Clock)!;
        if (!NamedClock.TryGetPair(clock, out ClockNoise noise))
            throw new BadInputException($"--clock is '{BadValue.Show(clock)}'; right would be {NamedClock.Accepted}");
        if (arguments.GetValue(AllanDeviations) is not string list) return noise;
        var points = new List<(double, double)>();
        foreach (string point in list.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = point.Split('=');
            if (parts.Length != 2 || !TryParse(parts[0], out double tau)
                || !TryParse(parts[1], out double deviation) || !(tau > 0) || !(deviation is > 0 and <= 1e-6))
            {
                throw new BadInputException(
                    $"--adev has '{BadValue.Show(point)}'; right would be TAU=DEVIATION, such as 1=2e-11: seconds above 0, "
                    + "and a deviation above 0, at most 1e-6");
            }
            points.Add((tau, deviation));
        }

        return ClockNoise.Fit(points).Noise;
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

/// <summary>What `qit track` was asked.</summary>
internal sealed record TrackRequest(
    TagPairFiles Files, Timing.Formats.TagReadOptions Reading, OffsetTrackerParameters Tracker, string? Csv,
    PictureFile? Picture);
