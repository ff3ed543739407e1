using Qit.Timing.Estimation;

namespace Qit.Timing.RoundTrip;

/// <summary>
/// Measures the centre of a dip whose place is unknown: passes of a coarse scan, each over the places that the counts so
/// far leave possible, until a dip is certain; then dwells, each where it lowers the variance of the centre most given all
/// that was counted before. That is on both flanks, in balance, with as much elsewhere as the uncertainty of plateau,
/// visibility and width still costs; nothing of it is put in by hand.
/// </summary>
public sealed class AdaptivePlan
{
    /// <summary>Distance of the places of the coarse scan, in widths: a dip between two of them still shows half of its
    /// depth in both.</summary>
    private const double SearchStep = 1.5;

    /// <summary>A place stays in the search while its likelihood is within this factor (as a logarithm) of the best.
    /// </summary>
    private const double SearchLogOdds = 4;

    /// <summary>Sigma at which the dwells turn to a dip, below which it is given up again, and from which on its place is no
    /// longer doubted. Until then every dwell is also a test: a chance dip fills up, and falls below all of them.</summary>
    private const double FoundSigma = 4.5, LostSigma = 3, CertainSigma = 7;

    private readonly AdaptivePlanOptions options;
    private readonly List<DipSample> samples = [];
    private readonly List<DipSample> places = [];
    private readonly Dictionary<double, int> placeOf = [];
    private readonly Queue<DwellPoint> scan = new();
    private double spent;
    private int passes;

    /// <summary>Begins with the search.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public AdaptivePlan(AdaptivePlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
    }

    /// <summary>Everything counted so far, in order.</summary>
    public IReadOnlyList<DipSample> Samples => samples;

    /// <summary>The dip as it is known now; null while it is being looked for.</summary>
    public DipEstimate? Estimate { get; private set; }

    /// <summary>Exposure spent on the search.</summary>
    public double SearchExposure { get; private set; }

    /// <summary>True when the search has spent its share and no dip is certain.</summary>
    public bool IsDipMissing => Estimate is null && SearchExposure >= options.SearchShare * options.TotalExposure * (1 - 1e-9);

    /// <summary>Where to dwell next.</summary>
    /// <param name="next">The place and its exposure; several calls without an <see cref="Add"/> between give the same.
    /// </param>
    /// <returns>False when the exposure is spent, or <see cref="IsDipMissing"/>.</returns>
    public bool TryNext(out DwellPoint next)
    {
        next = default;
        double left = options.TotalExposure - spent;
        if (!(left > 1e-9 * options.TotalExposure) || IsDipMissing) return false;
        if (Estimate is null)
        {
            if (scan.Count == 0) PlanScan();
            next = scan.Peek();
            return true;
        }

        double exposure = Math.Min(left, (options.TotalExposure - SearchExposure) / options.Dwells);
        // No crumb at the end: a delay line moves for whole dwells.
        if (left < 1.5 * exposure) exposure = left;
        next = new DwellPoint(BestPosition(Estimate.Model, exposure), exposure);
        return true;
    }

    /// <summary>Takes what a dwell has counted; it need not be where and as long as it was asked for.</summary>
    /// <exception cref="ArgumentException">The sample has no meaning.</exception>
    public void Add(DipSample sample)
    {
        if (!double.IsFinite(sample.PositionMetres) || !(sample.Exposure > 0) || sample.Coincidences < 0)
            throw new ArgumentException(
                $"{sample} is no sample: the position has to be finite, the exposure above 0, the counts 0 or more.");
        samples.Add(sample);
        AddToPlace(sample);
        spent += sample.Exposure;
        if (scan.Count > 0) scan.Dequeue();
        if (Estimate is null)
        {
            SearchExposure += sample.Exposure;
            if (scan.Count == 0) Look();
        }
        else if (Estimate.SignificanceSigma < CertainSigma)
        {
            Look();
        }
        else
        {
            // A fit that fails (it may for a few counts) leaves the plan with the estimate before.
            Estimate = DipFit.Refine(places, options.IsWidthKnown, Estimate.Model) ?? Estimate;
        }
    }

    /// <summary>Takes the most likely place of all; a dip that later counts disprove is given up again.</summary>
    private void Look()
    {
        (double centre, double sigma, double visibility) = DipFinder.Search(
            options.FromMetres, options.ToMetres, options.WidthMetres, places, options.Background);
        Estimate = sigma < (Estimate is null ? FoundSigma : LostSigma)
            ? null
            : DipFit.Refine(places, options.IsWidthKnown,
                DipFit.Begin(places, centre, options.WidthMetres, options.Background, visibility));
    }

    private void PlanScan()
    {
        double range = options.ToMetres - options.FromMetres;
        int stops = Math.Max(2, (int)Math.Ceiling(range / (SearchStep * options.WidthMetres)) + 1);
        double exposure = options.SearchPassShare * options.TotalExposure / stops;
        double step = range / (stops - 1);
        double[] profile = DipFinder.Profile(options.FromMetres, options.ToMetres, options.WidthMetres, places,
            options.Background);
        double best = profile.Max();
        // Every other pass looks between the places of the one before.
        double shift = (passes & 1) == 0 ? 0 : 0.5 * step;
        for (int stop = 0; stop < stops; stop++)
        {
            double position = options.FromMetres + (stop * step) + shift;
            if (position <= options.ToMetres && IsPossible(profile, (position - options.FromMetres) / range, step / range, best))
                scan.Enqueue(new DwellPoint(position, exposure));
        }

        passes++;
    }

    /// <summary>Whether the centre may lie within half a step of a place, given in parts of the range.</summary>
    private static bool IsPossible(double[] profile, double place, double step, double best)
    {
        int last = profile.Length - 1;
        int from = Math.Max(0, (int)Math.Floor((place - (0.5 * step)) * last));
        int to = Math.Min(last, (int)Math.Ceiling((place + (0.5 * step)) * last));
        double sigma = 0;
        for (int index = from; index <= to; index++) sigma = Math.Max(sigma, profile[index]);
        return ((best * best) - (sigma * sigma)) / 2 < SearchLogOdds;
    }

    /// <summary>Counts of one place add up: their sum tells as much, and every fit has less to do.</summary>
    private void AddToPlace(DipSample sample)
    {
        if (!placeOf.TryGetValue(sample.PositionMetres, out int place))
        {
            placeOf[sample.PositionMetres] = places.Count;
            places.Add(sample);
            return;
        }

        DipSample before = places[place];
        places[place] = new DipSample(sample.PositionMetres, before.Exposure + sample.Exposure,
            before.Coincidences + sample.Coincidences);
    }

    /// <summary>Where a dwell of this exposure lowers the variance of the centre most, seen from the present estimate: the
    /// rank-one update of the inverse information.</summary>
    private double BestPosition(DipModel model, double exposure)
    {
        // The present visibility may have come out at an end of its range, where the information has no meaning.
        DipModel steady = model with { Visibility = Math.Clamp(model.Visibility, 0.02, 0.999) };
        var search = new ScoreSearch(steady, options.FromMetres, options.ToMetres, options.IsWidthKnown, 240);
        int count = search.Dimension;
        double[,] information = new double[count, count];
        double[] score = new double[count];
        foreach (DipSample sample in places)
        {
            search.Score(sample.PositionMetres, score);
            for (int row = 0; row < count; row++)
            {
                for (int column = 0; column < count; column++)
                    information[row, column] += sample.Exposure * steady.Plateau * score[row] * score[column];
            }
        }

        double[,]? covariance = Cholesky.Inverse(information);
        // Before the samples determine all parameters, the steeper places of both flanks in turn.
        if (covariance is null)
        {
            double flank = steady.CentreMetres + (((samples.Count & 1) == 0 ? 1 : -1) * steady.WidthMetres);
            return Math.Clamp(flank, options.FromMetres, options.ToMetres);
        }

        return search.LargestGain(covariance, exposure * steady.Plateau);
    }
}
