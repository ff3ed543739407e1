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
    /// <summary>All coincidences that are counted, a second.</summary>
    public double CoincidencesPerSecond => TruePerSecond + AccidentalsPerSecond + MultiPairsPerSecond;

    /// <summary>Coincidence-to-accidental ratio as `qit count` prints it, (C - A) / A.</summary>
    public double CoincidenceToAccidentalRatio => (CoincidencesPerSecond / AccidentalsPerSecond) - 1;

    /// <summary>Visibility of the correlation as counted: accidentals and multi-pairs know nothing of a basis.</summary>
    public double Visibility => SourceVisibility * TruePerSecond / CoincidencesPerSecond;

    /// <summary>Smallest standard error of the peak's place after a time (Cramer-Rao), picoseconds.</summary>
    /// <param name="seconds">Averaging time, above 0.</param>
    public double OffsetErrorPicoseconds(double seconds) => CramerRaoBound.OffsetPicoseconds(
        PeakPerSecond * seconds, PeakPicosecondsRms, AccidentalsPerSecond / WindowPicoseconds * seconds);

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
        double pairs = source.RatePerSecond;
        double noise = source.NoisePerSecond;
        double classicalA = ClassicalNoise.At(link, nanometresA, metresA, isTowardsB: false, metresB).Total;
        double classicalB = ClassicalNoise.At(link, nanometresB, metresB, isTowardsB: true, metresA).Total;
        DetectorRates a = DetectorRates.Of(link.DetectorA, pairs * transmissionA, noise * transmissionA,
            classicalA * Math.Pow(10, -fibre.InsertionLossADecibels / 10));
        DetectorRates b = DetectorRates.Of(link.DetectorB, pairs * transmissionB, noise * transmissionB,
            classicalB * Math.Pow(10, -fibre.InsertionLossBDecibels / 10));
        double chromatic = bandwidthNanometresRms * ((fibre.Dispersion.DispersionAt(nanometresA) * metresA)
            + (fibre.Dispersion.DispersionAt(nanometresB) * metresB)) / 1000;
        double width = Math.Sqrt(Square(link.DetectorA.JitterPicosecondsRms) + Square(link.DetectorB.JitterPicosecondsRms)
            + Square(source.CorrelationTimePicosecondsRms) + Square(chromatic)
            + ((Square(link.DetectorA.TickPicoseconds) + Square(link.DetectorB.TickPicoseconds)) / 12));
        return Of(link, a, b, width);
    }

    private static PairRates Of(LinkOptions link, DetectorRates a, DetectorRates b, double width)
    {
        LinkSource source = link.Source;
        double window = link.WindowPicoseconds ?? 6 * width;
        double pairs = source.RatePerSecond;
        // A pair that is seen makes both detectors blind: they are ready together more often than chance has it.
        double blind = Math.Min(link.DetectorA.DeadTimePicoseconds, link.DetectorB.DeadTimePicoseconds) * 1e-12;
        double wanted = a.SourcePerSecond * b.SourcePerSecond / pairs;
        double ready = a.ReadyShare * b.ReadyShare;
        double together = ready + (wanted * ready * blind);
        double seen = wanted * together;
        double unrelated = a.SinglesPerSecond * b.SinglesPerSecond * window * 1e-12;
        double product = a.SourcePerSecond * b.SourcePerSecond * ready;
        double inCell = CellOverlap.Within(window, source.CoherencePicoseconds, width);
        double cell = (source.RepetitionHertz > 0 ? 1e12 / source.RepetitionHertz : source.CoherencePicoseconds) * 1e-12;
        double bunched = product * source.Bunching * cell * inCell;
        if (source.RepetitionHertz > 0)
        {
            // Light that comes in pulses meets light of the same pulse only, but then surely.
            double pulsed = (a.SourcePerSecond + a.SourceNoisePerSecond) * (b.SourcePerSecond + b.SourceNoisePerSecond) * ready;
            unrelated += pulsed * ((cell * inCell) - (window * 1e-12));
        }

        return new PairRates(
            a, b, window, width, seen, seen * CellOverlap.Within(window, 0, width), unrelated, bunched,
            ((4 * source.Fidelity) - 1) / 3);
    }

    private static double Square(double value) => value * value;
}
