using System.CommandLine;
using Qit.Timing.Formats;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>`qit stability`: Allan deviation and its kin of a file of phase or frequency measurements, and their check
/// against a mask.</summary>
public static class StabilityCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "One number a line, evenly spaced in time; 'nan' for a missing one; # begins a comment",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "phase (time error) or frequency (fractional, dimensionless). Default: phase",
        HelpName = "KIND",
        DefaultValueFactory = _ => "phase",
    };

    private static readonly Option<double> Spacing = new("--tau0")
    {
        Description = "Spacing of the measurements, seconds. Default: 1",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        Description = $"Unit of phase: {TimeUnits.Accepted}. Default: s",
        HelpName = "UNIT",
    };

    private static readonly Option<string> Deviation = new("--deviation")
    {
        Description = $"all, or some of {StabilityMeasures.Accepted}. Default: oadev,mdev,tdev,mtie",
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

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "stability",
            "Computes the stability of a clock from phase or frequency measurements, and checks it against a mask.\n\n"
            + "Example: qit stability offsets.txt --unit ps --tau0 1 --deviation oadev,tdev,mtie\n"
            + "Example: qit stability counter.txt --data frequency --deviation all --json\n"
            + "Example: qit stability offsets.txt --unit ns --mask prtc-a\n\n"
            + "Exit code: 0 good, 1 the mask is exceeded, 2 bad usage or input")
        {
            File, Data, Spacing, Unit, Deviation, Taus, Mask, Json,
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
        double interval = arguments.GetValue(Spacing);
        if (!(interval is >= 1e-12 and <= 1e12))
            throw new BadInputException($"--tau0 is {interval}; right would be 1e-12 to 1e12 s");
        double unitsPerSecond = ParseUnit(arguments.GetValue(Unit), frequency);
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

        double[] numbers = OffsetInput.Read(path, stream => StabilityInput.Read(stream, path));
        bool? simulated = SimulatedMark.Of(path, header: null);
        for (int index = 0; index < numbers.Length; index++) numbers[index] /= unitsPerSecond;
        ClockData data = frequency
            ? ClockData.OfFrequency(numbers, interval) : ClockData.OfPhase(numbers, interval);
        StabilityReport report = StabilityReport.Compute(path, simulated, data, measures, factors, mask);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json)) StabilityReportJson.Write(report, output);
        else StabilityReportText.Write(report, output);
        return report.Comparisons.All(comparison => comparison.Holds) ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static double ParseUnit(string? name, bool frequency)
    {
        if (name is null) return 1;
        if (frequency)
            throw new BadInputException("--unit is for phase; fractional frequency has no unit");
        if (!TimeUnits.TryParse(name, out TimeUnit unit))
            throw new BadInputException($"--unit is '{name}'; right would be {TimeUnits.Accepted}");
        return 1e15 / TimeUnits.Femtoseconds(unit);
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
