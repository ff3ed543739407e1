using Qit.Timing.Estimation;

namespace Qit.Timing.LinkPlanning;

/// <summary>Rates of two stations that share photon pairs.</summary>
/// <param name="A">Station A's detector.</param>
/// <param name="B">Station B's.</param>
/// <param name="WindowPicoseconds">Full width of the coincidence window.</param>
/// <param name="PeakPicosecondsRms">Width of the correlation peak, ticks included.</param>
/// <param name="PeakPerSecond">Pairs of which both photons give a tag, in the whole peak.</param>
/// <param name="TruePerSecond">Those within the window.</param>
/// <param name="AccidentalsPerSecond">Coincidences of unrelated tags: what windows shifted by whole pulses count.</param>
/// <param name="MultiPairsPerSecond">Coincidences of photons of two pairs of one cell beyond that: the bunching.</param>
/// <param name="SourceVisibility">Visibility of the pairs themselves, (4 F - 1) / 3 for white noise.</param>
public sealed record PairRates(
    DetectorRates A, DetectorRates B, double WindowPicoseconds, double PeakPicosecondsRms, double PeakPerSecond,
    double TruePerSecond, double AccidentalsPerSecond, double MultiPairsPerSecond, double SourceVisibility)
{
    private const double Sigmas = 5;

    /// <summary>True where a detector sees one photon of a pulse at most.</summary>
    internal bool IsOneClickACell { get; init; }

    /// <summary>Coincidences that are counted, a second. A counter uses each tag once: a chance combination adds a count only
    /// if both of its tags have lost their partners. Pulses are counted with all of that in their statistics.</summary>
    public double CoincidencesPerSecond => IsOneClickACell
        ? TruePerSecond + AccidentalsPerSecond + MultiPairsPerSecond
        : TruePerSecond + ((AccidentalsPerSecond + MultiPairsPerSecond)
            * (1 - (TruePerSecond / A.SinglesPerSecond)) * (1 - (TruePerSecond / B.SinglesPerSecond)));

    /// <summary>Coincidence-to-accidental ratio as `qit count` prints it, (C - A) / A.</summary>
    public double CoincidenceToAccidentalRatio => (CoincidencesPerSecond / AccidentalsPerSecond) - 1;

    /// <summary>Visibility of the correlation as counted: accidentals and multi-pairs know nothing of a basis.</summary>
    public double Visibility => SourceVisibility * TruePerSecond / CoincidencesPerSecond;

    /// <summary>Smallest standard error of the peak's place after a time (Cramer-Rao), picoseconds; infinite as long as the
    /// peak does not stand five standard errors out of its floor, for then it may not even be found.</summary>
    /// <param name="seconds">Averaging time, above 0.</param>
    public double OffsetErrorPicoseconds(double seconds)
    {
        double pairs = PeakPerSecond * seconds;
        double floor = AccidentalsPerSecond / WindowPicoseconds * seconds;
        double within = 6 * PeakPicosecondsRms * floor;
        return pairs < Sigmas * Math.Sqrt(pairs + within) || !(pairs > 0) ? double.PositiveInfinity
            : CramerRaoBound.OffsetPicoseconds(pairs, PeakPicosecondsRms, floor);
    }

    /// <summary>Rates of the link as it stands.</summary>
    public static PairRates Of(LinkOptions link) =>
        Of(link, link.Source.SignalNanometres, link.Source.IdlerNanometres, link.Fibre.LengthToAMetres,
            link.Fibre.LengthToBMetres, link.BroadensPeak ? link.Source.BandwidthNanometresRms : 0);

    /// <summary>Rates for wavelengths and lengths of one configuration.</summary>
    internal static PairRates Of(
        LinkOptions link, double nanometresA, double nanometresB, double metresA, double metresB, double bandwidthNanometresRms)
    {
        LinkSource source = link.Source;
        LinkFibre fibre = link.Fibre;
        double transmissionA = fibre.Transmission(nanometresA, metresA, fibre.InsertionLossADecibels);
        double transmissionB = fibre.Transmission(nanometresB, metresB, fibre.InsertionLossBDecibels);
        double pairs = source.RatePerSecond();
        double noise = source.NoisePerSecond;
        double classicalA = ClassicalNoise.At(link, nanometresA, metresA, isTowardsB: false, metresB).Total;
        double classicalB = ClassicalNoise.At(link, nanometresB, metresB, isTowardsB: true, metresA).Total;
        DetectorRates a = DetectorRates.Of(source, link.DetectorA, pairs * transmissionA, noise * transmissionA,
            classicalA * Math.Pow(10, -fibre.InsertionLossADecibels / 10));
        DetectorRates b = DetectorRates.Of(source, link.DetectorB, pairs * transmissionB, noise * transmissionB,
            classicalB * Math.Pow(10, -fibre.InsertionLossBDecibels / 10));
        double chromatic = bandwidthNanometresRms * ((fibre.Dispersion.DispersionAt(nanometresA) * metresA)
            + (fibre.Dispersion.DispersionAt(nanometresB) * metresB)) / 1000;
        double width = Math.Sqrt(Square(link.DetectorA.JitterPicosecondsRms) + Square(link.DetectorB.JitterPicosecondsRms)
            + Square(source.CorrelationTimePicosecondsRms) + Square(chromatic)
            + ((Square(link.DetectorA.TickPicoseconds) + Square(link.DetectorB.TickPicoseconds)) / 12));
        double window = link.WindowPicoseconds ?? 6 * width;
        double visibility = ((4 * source.Fidelity) - 1) / 3;
        double efficientA = transmissionA * link.DetectorA.Efficiency, efficientB = transmissionB * link.DetectorB.Efficiency;
        double inCell = CellOverlap.Within(window, source.CoherencePicoseconds, width);
        double inPeak = CellOverlap.Within(window, 0, width);
        double ready = a.ReadyShare * b.ReadyShare;
        double unrelated = a.SinglesPerSecond * b.SinglesPerSecond * window * 1e-12;
        if (source.RepetitionHertz > 0)
        {
            double lightA = a.SourcePerSecond + a.SourceNoisePerSecond, lightB = b.SourcePerSecond + b.SourceNoisePerSecond;
            double repetition = source.RepetitionHertz;
            double all = lightA + lightB - (repetition * DetectorRates.Occupied(source,
                pairs * (efficientA + efficientB - (efficientA * efficientB)),
                noise * (efficientA + efficientB)));
            double together = all * ReadyTogether(a, b, all);
            double chance = lightA * lightB / repetition * ready;
            double real = Math.Min(together - chance, pairs * efficientA * efficientB * ReadyTogether(a, b, all)
                * lightA * lightB / ((pairs + noise) * efficientA * (pairs + noise) * efficientB));
            return new PairRates(a, b, window, width, real, real * inPeak,
                (chance * inCell) + unrelated - (lightA * lightB * ready * window * 1e-12),
                (together - chance - real) * inCell, visibility) { IsOneClickACell = true };
        }

        double wanted = a.SourcePerSecond * b.SourcePerSecond / pairs;
        double seen = wanted * ReadyTogether(a, b, wanted);
        double bunched = a.SourcePerSecond * b.SourcePerSecond * ready * source.Bunching * source.CellSeconds * inCell;
        return new PairRates(a, b, window, width, seen, seen * inPeak, unrelated, bunched, visibility);
    }

    /// <summary>Probability that both detectors are ready. A pair that is seen makes both blind: in a share x of the time such
    /// a pair lies less than the shorter dead time back, else they are ready independently, so r = rA rB / (1 - x), and x is
    /// itself the rate of pairs seen times that dead time.</summary>
    private static double ReadyTogether(DetectorRates a, DetectorRates b, double pairsPerSecond)
    {
        double ready = a.ReadyShare * b.ReadyShare;
        double load = pairsPerSecond * Math.Min(a.DeadSeconds, b.DeadSeconds);
        // The smaller root of r (1 - load r) = ready, in the form that loses no digits.
        double together = 2 * ready / (1 + Math.Sqrt(Math.Max(0, 1 - (4 * load * ready))));
        return Math.Min(together, Math.Min(a.ReadyShare, b.ReadyShare));
    }

    private static double Square(double value) => value * value;
}
