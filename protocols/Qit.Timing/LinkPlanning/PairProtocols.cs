using Qit.Timing.Counting;
using Qit.Timing.OneWay;
using Qit.Timing.RoundTrip;
using Qit.Timing.Tracking;

namespace Qit.Timing.LinkPlanning;

/// <summary>Protocols that need photon pairs.</summary>
internal static class PairProtocols
{
    private const string NoPairs = "needs photon pairs, and the source sends none";

    /// <summary>Plain correlation of tags both ways: each station sends half of its pairs to the other over the same fibre,
    /// delta = (tau_AB - tau_BA) / 2. Each direction is as good as the Cramer-Rao bound of the peak on its floor.</summary>
    public static ProtocolPlan Tags(PairRates? rates, ClockNoise clock) => rates is null
        ? ProtocolPlan.Blocked("tags", NoPairs)
        : ProtocolPlan.Of("tags", clock, seconds => (rates.OffsetErrorPicoseconds(seconds) / Math.Sqrt(2), 0),
        [
            ("peak width rms", rates.PeakPicosecondsRms, "ps"),
            ("pairs in it", rates.PeakPerSecond, "/s"),
        ]);

    /// <summary>Round trip: Cramer-Rao bound of the best fixed design over 4 v, and the parts of RoundTripOffset.</summary>
    public static ProtocolPlan RoundTrip(LinkOptions link, ClockNoise clock)
    {
        LinkSource source = link.Source;
        if (!SourceKind.HasPairs(source.Kind)) return ProtocolPlan.Blocked("round-trip", NoPairs);
        double apart = Math.Abs(source.SignalNanometres - source.IdlerNanometres);
        if (apart > source.BandwidthNanometres)
        {
            return ProtocolPlan.Blocked("round-trip",
                $"signal and idler are {apart:G4} nm apart, more than their bandwidth: they do not make a plain dip");
        }

        RoundTripSetup setup = link.RoundTrip;
        DipModel dip = RoundTripDip.Of(link);
        if (!(dip.Plateau * link.MaximumAveragingSeconds > 1))
            return ProtocolPlan.Blocked("round-trip", "not one coincidence is expected in the longest averaging time");
        double travel = setup.TravelWidths * dip.WidthMetres;
        OptimalDesign design = OptimalDesign.Find(dip, -travel, travel);
        double perMetre = 1e12 / (4 * setup.RateMetresPerSecond);
        double known = Math.Sqrt(2) * 1e12 * setup.OffsetSeconds * setup.RateRelativeError;
        double position = Math.Sqrt(2) * setup.PositionErrorMetres * perMetre;
        double calibration = Math.Sqrt((known * known) + (position * position));
        // A dip whose place is not known to a third of its width is not found either.
        double Counting(double metres) => metres > dip.WidthMetres / 3 ? double.PositiveInfinity : metres * perMetre;
        double lowest = dip.Rate(dip.CentreMetres), plateau = dip.Plateau + dip.Background;
        return ProtocolPlan.Of(
            "round-trip", clock, seconds => (Counting(design.BoundMetres(seconds)), calibration),
            [
                ("plateau", plateau, "/s"), ("dip's centre", lowest, "/s"),
                ("visibility as counted", 1 - (lowest / plateau), ""), ("dip width rms", dip.WidthMetres * 1e6, "um"),
            ]);
    }

    /// <summary>One way: covariance of the solver for the link's lengths, times shared evenly among lengths and
    /// configurations.</summary>
    public static ProtocolPlan OneWay(LinkOptions link, ClockNoise clock)
    {
        if (!SourceKind.HasPairs(link.Source.Kind)) return ProtocolPlan.Blocked("one-way", NoPairs);
        var experiment = new PlannedOneWay(link);
        double longest = link.MaximumAveragingSeconds;
        if (experiment.Dwells(longest).Any(dwell => !double.IsFinite(dwell.ErrorPicoseconds)))
        {
            return ProtocolPlan.Blocked(
                "one-way", "a correlation peak does not stand out of its floor in the longest averaging time");
        }

        OneWaySolution found;
        try
        {
            found = experiment.Solve(longest, isCalibrated: false);
        }
        catch (OneWayException fault)
        {
            return ProtocolPlan.Blocked("one-way", fault.Message);
        }

        return ProtocolPlan.Of("one-way", clock, experiment.Errors,
        [
            ("D", found.Dispersion * 1000, "ps/km"), ("R2", found.SecondPathMetres, "m"),
            ("error of R2 after the longest time", found.SecondPathErrorMetres, "m"),
        ]);
    }
}

/// <summary>The dip that the round trip would have on the link.</summary>
public static class RoundTripDip
{
    /// <summary>Both photons pass the whole fibre out and back and meet at A before two detectors like A's. One unit of
    /// exposure is a second.</summary>
    /// <param name="link">The link.</param>
    public static DipModel Of(LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(link);
        LinkSource source = link.Source;
        double nanometres = source.SignalNanometres;
        double metres = link.Fibre.LengthMetres;
        double insertion = link.Fibre.InsertionLossADecibels + link.RoundTrip.LossDecibels;
        double transmission = link.Fibre.Transmission(nanometres, 2 * metres, insertion);
        double after = Math.Pow(10, -insertion / 10);
        double back = link.Fibre.Transmission(nanometres, metres, 0);
        // Noise of the way out comes back through the fibre.
        double classical = after * ((ClassicalNoise.At(link, nanometres, metres, isTowardsB: true, 0).Total * back)
            + ClassicalNoise.At(link, nanometres, metres, isTowardsB: false, 0).Total);
        double pairs = source.RatePerSecond();
        double noise = source.NoisePerSecond * transmission;
        // An even splitter sends half of both photons' light to each detector.
        DetectorRates detector = DetectorRates.Of(source, link.DetectorA, pairs * transmission, noise, classical);
        double window = link.WindowPicoseconds ?? 6 * PeakWidth(link);
        double inWindow = CellOverlap.Within(window, 0, PeakWidth(link));
        double efficient = transmission * link.DetectorA.Efficiency;
        double ready = detector.ReadyShare * detector.ReadyShare;
        double inCell = CellOverlap.Within(window, source.CoherencePicoseconds, PeakWidth(link));
        double product = detector.SourcePerSecond * detector.SourcePerSecond * ready * source.CellSeconds * inCell;
        double background = detector.SinglesPerSecond * detector.SinglesPerSecond * window * 1e-12;
        background += product * source.Bunching;
        if (source.RepetitionHertz > 0)
            background += product - (detector.SourcePerSecond * detector.SourcePerSecond * ready * window * 1e-12);
        return new DipModel
        {
            CentreMetres = 0,
            WidthMetres = DipModel.WidthMetresOf(source.BandwidthRadiansPerSecond),
            Plateau = pairs * efficient * efficient * ready * inWindow / 2,
            Visibility = Math.Min(source.Indistinguishability, 1 - 1e-6),
            Background = background,
        };
    }

    private static double PeakWidth(LinkOptions link) => Math.Sqrt(
        (2 * link.DetectorA.JitterPicosecondsRms * link.DetectorA.JitterPicosecondsRms)
        + (link.DetectorA.TickPicoseconds * link.DetectorA.TickPicoseconds / 6));
}

/// <summary>The measurements that the one-way protocol would make on the link.</summary>
public sealed class PlannedOneWay
{
    private readonly LinkOptions link;
    private readonly double signal;
    private readonly double idler;
    private readonly List<(double Metres, PairRates Direct, PairRates Swapped)> configurations;

    /// <summary>Sets it up.</summary>
    public PlannedOneWay(LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(link);
        this.link = link;
        configurations =
            [.. link.OneWay.LengthsMetres.Select(length => (length, Rates(length, false), Rates(length, true)))];
        signal = link.Fibre.Dispersion.SlownessAt(link.OneWay.SignalNanometres);
        idler = link.Fibre.Dispersion.SlownessAt(link.OneWay.IdlerNanometres);
    }

    /// <summary>1/Vs + 1/Vi, picoseconds a metre.</summary>
    public double Slowness => signal + idler;

    /// <summary>Rates at one length: signal on path 1, or swapped.</summary>
    /// <param name="metres">R1.</param>
    /// <param name="isSwapped">True for the idler on path 1.</param>
    public PairRates Rates(double metres, bool isSwapped)
    {
        OneWaySetup setup = link.OneWay;
        (double first, double second) = isSwapped
            ? (setup.IdlerNanometres, setup.SignalNanometres) : (setup.SignalNanometres, setup.IdlerNanometres);
        return PairRates.Of(link, first, second, metres, link.Fibre.LengthToBMetres,
            setup.BandwidthNanometres / (2 * Math.Sqrt(2 * Math.Log(2))));
    }

    /// <summary>What would be measured without noise, with the errors that a time leaves: for each length a direct dwell and
    /// a swapped one. All at one moment, since what the clocks do meanwhile is planned apart.</summary>
    /// <param name="seconds">Averaging time for everything together.</param>
    public IReadOnlyList<OneWayMeasurement> Dwells(double seconds)
    {
        double share = seconds / (2 * link.OneWay.LengthsMetres.Count);
        double second = link.Fibre.LengthToBMetres;
        return
        [
            .. configurations.SelectMany((row, path) => (OneWayMeasurement[])
            [
                new(path, false, 0, 0, (row.Metres * signal) - (second * idler), row.Direct.OffsetErrorPicoseconds(share)),
                new(path, true, 0, 0, (row.Metres * idler) - (second * signal), row.Swapped.OffsetErrorPicoseconds(share)),
            ]),
        ];
    }

    /// <summary>What the solver would find.</summary>
    /// <param name="seconds">Averaging time for everything together.</param>
    /// <param name="isCalibrated">True leaves out the errors of R1 and of the slowness.</param>
    public OneWaySolution Solve(double seconds, bool isCalibrated)
    {
        OneWaySetup setup = link.OneWay;
        double error = Slowness * (isCalibrated ? 1e-12 : setup.SlownessRelativeError);
        double length = isCalibrated ? 0 : setup.LengthErrorMetres;
        return new OneWaySolver(Calibration(Slowness, error))
            .Solve([.. setup.LengthsMetres.Select(metres => new FirstPath(metres, length))], Dwells(seconds));
    }

    /// <summary>What the solver is told: the slowness, and clocks of one frequency.</summary>
    /// <param name="slowness">1/Vs + 1/Vi, ps/m.</param>
    /// <param name="error">Its standard error, above 0.</param>
    public static OneWayCalibration Calibration(double slowness, double error) => new()
    {
        Slowness = new ValueWithError(slowness, error), Frequency = new ValueWithError(0, 1e-18),
    };

    /// <summary>Counting and calibration, both in picoseconds; infinite before the dispersion is resolved.</summary>
    internal (double Counting, double Calibration) Errors(double seconds)
    {
        try
        {
            double counting = Solve(seconds, isCalibrated: true).ClockOffsetErrorPicoseconds;
            double all = Solve(seconds, isCalibrated: false).ClockOffsetErrorPicoseconds;
            return (counting, Math.Sqrt(Math.Max(0, (all * all) - (counting * counting))));
        }
        catch (OneWayException)
        {
            return (double.PositiveInfinity, 0);
        }
    }
}
