using Qit.Hal.Simulation;
using Qit.Timing.RoundTrip;

namespace Qit.Timing.RoundTripTrials;

/// <summary>Measures a simulated dip many times over and keeps the errors of its centre. Exposure is photon pairs.</summary>
internal sealed class DipTrials
{
    private readonly List<double> errors = [];
    private readonly List<double> pulls = [];

    /// <summary>Rms width of all dips, in metres.</summary>
    public const double WidthMetres = 10e-6;

    /// <summary>Measurements in which no dip was found.</summary>
    public int Missed { get; private set; }

    /// <summary>Measurements that gave a centre.</summary>
    public int Count => errors.Count;

    /// <summary>Mean error of the centre, in metres.</summary>
    public double MeanError => errors.Average();

    /// <summary>Standard error of the mean error, in metres.</summary>
    public double MeanErrorStandardError => RmsError / Math.Sqrt(Count);

    /// <summary>Rms error of the centre, in metres.</summary>
    public double RmsError => Math.Sqrt(errors.Sum(error => error * error) / Count);

    /// <summary>Exposure of the search over all exposure, mean.</summary>
    public double SearchShare { get; private set; }

    /// <summary>Part of the centres within so many of their own standard errors of the truth.</summary>
    public double Coverage(double sigmas) => pulls.Count(pull => Math.Abs(pull) <= sigmas) / (double)Count;

    /// <summary>A dip somewhere in the middle half of a range of 20 widths.</summary>
    public static DipModel Dip(int seed, double visibility, double background = 0) => new()
    {
        CentreMetres = WidthMetres * (10 * new Random((seed * 7919) + 1).NextDouble() - 5),
        WidthMetres = WidthMetres,
        Plateau = 0.5,
        Visibility = visibility,
        Background = background,
    };

    /// <summary>Counts at the points of a design.</summary>
    public static List<DipSample> Measure(DipModel dip, IEnumerable<DwellPoint> design, Random random) =>
        [.. design.Select(point => new DipSample(point.PositionMetres, point.Exposure,
            PoissonVariate.Of(dip.Rate(point.PositionMetres) * point.Exposure, random.NextDouble())))];

    /// <summary>Adaptive measurements over a range of 20 widths, the search included.</summary>
    public static DipTrials Adaptive(double visibility, double pairs, int seeds, bool isWidthKnown = true,
        double background = 0)
    {
        var trials = new DipTrials();
        for (int seed = 1; seed <= seeds; seed++)
        {
            DipModel dip = Dip(seed, visibility, background);
            var random = new Random(seed);
            var plan = new AdaptivePlan(new AdaptivePlanOptions
            {
                FromMetres = -10 * WidthMetres,
                ToMetres = 10 * WidthMetres,
                WidthMetres = isWidthKnown ? WidthMetres : 1.2 * WidthMetres,
                IsWidthKnown = isWidthKnown,
                TotalExposure = pairs,
                Background = background,
            });
            while (plan.TryNext(out DwellPoint point)) plan.Add(Measure(dip, [point], random)[0]);
            trials.SearchShare += plan.SearchExposure / pairs / seeds;
            trials.Keep(plan.Estimate, dip);
        }

        return trials;
    }

    /// <summary>Measurements by a fixed design, which may depend on the dip.</summary>
    public static DipTrials Fixed(double visibility, int seeds, Func<DipModel, IEnumerable<DwellPoint>> design,
        bool isCentreKnown = false)
    {
        var trials = new DipTrials();
        for (int seed = 1; seed <= seeds; seed++)
        {
            DipModel dip = Dip(seed, visibility);
            List<DipSample> samples = Measure(dip, design(dip), new Random(seed));
            trials.Keep(
                DipFit.Estimate(samples, WidthMetres, nearMetres: isCentreKnown ? dip.CentreMetres : null), dip);
        }

        return trials;
    }

    /// <summary>Places a quarter width apart over the range of 20 widths, with equal exposure.</summary>
    public static IEnumerable<DwellPoint> LinearScan(double pairs)
    {
        const int Steps = 80;
        return Enumerable.Range(0, Steps + 1).Select(step =>
            new DwellPoint(WidthMetres * ((20.0 * step / Steps) - 10), pairs / (Steps + 1)));
    }

    private void Keep(DipEstimate? estimate, DipModel dip)
    {
        if (estimate is null)
        {
            Missed++;
            return;
        }

        double error = estimate.Model.CentreMetres - dip.CentreMetres;
        errors.Add(error);
        pulls.Add(error / estimate.CentreStandardErrorMetres);
    }
}
