using System.CommandLine;
using Qit.Agent.Plots;
using Qit.Timing.Formats;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>`qit stability`: Allan deviation and its kin of a file of phase or frequency measurements, and their check
/// against a mask.</summary>
public static class StabilityCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "Text: one measurement a line, evenly spaced in time, or a table with a column of them and perhaps "
            + "one of times; 'nan' or nothing for a missing one; # begins a comment",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "phase (time error) or frequency (fractional, dimensionless). Default: phase",
        HelpName = "KIND",
        DefaultValueFactory = _ => "phase",
    };

    private static readonly Option<string?> Column = new("--column")
    {
        Description = "Column of the measurements, by number from 1 or name. Default: offset, phase or frequency of a header",
        HelpName = "WHICH",
    };

    private static readonly Option<string?> TimeColumn = new("--time-column")
    {
        Description = "Column of times, in seconds or as dates; measurements that did not come are missing ones. Default: "
            + "time of a header, if it has one",
        HelpName = "WHICH",
    };

    private static readonly Option<double?> Nominal = new("--nominal")
    {
        Description = "The frequencies are in hertz around this one. Default: they are fractional",
        HelpName = "HERTZ",
    };

    private static readonly Option<double?> Spacing = new("--tau0")
    {
        Description = "Spacing of the measurements, seconds. Default: that of the times, else 1",
        HelpName = "SECONDS",
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        Description = $"Unit of phase: {TimeUnits.Accepted}. Default: that of the header, else s",
        HelpName = "UNIT",
    };

    private static readonly Option<string> Deviation = new("--deviation")
    {
        Description = 
            $"all (those whose time does not grow with tau), or some of {StabilityMeasures.Accepted}. "
            + "Default: oadev,mdev,tdev,mtie",
        HelpName = "NAMES",
        DefaultValueFactory = _ => "oadev,mdev,tdev,mtie",
    };

    private static readonly Option<string> Taus = new("--taus")
    {
        Description =
            "octave (1, 2, 4, ...), decade (1, 2, 5, 10, ...) or all multiples of tau0 (its time grows with the square "
            + "of the number of measurements). Default: octave",
        HelpName = "WHICH",
        DefaultValueFactory = _ => "octave",
    };

    private static readonly Option<string?> Mask = new("--mask")
    {
        Description = $"Check max|TE|, MTIE and TDEV: {TimingMasks.Accepted}",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Also draw sigma-tau with error bars and mask lines; the name ends in .svg or .png",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "stability",
            "Computes the stability of a clock from phase or frequency measurements, and checks it against a mask.\n\n"
            + "Example: qit stability offsets.txt --unit ps --tau0 1 --deviation oadev,tdev,mtie\n"
            + "Example: qit stability counter.txt --data frequency --deviation all --json\n"
            + "Example: qit stability counter.csv --data frequency --nominal 1e7 --column channel2\n"
            + "Example: qit stability track.csv --mask prtc-a\n\n"
            + "Exit code: 0 good, 1 the mask is exceeded, 2 bad usage or input")
        {
            File, Data, Column, TimeColumn, Spacing, Unit, Nominal, Deviation, Taus, Mask, Plot, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string path = arguments.GetValue(File)!;
        bool frequency = arguments.GetValue(Data)! switch
        {
            "phase" => false,
            "frequency" => true,
            string other => throw new BadInputException($"--data is '{other}'; right would be phase or frequency"),
        };
        double? interval = arguments.GetValue(Spacing);
        if (interval is not (null or >= 1e-12 and <= 1e12))
            throw new BadInputException($"--tau0 is {interval}; right would be 1e-12 to 1e12 s");
        double? nominal = arguments.GetValue(Nominal);
        if (nominal is not (null or > 0 and <= 1e18))
            throw new BadInputException($"--nominal is {nominal}; right would be above 0, at most 1e18 Hz");
        if (nominal is not null && !frequency)
            throw new BadInputException("--nominal is for frequency; phase has --unit");
        var request = new StabilityInputRequest(
            frequency, arguments.GetValue(Column), arguments.GetValue(TimeColumn),
            ParseUnit(arguments.GetValue(Unit), frequency), nominal, interval);
        List<StabilityMeasure> measures = ParseMeasures(arguments.GetValue(Deviation)!);
        Func<int, int[]> factors = arguments.GetValue(Taus)! switch
        {
            "octave" => AveragingFactors.Octaves,
            "decade" => AveragingFactors.Decades,
            "all" => AveragingFactors.All,
            string other => throw new BadInputException($"--taus is '{other}'; right would be octave, decade or all"),
        };
        TimingMask? mask = null;
        if (arguments.GetValue(Mask) is string name)
        {
            mask = TimingMasks.Find(name)
                ?? throw new BadInputException($"--mask is '{name}'; right would be one of {TimingMasks.Accepted}");
        }

        PictureFile? picture = PictureFile.Parse("--plot", arguments.GetValue(Plot));
        StabilitySeries series = OffsetInput.Read(path, stream => StabilityInput.Read(stream, path, request));
        bool? simulated = SimulatedMark.Of(path, series.Simulated);
        ClockData data = frequency
            ? ClockData.OfFrequency(series.Values, series.IntervalSeconds)
            : ClockData.OfPhase(series.Values, series.IntervalSeconds);
        StabilityReport report = StabilityReport.Compute(path, simulated, data, measures, factors, mask);
        if (picture is not null) StabilityPicture.Save(report, picture);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json)) StabilityReportJson.Write(report, output);
        else StabilityReportText.Write(report, output);
        return report.Comparisons.All(comparison => comparison.Holds) ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static TimeUnit? ParseUnit(string? name, bool frequency)
    {
        if (name is not null && frequency)
            throw new BadInputException("--unit is for phase; fractional frequency has no unit");
        return OffsetInput.ParseUnit(name);
    }

    private static List<StabilityMeasure> ParseMeasures(string names)
    {
        if (names == "all") return [.. StabilityMeasures.Fast];
        var measures = new List<StabilityMeasure>();
        foreach (string name in names.Split(','))
        {
            if (!StabilityMeasures.TryParse(name.Trim(), out StabilityMeasure measure))
            {
                throw new BadInputException(
                    $"--deviation has '{name.Trim()}'; right would be all, or some of {StabilityMeasures.Accepted}");
            }

            if (!measures.Contains(measure)) measures.Add(measure);
        }

        return measures;
    }
}
