using System.CommandLine;
using System.Globalization;
using Qit.Agent.Configuration;
using Qit.Timing.LinkPlanning;

namespace Qit.Agent.Commands;

/// <summary>The options of `qit plan`: a file of a link's options, and the common ones on the command line over it.</summary>
internal static class PlanOptions
{
    private static readonly Option<string?> File = new("--link")
    {
        Description = "JSON file with options of the link (docs/link-planning.md); those below override it",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Kind = Text("--source", "KIND", $"Light: {SourceKind.Accepted}. Default: spdc");

    private static readonly Option<string?> Clock = Text("--clock", "NAME", $"Both clocks: {LinkClocks.Accepted}. Default: rb");

    private static readonly Option<string[]> Classical = new("--classical")
    {
        Description = "Classical channel in the same fibre: wavelength in nm, launch power in dBm, and to-b (default) or to-a, "
            + "such as 1550:0:to-a. May be said several times",
        HelpName = "NM:DBM[:WAY]",
    };

    // Each number of the command line with what it sets.
    private static readonly List<(Option<double?> Option, Func<LinkOptions, double, LinkOptions> Set)> Numbers =
    [
        (Number("--length", "KM", "Fibre from the source to B. Default: 10"),
            (link, value) => link with { Fibre = link.Fibre with { LengthToBMetres = value * 1000 } }),
        (Number("--length-a", "KM", "Fibre from the source to A. Default: 0"),
            (link, value) => link with { Fibre = link.Fibre with { LengthToAMetres = value * 1000 } }),
        (Number("--loss", "DB", "Attenuation, dB/km. Default: that of standard fibre at each wavelength"),
            (link, value) => link with { Fibre = link.Fibre with { LossDecibelsPerKilometre = value } }),
        (Number("--insertion-loss", "DB", "Couplers and filters before each detector. Default: 2"),
            (link, value) => link with
            {
                Fibre = link.Fibre with { InsertionLossADecibels = value, InsertionLossBDecibels = value },
            }),
        (Number("--signal", "NM", "Wavelength to A. Default: 1310"),
            (link, value) => link with { Source = link.Source with { SignalNanometres = value } }),
        (Number("--idler", "NM", "Wavelength to B. Default: 1310"),
            (link, value) => link with { Source = link.Source with { IdlerNanometres = value } }),
        (Number("--bandwidth", "NM", "Spectral width of each photon, FWHM. Default: 10"),
            (link, value) => link with { Source = link.Source with { BandwidthNanometres = value } }),
        (Number("--pairs", "RATE", "Pairs (or photons) a second at 1 mW. Default: 1e6"),
            (link, value) => link with { Source = link.Source with { PairsPerSecond = value } }),
        (Number("--pump", "MW", "Pump power. Default: 1"),
            (link, value) => link with { Source = link.Source with { PumpMilliwatts = value } }),
        (Number("--max-pump", "MW", "Most that the pump can give. Default: 100"),
            (link, value) => link with { Source = link.Source with { MaximumPumpMilliwatts = value } }),
        (Number("--modes", "K", "Modes that share a coherence time or pulse. Default: 1, thermal"),
            (link, value) => link with { Source = link.Source with { Modes = value } }),
        (Number("--coherence", "PS", "Coherence time, or length of a pulse. Default: 1"),
            (link, value) => link with { Source = link.Source with { CoherencePicoseconds = value } }),
        (Number("--repetition", "HZ", "Pulses a second. Default: 0, a continuous wave"),
            (link, value) => link with { Source = link.Source with { RepetitionHertz = value } }),
        (Number("--raman", "RATE", "Raman photons of an sfwm source in each beam at 1 mW, a second. Default: 0"),
            (link, value) => link with { Source = link.Source with { RamanPhotonsPerSecond = value } }),
        (Number("--efficiency", "P", "Of both detectors. Default: 0.8"),
            Detectors((own, value) => own with { Efficiency = value })),
        (Number("--dark", "RATE", "Dark counts of both detectors a second. Default: 100"),
            Detectors((own, value) => own with { DarkCountsPerSecond = value })),
        (Number("--dead-time", "NS", "Of both detectors. Default: 40"),
            Detectors((own, value) => own with { DeadTimePicoseconds = value * 1000 })),
        (Number("--jitter", "PS", "Of both detectors, rms. Default: 20"),
            Detectors((own, value) => own with { JitterPicosecondsRms = value })),
        (Number("--afterpulse", "P", "Afterpulse probability of both detectors. Default: 0"),
            Detectors((own, value) => own with { AfterpulseProbability = value })),
        (Number("--window", "PS", "Coincidence window, full width. Default: six widths of the peak"),
            (link, value) => link with { WindowPicoseconds = value }),
        (Number("--filter", "NM", "Pass band before the detectors. Default: 10"),
            (link, value) => link with { Filter = link.Filter with { WidthNanometres = value } }),
        (Number("--isolation", "DB", "Suppression of classical light outside it. Default: 150"),
            (link, value) => link with { Filter = link.Filter with { IsolationDecibels = value } }),
        (Number("--rate", "M/S", "Rate v of the round trip's ramps. Default: 1"),
            (link, value) => link with { RoundTrip = link.RoundTrip with { RateMetresPerSecond = value } }),
        (Number("--two-way-rate", "M/S", "Fastest rate v of the two-way protocol. Default: 10"),
            (link, value) => link with { TwoWay = link.TwoWay with { RateMetresPerSecond = value } }),
        (Number("--averaging", "S", "Averaging time. Default: the best of each protocol"),
            (link, value) => link with { AveragingSeconds = value }),
    ];

    /// <summary>All of them, for the command.</summary>
    public static IEnumerable<Option> All => [File, Kind, .. Numbers.Select(row => row.Option), Classical, Clock];

    /// <summary>The link that they describe.</summary>
    /// <exception cref="BadInputException">A file or value is wrong.</exception>
    public static LinkOptions Read(ParseResult arguments)
    {
        string? path = arguments.GetValue(File);
        LinkOptions link = path is null ? new LinkOptions() : ConfigurationFile.ReadJson<LinkOptions>(path);
        // What the file says is judged by itself, so that an error names the file.
        Check(link, path is null ? "" : $"{path}: ");
        if (arguments.GetValue(Kind) is string kind) link = link with { Source = link.Source with { Kind = kind } };
        if (arguments.GetValue(Clock) is string clock) link = link with { ClockA = clock, ClockB = clock };
        if (arguments.GetValue(Classical) is { Length: > 0 } channels)
            link = link with { Classical = [.. channels.Select(Channel)] };
        foreach ((Option<double?> option, Func<LinkOptions, double, LinkOptions> set) in Numbers)
        {
            if (arguments.GetValue(option) is double value) link = set(link, value);
        }

        Check(link, "");
        return link;
    }

    private static void Check(LinkOptions link, string prefix)
    {
        try
        {
            LinkOptionsCheck.Check(link);
        }
        catch (LinkOptionException fault)
        {
            throw new BadInputException(prefix + fault.Message, fault);
        }
    }

    private static ClassicalChannel Channel(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is 2 or 3
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double nanometres)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double power)
            && (parts.Length == 2 || parts[2] is "to-a" or "to-b"))
        {
            var channel = new ClassicalChannel { Nanometres = nanometres, LaunchDecibelMilliwatts = power };
            return parts.Length == 3 ? channel with { Direction = parts[2] } : channel;
        }

        throw new BadInputException(
            $"--classical is '{BadValue.Show(text)}'; right would be wavelength, power and direction, such as 1550:0:to-b");
    }

    private static Option<double?> Number(string name, string unit, string description) =>
        new(name) { Description = description, HelpName = unit };

    private static Option<string?> Text(string name, string unit, string description) =>
        new(name) { Description = description, HelpName = unit };

    private static Func<LinkOptions, double, LinkOptions> Detectors(Func<LinkDetector, double, LinkDetector> set) =>
        (link, value) => link with { DetectorA = set(link.DetectorA, value), DetectorB = set(link.DetectorB, value) };
}
