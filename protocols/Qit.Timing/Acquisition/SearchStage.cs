// How the coarse search is laid out. Pairs of rate r among singles of rate s on either side, correlated over a span T with
// bins d, stand out by
//   z = r T / sqrt(s^2 T d) = (r/s) sqrt(T/d);
// a skew that is wrong by e smears the peak over e T, so trial skews may be a step g = 1.5 d/T apart, and
//   z = 1.2 (r/s) / sqrt(g),
// whatever the span: what is found depends on the step of the trial skews alone. For offsets in a range R a step g takes
// R/d = 1.5 R/(g T) bins, so the longest span gives the shortest transform, down to a length where slow changes of the
// rates would show; from there on shorter spans save events. Skews within +-Y take 2Y/g + 1 transforms.
namespace Qit.Timing.Acquisition;

/// <summary>One layout of the coarse search.</summary>
/// <param name="Bins">Bins of the ring, a power of two.</param>
/// <param name="Segments">Segments of the span.</param>
/// <param name="SpanPicoseconds">Length of A's data that is used, around its middle.</param>
/// <param name="BinPicoseconds">Width of a bin.</param>
/// <param name="SkewStep">Distance of trial skews.</param>
internal sealed record SearchStage(
    int Bins, int Segments, double SpanPicoseconds, double BinPicoseconds, double SkewStep)
{
    /// <summary>Distance of trial skews in bins over the span.</summary>
    public const double StepInBins = 1.5;

    private const int EasyLog2 = 16; // shortest transform worth while: counting the events takes longer
    private const double NarrowestBinPicoseconds = 4000; // a peak of 1 ns still falls into two bins

    /// <summary>Trial skews on either side of zero that cover a skew.</summary>
    public int StepsFor(double skew) => (int)Math.Max(0, Math.Ceiling((skew / SkewStep) - 0.5));

    /// <summary>Layouts for a search, coarsest step first.</summary>
    /// <param name="tagsA">Events of A that may have partners.</param>
    /// <param name="tagsB">Events of B that may have partners.</param>
    /// <param name="duration">Length of A's data, picoseconds, at least 1.</param>
    /// <param name="durationB">Length of B's data.</param>
    /// <param name="range">Width of the searched offsets, at least 1.</param>
    /// <param name="options">Limits.</param>
    public static List<SearchStage> Layouts(
        long tagsA, long tagsB, double duration, double durationB, double range, AcquisitionOptions options)
    {
        var stages = new List<SearchStage>();
        // More bins than pairs leave nothing to gain: most bins are empty.
        double pairs = (double)tagsA * tagsB;
        int useful = Math.Clamp((int)Math.Ceiling(Math.Log2(Math.Max(pairs, 1))), 12, options.MaximumTransformLog2);
        int easy = Math.Min(EasyLog2, useful);
        double skew = options.MaximumSkewPpm * 1e-6;
        double span = duration;
        while (Fit(easy, span, durationB, range, options).SkewStep < skew && span * tagsA / duration > 2000) span /= 2;
        for (; span < duration; span *= 4) stages.Add(Fit(easy, span, durationB, range, options));
        for (int log2 = easy; log2 <= useful; log2++)
        {
            SearchStage stage = Fit(log2, duration, durationB, range, options);
            stages.Add(stage);
            if (stage.BinPicoseconds <= NarrowestBinPicoseconds) break;
        }

        return stages;
    }

    private static SearchStage Fit(int log2, double span, double durationB, double range, AcquisitionOptions options)
    {
        int bins = 1 << log2;
        int segments = (int)Math.Clamp(Math.Ceiling(span / (2 * range)), 1, options.MaximumSegments);
        double length = span / segments;
        // All differences there are spread over this; a fifth less folds only the thin ends onto each other.
        double spread = length + Math.Min(durationB, range + length);
        double stretch = 1 + (2 * options.MaximumSkewPpm * 1e-6);
        double period = Math.Max(range * stretch, 0.8 * spread);
        double bin = Math.Max(period / (bins - 8), NarrowestBinPicoseconds);
        return new SearchStage(bins, segments, span, bin, StepInBins * bin / span);
    }
}

/// <summary>Trial skews of a layout, from one distance from zero to another.</summary>
/// <param name="Stage">Layout.</param>
/// <param name="Skew">Skews are covered up to this, either sign.</param>
/// <param name="Cost">Points transformed, events counted in with their share, all from zero on.</param>
internal readonly record struct SearchTask(SearchStage Stage, double Skew, double Cost)
{
    private const double EventCost = 0.4; // counting an event, in points of a transform
    private const double Widening = 4; // each range of skews against the one within it

    /// <summary>All tasks worth while, cheapest first.</summary>
    public static List<SearchTask> Plan(IReadOnlyList<SearchStage> stages, long tagsB, AcquisitionOptions options)
    {
        var all = new List<SearchTask>();
        double largest = options.MaximumSkewPpm * 1e-6;
        foreach (SearchStage stage in stages)
        {
            double skew = largest;
            for (; skew > stage.SkewStep; skew /= Widening) Add(stage, skew);
            Add(stage, Math.Min(largest, skew));
        }

        // A task is of no use when a cheaper one is at least as fine and as wide.
        all.Sort((one, other) => one.Cost.CompareTo(other.Cost));
        var useful = new List<SearchTask>();
        double spent = 0;
        foreach (SearchTask task in all)
        {
            if (useful.Exists(done => done.Skew >= task.Skew && done.Stage.SkewStep <= task.Stage.SkewStep)) continue;
            double before = useful.Where(done => done.Stage == task.Stage).Select(done => done.Cost).DefaultIfEmpty(0).Max();
            spent += task.Cost - before;
            if (spent > options.MaximumEffort * 1e9 && useful.Count > 0) break;
            useful.Add(task);
        }

        return useful;

        void Add(SearchStage stage, double skew)
        {
            double each = ((stage.Segments + 1) / 2.0 * stage.Bins) + (EventCost * tagsB);
            all.Add(new SearchTask(stage, skew, each * ((2 * stage.StepsFor(skew)) + 1)));
        }
    }
}
