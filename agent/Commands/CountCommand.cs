using System.CommandLine;
using Qit.Timing.Counting;

namespace Qit.Agent.Commands;

/// <summary>`qit count`: singles, coincidences, accidentals, efficiencies and g2 of a recording.</summary>
public static class CountCommand
{
    private const decimal LongestDelay = 1e15m;

    private static readonly Argument<string[]> Inputs = new("FILE")
    {
        Description = "Tag file; or one file for each channel, which are then channels 1, 2, ... with all their events",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Channels = new("--channels")
    {
        Description = "Channels to count, such as 1,4; at most 32. Default: all that occur", HelpName = "N,N",
    };

    private static readonly Option<string?> Patterns = new("--patterns")
    {
        Description = "Coincidences to count, such as 1+4,1+2+4; 1+4:500 has its own window. Default: all pairs of channels",
        HelpName = "N+N,...",
    };

    private static readonly Option<long> Window = new("--window")
    {
        Description = "Full width W of the coincidence window: latest - earliest <= W/2, so |tB - tA| <= W/2. Default: 1000",
        HelpName = "PS", DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<string[]> Delay = PerChannel(
        "--delay", "Delay of a channel, subtracted from its times, such as 4=139115", "N=PS");

    private static readonly Option<string[]> DeadTime = PerChannel(
        "--dead-time", "A tag of the channel less than this after the last one kept is left out, such as 1=50000", "N=PS");

    private static readonly Option<string[]> Background = PerChannel(
        "--background", "Events a second of a channel that are no photons of pairs, taken off for efficiencies", "N=HZ");

    private static readonly Option<bool> Exclusive = new("--exclusive")
    {
        Description = "Tags used by a pattern are not there for patterns it contains. Default: each pattern by itself",
    };

    private static readonly Option<long> Shift = new("--shift")
    {
        Description = "Step between the shifted windows that measure accidentals; for a pulsed source a multiple of its "
            + "period. Default: 1000000, or 20 windows where that is more",
        HelpName = "PS",
    };

    private static readonly Option<int> Shifts = new("--shifts")
    {
        Description = "Number of shifted windows, 2 to 1000. Default: 10", HelpName = "N", DefaultValueFactory = _ => 10,
    };

    private static readonly Option<string?> Correlation = new("--g2")
    {
        Description = "Histogram of tB - tA of two channels, normalized; the same twice for an autocorrelation", HelpName = "A,B",
    };

    private static readonly Option<long> Bin = new("--bin")
    {
        Description = "Width of a bin of --g2. Default: 100", HelpName = "PS", DefaultValueFactory = _ => 100,
    };

    private static readonly Option<long> Range = new("--range")
    {
        Description = "Largest time difference of --g2, either sign. Default: 2000", HelpName = "PS",
        DefaultValueFactory = _ => 2000,
    };

    private static readonly Option<string?> Heralded = new("--heralded")
    {
        Description = "Heralded g2(0) of herald H and of A and B behind a beam splitter", HelpName = "H,A,B",
    };

    private static readonly Option<double?> Interval = new("--interval")
    {
        Description = "Also print the counts of consecutive intervals of this length", HelpName = "SECONDS",
    };

    private static readonly TagFileOptions Files = new();

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "count",
            "Counts coincidences in a recording, and how many of them are accidental; heralding efficiencies, g2.\n\n"
            + "Example: qit count capture.ts --channels 1,4 --delay 4=139115 --window 1000\n"
            + "Example: qit count alice.a1 bob.a1 --delay 2=123461390 --background 1=100 2=100 --json\n"
            + "Example: qit count capture.ptu --patterns 0+1 --g2 0,1 --bin 100 --range 10000\n\n"
            + "Exit code: 0 coincidences beyond the accidentals (or g2 asked for), 1 no pattern has any by 5 standard errors, "
            + "2 bad usage or input")
        {
            Inputs, Channels, Patterns, Window, Delay, DeadTime, Background, Exclusive, Shift, Shifts, Correlation, Bin, Range,
            Heralded, Interval, Files.Format, Files.Unit, Files.Tick, Json,
        };
        command.SetAction(arguments =>
            CountRun.Run(Read(arguments), arguments.GetValue(Json), arguments.InvocationConfiguration.Output));
        return command;
    }

    private static Option<string[]> PerChannel(string name, string description, string helpName) => new(name)
    {
        Description = description + "; several parted by blanks or commas. Default: 0",
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static CountRequest Read(ParseResult arguments)
    {
        int shifts = arguments.GetValue(Shifts);
        if (shifts is < 2 or > 1000)
            throw new BadInputException($"--shifts is {shifts}; right would be 2 to 1000");
        double? interval = arguments.GetValue(Interval);
        if (interval is not null and not (>= 1e-6 and <= 1e6))
            throw new BadInputException($"--interval is {interval}; right would be 1e-6 to 1e6 s");
        long bin = CountWords.Picoseconds("--bin", arguments.GetValue(Bin), 1);
        long range = CountWords.Picoseconds("--range", arguments.GetValue(Range), 0);
        if (range / bin > 1_000_000)
            throw new BadInputException($"--range is {range}, more than a million bins of {bin} ps; right would be fewer");
        int[]? g2 = arguments.GetValue(Correlation) is string pair ? CountWords.Channels("--g2", pair, 2) : null;
        int[]? split = arguments.GetValue(Heralded) is string three ? CountWords.Channels("--heralded", three, 3) : null;
        if (split?.Distinct().Count() < 3)
            throw new BadInputException("--heralded names a channel twice; right would be three different ones");
        return new CountRequest
        {
            Files = arguments.GetValue(Inputs)!,
            Reading = Files.Read(arguments),
            Channels = arguments.GetValue(Channels) is string list ? CountWords.Channels("--channels", list, 0) : null,
            Patterns = arguments.GetValue(Patterns) is string patterns ? CountWords.Patterns(patterns) : null,
            WindowPicoseconds = CountWords.Picoseconds("--window", arguments.GetValue(Window), 0),
            DelaysPicoseconds = CountWords.ByChannel(
                "--delay", arguments.GetValue(Delay)!, -LongestDelay, LongestDelay),
            DeadTimesPicoseconds = CountWords.ByChannel("--dead-time", arguments.GetValue(DeadTime)!, 0, LongestDelay),
            BackgroundPerSecond = CountWords.ByChannel("--background", arguments.GetValue(Background)!, 0, 1e12m),
            IsExclusive = arguments.GetValue(Exclusive),
            Analysis = new AnalysisOptions
            {
                ShiftPicoseconds = CountWords.Picoseconds("--shift", arguments.GetValue(Shift), 0),
                ShiftCount = shifts,
            },
            Correlation = g2 is null ? null : (g2[0], g2[1]),
            BinPicoseconds = bin,
            RangePicoseconds = range,
            Heralded = split is null ? null : (split[0], split[1], split[2]),
            IntervalSeconds = interval,
        };
    }
}
