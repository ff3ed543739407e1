using Qit.Timing.Stability;
using Qit.Timing.Tracking;

namespace Qit.Timing.LinkPlanning;

/// <summary>What a link can be expected to do.</summary>
public sealed class LinkPlan
{
    private readonly Lazy<IReadOnlyList<ProtocolPlan>> protocols;

    private LinkPlan(LinkOptions link)
    {
        Link = link;
        Clock = LinkClocks.Find(link.ClockA)! + LinkClocks.Find(link.ClockB)!;
        Rates = SourceKind.HasPairs(link.Source.Kind) ? PairRates.Of(link) : null;
        protocols = new Lazy<IReadOnlyList<ProtocolPlan>>(() => [.. Names.Select(Plan)]);
    }

    /// <summary>Names of the protocols, in the order in which they are planned.</summary>
    public static IReadOnlyList<string> Names { get; } = ["round-trip", "one-way", "two-way", "tags", "quadrature"];

    /// <summary>What it was made from.</summary>
    public LinkOptions Link { get; }

    /// <summary>Noise of both clocks together.</summary>
    public ClockNoise Clock { get; }

    /// <summary>Rates of the two stations; null for light without pairs.</summary>
    public PairRates? Rates { get; }

    /// <summary>Photons from classical channels at A and B, before insertion loss.</summary>
    public (ClassicalNoise A, ClassicalNoise B) Classical =>
    (
        ClassicalNoise.At(Link, Link.Source.SignalNanometres, Link.Fibre.LengthToAMetres, false, Link.Fibre.LengthToBMetres),
        ClassicalNoise.At(Link, Link.Source.IdlerNanometres, Link.Fibre.LengthToBMetres, true, Link.Fibre.LengthToAMetres));

    /// <summary>Every protocol, those that cannot be used with their obstacle.</summary>
    public IReadOnlyList<ProtocolPlan> Protocols => protocols.Value;

    /// <summary>The protocol of smallest error and that error; null when none can be used.</summary>
    public (ProtocolPlan Protocol, PlannedError Error)? Best => Protocols.Where(plan => plan.Obstacle is null)
        .Select(plan => (plan, Error(plan)))
        .Where(row => double.IsFinite(row.Item2.Total))
        .OrderBy(row => row.Item2.Total)
        .Select(row => ((ProtocolPlan, PlannedError)?)row).FirstOrDefault();

    /// <summary>Plans a link.</summary>
    /// <exception cref="LinkOptionException">An option is out of its range.</exception>
    public static LinkPlan Of(LinkOptions link)
    {
        LinkOptionsCheck.Check(link);
        return new LinkPlan(link);
    }

    /// <summary>A protocol's error at the averaging time that was asked for, else at its best.</summary>
    public PlannedError Error(ProtocolPlan protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return Link.AveragingSeconds is double seconds
            ? protocol.ErrorAt(seconds) : protocol.Best(Link.MaximumAveragingSeconds);
    }

    /// <summary>Error of a protocol with another pump power, at the same averaging time; infinite when it cannot be used so.
    /// </summary>
    /// <param name="protocol">Its name.</param>
    /// <param name="seconds">Averaging time.</param>
    /// <param name="milliwatts">Pump power.</param>
    public double ErrorAtPump(string protocol, double seconds, double milliwatts) =>
        ErrorOf(Link with { Source = Link.Source with { PumpMilliwatts = milliwatts } }, protocol, seconds);

    /// <summary>The pump power at which a protocol's error is smallest, up to what the pump can give, milliwatts.</summary>
    /// <param name="protocol">Its name.</param>
    /// <param name="seconds">Averaging time.</param>
    public double BestPumpMilliwatts(string protocol, double seconds)
    {
        double high = Math.Log(Link.Source.MaximumPumpMilliwatts);
        return Math.Exp(GoldenSection.Minimum(
            power => ErrorAtPump(protocol, seconds, Math.Exp(power)), high - (6 * Math.Log(10)), high));
    }

    /// <summary>How much smaller the error would be without each imperfection, the largest first.</summary>
    /// <param name="protocol">Name of the protocol.</param>
    /// <param name="seconds">Averaging time.</param>
    public IReadOnlyList<LinkLimit> Limits(string protocol, double seconds)
    {
        double now = ErrorOf(Link, protocol, seconds);
        return
        [
            .. LinkLimit.Improvements(Link)
                .Select(row => new LinkLimit(row.Name, now, ErrorOf(row.Link, protocol, seconds)))
                .Where(limit => double.IsFinite(limit.WithoutPicoseconds) && limit.Factor > 1.001)
                .OrderByDescending(limit => limit.Factor),
        ];
    }

    /// <summary>The class of the tightest limit that an error meets, and all classes judged; see
    /// <see cref="ClassVerdict"/>.</summary>
    /// <param name="error">Expected error.</param>
    public static IReadOnlyList<ClassVerdict> Classes(PlannedError error) =>
        [.. TimingMasks.All.Select(mask => ClassVerdict.Of(mask, error)).OrderBy(verdict => verdict.AllowedPicoseconds)];

    private static double ErrorOf(LinkOptions link, string protocol, double seconds)
    {
        ProtocolPlan own = new LinkPlan(link).Plan(protocol);
        return own.Obstacle is null ? own.ErrorAt(seconds).Total : double.PositiveInfinity;
    }

    private ProtocolPlan Plan(string name)
    {
        ProtocolPlan plan = Made(name);
        double longest = Math.Max(Link.MaximumAveragingSeconds, Link.AveragingSeconds ?? 0);
        return plan.Obstacle is null && !double.IsFinite(plan.ErrorAt(longest).Total)
            ? ProtocolPlan.Blocked(name, FormattableString.Invariant($"too few counts in {longest:G3} s"))
            : plan;
    }

    private ProtocolPlan Made(string name) => name switch
    {
        "round-trip" => PairProtocols.RoundTrip(Link, Clock),
        "one-way" => PairProtocols.OneWay(Link, Clock),
        "two-way" => SingleProtocols.TwoWay(Link, Clock),
        "tags" => PairProtocols.Tags(Rates, Clock),
        "quadrature" => SingleProtocols.Quadrature(Link, Clock),
        _ => throw new ArgumentException($"There is no protocol '{name}'.", nameof(name)),
    };
}

/// <summary>One imperfection of a link.</summary>
/// <param name="Name">What it is.</param>
/// <param name="NowPicoseconds">Error with it.</param>
/// <param name="WithoutPicoseconds">Error without it.</param>
public readonly record struct LinkLimit(string Name, double NowPicoseconds, double WithoutPicoseconds)
{
    /// <summary>How many times the error would shrink.</summary>
    public double Factor => NowPicoseconds / WithoutPicoseconds;

    internal static IEnumerable<(string Name, LinkOptions Link)> Improvements(LinkOptions link)
    {
        LinkOptions Detectors(Func<LinkDetector, LinkDetector> better) =>
            link with { DetectorA = better(link.DetectorA), DetectorB = better(link.DetectorB) };
        yield return ("clock noise", link with { ClockA = "perfect", ClockB = "perfect" });
        yield return ("detector jitter and ticks", Detectors(
            detector => detector with { JitterPicosecondsRms = 0, TickPicoseconds = 0.1 }));
        yield return ("dark counts", Detectors(detector => detector with { DarkCountsPerSecond = 0 }));
        yield return ("dead time", Detectors(detector => detector with { DeadTimePicoseconds = 0 }));
        yield return ("afterpulses", Detectors(detector => detector with { AfterpulseProbability = 0 }));
        yield return ("detector efficiency", Detectors(detector => detector with { Efficiency = 1 }));
        yield return ("light of classical channels", link with { Classical = [] });
        yield return ("multi-pair bunching", link with { Source = link.Source with { Modes = 1e6 } });
        yield return ("Raman light of the source", link with { Source = link.Source with { RamanPhotonsPerSecond = 0 } });
        yield return ("fibre loss", link with { Fibre = link.Fibre with { LossDecibelsPerKilometre = 0 } });
        yield return ("insertion loss", link with
        {
            Fibre = link.Fibre with { InsertionLossADecibels = 0, InsertionLossBDecibels = 0 },
            RoundTrip = link.RoundTrip with { LossDecibels = 0 }, TwoWay = link.TwoWay with { LossDecibels = 0 },
        });
        yield return ("indistinguishability and fringe visibility", link with
        {
            Source = link.Source with { Indistinguishability = 0.999 }, TwoWay = link.TwoWay with { Visibility = 0.999 },
        });
        yield return ("chromatic broadening", link with
        {
            BroadensPeak = false,
            OneWay = link.OneWay with { BandwidthNanometres = link.OneWay.BandwidthNanometres / 1e3 },
        });
        yield return ("calibration of lengths, rates and slowness", link with
        {
            RoundTrip = link.RoundTrip with { RateRelativeError = 0, PositionErrorMetres = 0 },
            OneWay = link.OneWay with { LengthErrorMetres = 0, SlownessRelativeError = 1e-12 },
        });
    }
}
