using System.Globalization;
using System.Runtime.CompilerServices;

namespace Qit.Timing.LinkPlanning;

/// <summary>An option of a link is outside its range. The message names it as a file does, its value and the range.</summary>
public sealed class LinkOptionException(string option, string value, string allowed)
    : ArgumentException($"Option {option} is {value}; allowed is {allowed}.")
{
    /// <summary>Path of the option, such as source.pumpMilliwatts.</summary>
    public string Option { get; } = option;
}

/// <summary>The allowed range of every option of a plan.</summary>
public static class LinkOptionsCheck
{
    /// <summary>Checks every option.</summary>
    /// <exception cref="LinkOptionException">One is outside its range.</exception>
    public static void Check(LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (link.WindowPicoseconds is double window) Range("", window, 1, 1e6, "link.WindowPicoseconds");
        if (link.AveragingSeconds is double seconds) Range("", seconds, 1e-3, 1e6, "link.AveragingSeconds");
        Range("", link.MaximumAveragingSeconds, 2e-3, 1e6);
        Name("clockA", link.ClockA, LinkClocks.Find(link.ClockA) is not null, LinkClocks.Accepted);
        Name("clockB", link.ClockB, LinkClocks.Find(link.ClockB) is not null, LinkClocks.Accepted);
        Check(link.Fibre);
        Check(link.Source);
        Check("detectorA", link.DetectorA);
        Check("detectorB", link.DetectorB);
        for (int index = 0; index < link.Classical.Count; index++) Check($"classical[{index}]", link.Classical[index]);
        Check(link.Filter);
        Check(link.RoundTrip);
        Check(link.OneWay);
        Check(link.TwoWay);
    }

    private static void Check(LinkFibre fibre)
    {
        const string Path = "fibre";
        Range(Path, fibre.LengthToAMetres, 0, 1e6);
        Range(Path, fibre.LengthToBMetres, 0, 1e6);
        if (fibre.LossDecibelsPerKilometre is double loss) Range(Path, loss, 0, 100, "fibre.LossDecibelsPerKilometre");
        Range(Path, fibre.InsertionLossADecibels, 0, 100);
        Range(Path, fibre.InsertionLossBDecibels, 0, 100);
        Range(Path + ".dispersion", fibre.Dispersion.ZeroDispersionNanometres, 1000, 2000);
        Range(Path + ".dispersion", fibre.Dispersion.ZeroDispersionSlope, 0, 1);
        Range(Path + ".dispersion", fibre.Dispersion.GroupIndex, 1, 5);
        Range(Path + ".dispersion", fibre.Dispersion.GroupIndexNanometres, 700, 1700);
    }

    private static void Check(LinkSource source)
    {
        const string Path = "source";
        Name("source.kind", source.Kind, SourceKind.Accepted.Split(", ").Contains(source.Kind), SourceKind.Accepted);
        Range(Path, source.PairsPerSecond, 1e-3, 1e10);
        Range(Path, source.PumpMilliwatts, 1e-9, 1000);
        Range(Path, source.MaximumPumpMilliwatts, 1e-9, 1000);
        Range(Path, source.Modes, 1, 1e6);
        Range(Path, source.CoherencePicoseconds, 1, 1e6);
        Range(Path, source.RepetitionHertz, 0, 1e11);
        Range(Path, source.RamanPhotonsPerSecond, 0, 1e9);
        Range(Path, source.LifetimePicoseconds, 1, 1e6);
        Range(Path, source.SignalNanometres, 700, 1700);
        Range(Path, source.IdlerNanometres, 700, 1700);
        Range(Path, source.BandwidthNanometres, 1e-4, 200);
        Range(Path, source.CorrelationTimePicosecondsRms, 0, 1e6);
        Range(Path, source.Fidelity, 0.25, 1);
        Range(Path, source.Indistinguishability, 0.01, 1);
        Range(Path, source.SqueezingDecibels, 0, 30);
        Range(Path, source.PhotonsPerPulse, 1e-3, 1e18);
        Range(Path, source.ElectronicNoise, 0, 1000);
        if (source.RepetitionHertz > 0 && source.CoherencePicoseconds > 1e12 / source.RepetitionHertz)
            throw new LinkOptionException("source.coherencePicoseconds", Text(source.CoherencePicoseconds),
                $"at most the pulses' period, {Text(1e12 / source.RepetitionHertz)} ps");
        if (source.Kind == SourceKind.Squeezed && !(source.RepetitionHertz > 0))
            throw new LinkOptionException("source.repetitionHertz", "0", "above 0 for squeezed pulses");
        double bound = 1e12 / source.LifetimePicoseconds;
        if (source.Kind == SourceKind.TwoLevel && source.PairsPerSecond * source.PumpMilliwatts > bound)
            throw new LinkOptionException("source.pairsPerSecond", Text(source.PairsPerSecond),
                $"at most one photon a lifetime, {Text(bound)} a second, at the set pump");
    }

    private static void Check(string path, LinkDetector detector)
    {
        Range(path, detector.Efficiency, 1e-6, 1);
        Range(path, detector.DarkCountsPerSecond, 0, 1e7);
        Range(path, detector.DeadTimePicoseconds, 0, 1e9);
        Range(path, detector.AfterpulseProbability, 0, 0.5);
        Range(path, detector.AfterpulseDecayNanoseconds, 0.001, 1e5);
        Range(path, detector.JitterPicosecondsRms, 0, 1e6);
        Range(path, detector.TickPicoseconds, 0.1, 1e6);
    }

    private static void Check(string path, ClassicalChannel channel)
    {
        Range(path, channel.Nanometres, 1200, 1700);
        Range(path, channel.LaunchDecibelMilliwatts, -60, 30);
        Name(path + ".direction", channel.Direction,
            channel.Direction is ClassicalChannel.ToA or ClassicalChannel.ToB, "to-a, to-b");
    }

    private static void Check(LinkFilter filter)
    {
        const string Path = "filter";
        Range(Path, filter.WidthNanometres, 1e-3, 200);
        Range(Path, filter.IsolationDecibels, 0, 300);
        Range(Path, filter.RamanGainPerWattKilometre, 0, 10);
        if (filter.RamanCoefficient is double measured) Range(Path, measured, 0, 1, "filter.RamanCoefficient");
        Range(Path, filter.KerrPerWattKilometre, 0, 100);
        Range(Path, filter.Kelvin, 200, 400);
    }

    private static void Check(RoundTripSetup setup)
    {
        const string Path = "roundTrip";
        Range(Path, setup.RateMetresPerSecond, 1e-6, 1e3);
        Range(Path, setup.LossDecibels, 0, 100);
        Range(Path, setup.TravelWidths, 3, 1000);
        Range(Path, setup.OffsetSeconds, 0, 1);
        Range(Path, setup.RateRelativeError, 0, 1);
        Range(Path, setup.PositionErrorMetres, 0, 1e-3);
    }

    private static void Check(OneWaySetup setup)
    {
        const string Path = "oneWay";
        Range(Path, setup.SignalNanometres, 700, 1700);
        Range(Path, setup.IdlerNanometres, 700, 1700);
        Range(Path, setup.BandwidthNanometres, 1e-4, 200);
        Range(Path, setup.LengthErrorMetres, 0, 1000);
        Range(Path, setup.SlownessRelativeError, 1e-12, 1);
        if (setup.LengthsMetres.Count < 3)
            throw new LinkOptionException("oneWay.lengthsMetres", $"{setup.LengthsMetres.Count} lengths", "three or more");
        foreach (double length in setup.LengthsMetres) Range(Path, length, 0, 1e6, "setup.LengthsMetres");
    }

    private static void Check(TwoWaySetup setup)
    {
        const string Path = "twoWay";
        Range(Path, setup.RateMetresPerSecond, 1e-6, 1e4);
        Range(Path, setup.Rates, 2, 30);
        Range(Path, setup.LossDecibels, 0, 100);
        Range(Path, setup.Visibility, 0.01, 1);
        Range(Path, setup.BandwidthNanometres, 1e-6, 200);
        Range(Path, setup.OffsetErrorSeconds, 1e-18, 1);
    }

    // Written so that NaN fails too.
    private static void Range(
        string path, double value, double least, double most, [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (value >= least && value <= most) return;
        string name = member[(member.LastIndexOf('.') + 1)..];
        name = char.ToLowerInvariant(name[0]) + name[1..];
        throw new LinkOptionException(
            path.Length == 0 ? name : $"{path}.{name}", Text(value), $"{Text(least)} to {Text(most)}");
    }

    private static void Name(string option, string value, bool isKnown, string accepted)
    {
        if (!isKnown) throw new LinkOptionException(option, $"'{value}'", "one of " + accepted);
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
