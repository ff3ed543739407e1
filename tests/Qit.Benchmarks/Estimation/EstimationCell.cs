// One cell of the table: a world, its bound, and the estimates over seeds.
using System.Globalization;
using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Estimation;

/// <summary>A cell.</summary>
/// <param name="Pairs">Coincidences that are detected, on average.</param>
/// <param name="FloorRatio">Accidentals within two rms widths of the peak on either side, over coincidences.</param>
/// <param name="HasTails">Whether the detectors have exponential tails.</param>
/// <param name="HasDeadTime">Whether they have dead time and afterpulses, and different rates.</param>
/// <param name="ForceCounts">Draws counts even where tags could be made.</param>
internal sealed record EstimationCell(
    double Pairs, double FloorRatio, bool HasTails, bool HasDeadTime, bool ForceCounts = false)
{
    private const double Sigma = 200;
    private const double DeadTime = 22_000;
    private const double MostTags = 1.2e6;

    /// <summary>All cells asked for.</summary>
    public static IEnumerable<EstimationCell> Grid() =>
        from dead in new[] { false, true }
        from tails in new[] { false, true }
        from pairs in new[] { 1e2, 1e3, 1e4, 1e5, 1e6 }
        from ratio in new[] { 0, 0.1, 1, 10, 100 }
        select new EstimationCell(pairs, ratio, tails, dead);

    public string Detectors => (HasTails ? "tails" : "plain") + (HasDeadTime ? ", dead" : "");

    /// <summary>Detectors, pairs, floor.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Detectors} {Pairs:0} {FloorRatio}");

    public (double Share, double Tail) Tail => HasTails ? (0.3, 400) : (0, 0);

    public PeakResponse Response => PeakResponse.OfDetectors(Sigma * Math.Sqrt(2), Tail, Tail);

    /// <summary>Significance of the peak in its window of two rms widths: expected coincidences there over the root of all
    /// expected counts there.</summary>
    public double Significance
    {
        get
        {
            double inside = 0.954 * Pairs;
            return inside / Math.Sqrt(inside + (FloorRatio * Pairs));
        }
    }

    /// <summary>Accidentals per picosecond.</summary>
    public double Floor => FloorRatio * Pairs / (4 * Response.RmsPicoseconds);

    public double TagsA => Math.Max(4 * Pairs, FloorRatio * Pairs / MostDensity);

    public double TagsB => HasDeadTime ? TagsA / 2 : TagsA;

    public double Seconds => FloorRatio > 0
        ? TagsA * TagsB * 4e-12 * Response.RmsPicoseconds / (FloorRatio * Pairs)
        : Pairs * 4e-6 * Response.RmsPicoseconds;

    /// <summary>Whether tags are simulated; else the counts of the fit's bins are drawn.</summary>
    public bool IsFromTags => !ForceCounts && TagsA <= MostTags;

    /// <summary>Tags of B within two widths of a tag of A. Without dead time as dense as can be, so that each tag is in
    /// several pairs; with it as dense as detectors work, a third of their dead time.</summary>
    private double MostDensity =>
        HasDeadTime ? 0.5 * 0.3 / DeadTime * 4 * Response.RmsPicoseconds : 1;

    public PeakFamily Family => HasTails ? PeakFamily.SymmetricTails : PeakFamily.Gaussian;

    /// <summary>A rough cost of one seed in seconds, to share the time out; not measured, so that a run can be repeated.
    /// </summary>
    public double Cost => 1.3e-3
        + (IsFromTags ? (90e-9 * (TagsA + TagsB)) + (40e-9 * (TagsA * 6 * MostDensity)) : 0);

    public EstimationWorld World()
    {
        // The photons that must arrive so that the wanted number is detected: dead time takes its share of them.
        double liveA = HasDeadTime ? 1 / (1 - (DeadTime * 1e-12 * TagsA / Seconds)) : 1;
        double liveB = HasDeadTime ? 1 / (1 - (DeadTime * 1e-12 * TagsB / Seconds)) : 1;
        double afterpulses = HasDeadTime ? 0.95 : 1;
        double pairs = Pairs * liveA * liveB;
        return new EstimationWorld
        {
            Pairs = pairs,
            LoneA = FloorRatio > 0 ? Math.Max(0, (TagsA * liveA * afterpulses) - pairs) : 0,
            LoneB = FloorRatio > 0 ? Math.Max(0, (TagsB * liveB * afterpulses) - pairs) : 0,
            Seconds = Seconds,
            SigmaA = Sigma,
            SigmaB = Sigma,
            TailA = Tail,
            TailB = Tail,
            DeadTimePicoseconds = HasDeadTime ? DeadTime : 0,
            AfterpulseProbability = HasDeadTime ? 0.05 : 0,
        };
    }
}
