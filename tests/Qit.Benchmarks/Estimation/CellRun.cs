using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Estimation;

/// <summary>Statistics of a cell over seeds.</summary>
internal sealed class CellRun
{
    private double squares, slopeSquares, pulls, pullSquares;
    private double pairs, densities;

    public int Seeds { get; private set; }

    /// <summary>Seeds without an estimate.</summary>
    public int Failures { get; private set; }

    public int Within68 { get; private set; }

    public int Within95 { get; private set; }

    public int SlopeWithin68 { get; private set; }

    public int SlopeWithin95 { get; private set; }

    public int WithTails { get; private set; }

    public double RmsError => Math.Sqrt(squares / Seeds);

    public double SlopeRmsError => Math.Sqrt(slopeSquares / Seeds);

    public double MeanPull => pulls / Seeds;

    public double PullDeviation => Math.Sqrt((pullSquares / Seeds) - (MeanPull * MeanPull));

    /// <summary>Coincidences that came, on average.</summary>
    public double Pairs => pairs / (Seeds + Failures);

    /// <summary>Accidentals per picosecond, on average.</summary>
    public double Floor => densities / (Seeds + Failures);

    public static CellRun Of(EstimationCell cell, int seeds, int first = 1)
    {
        var run = new CellRun();
        if (cell.IsFromTags) run.FromTags(cell, seeds, first);
        else run.FromCounts(cell, seeds, first);
        return run;
    }

    private void FromTags(EstimationCell cell, int seeds, int first)
    {
        var tags = new EstimationTags();
        var estimator = new OffsetEstimator();
        EstimationWorld world = cell.World();
        double span = world.Seconds * 1e12;
        EstimationBound bound = EstimationBound.Of(cell.Response, cell.Pairs, cell.Floor, cell.Seconds, cell.Family);
        for (int seed = first; seed < first + seeds; seed++)
        {
            var random = new FastRandom((ulong)seed);
            // Where the peak is and how it runs differ from seed to seed; the line given is beside it.
            double offset = 1e6 * random.NextUnit();
            double skew = 1e-6 * (random.NextUnit() - 0.5);
            tags.Generate(world with { OffsetPicoseconds = offset, Skew = skew }, random);
            double width = cell.Response.RmsPicoseconds;
            var line = new OffsetLine(
                (long)(span / 2),
                (long)(offset + (0.5 * width * random.NextNormal())),
                skew + (Math.Min(2 * bound.Slope, 0.5 * width / span) * random.NextNormal()));
            OffsetEstimate? estimate = estimator.EstimateSpan(tags.A, tags.B, line, 4 * width, 0, (long)span);
            pairs += tags.Coincidences;
            densities += (double)tags.A.Length * tags.B.Length / span;
            if (estimate is null)
            {
                Failures++;
                continue;
            }

            Add(
                (estimate.OffsetFemtoseconds * 1e-3) - offset,
                estimate.OffsetStandardErrorPicoseconds,
                estimate.FrequencyOffset - skew,
                estimate.FrequencyOffsetStandardError,
                estimate.Family);
        }
    }

    private void FromCounts(EstimationCell cell, int seeds, int first)
    {
        var counts = new EstimationCounts(cell);
        for (int seed = first; seed < first + seeds; seed++)
        {
            var random = new FastRandom((ulong)seed);
            pairs += cell.Pairs;
            densities += cell.Floor;
            double offset = 50 * random.NextNormal();
            PeakFit? fit = counts.Fit(offset, random);
            if (fit is null) Failures++;
            else
            {
                Add(fit.OffsetPicoseconds - offset, fit.OffsetError, fit.SlopePicosecondsPerSecond * 1e-12,
                    fit.SlopeError * 1e-12, fit.Family);
            }
        }
    }

    private void Add(double error, double standardError, double slope, double slopeError, PeakFamily family)
    {
        Seeds++;
        double pull = error / standardError;
        squares += error * error;
        pulls += pull;
        pullSquares += pull * pull;
        if (Math.Abs(pull) < 1) Within68++;
        if (Math.Abs(pull) < 1.959964) Within95++;
        double slopePull = Math.Abs(slope / slopeError);
        slopeSquares += slope * slope;
        if (slopePull < 1) SlopeWithin68++;
        if (slopePull < 1.959964) SlopeWithin95++;
        if (family != PeakFamily.Gaussian) WithTails++;
    }
}
