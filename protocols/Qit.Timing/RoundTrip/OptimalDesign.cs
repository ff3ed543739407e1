namespace Qit.Timing.RoundTrip;

/// <summary>
/// The fixed design that tells most about the centre of a dip with unknown plateau and visibility: where to dwell, and
/// with which share of the light. Found by Elfving's theorem (Ann. Math. Statist. 23, 255 (1952)) as a linear programme:
/// with f(x) the score of one unit of exposure at x, minimize sum |u_j| under sum u_j f(x_j) = (1, 0, ...). The shares are
/// |u_j| over their sum s, and the variance for a total exposure T is s^2 / T. It is solved by the simplex method; the
/// column that enters is sought over the whole range, not over a grid.
/// </summary>
public sealed class OptimalDesign
{
    private const int MostPivots = 400;
    private const int GridIntervals = 400;
    private const double Tolerance = 1e-7;

    // The solution for a free range is degenerate: two points fix the centre and leave the rest open. A right side moved
    // by this much makes every basis a proper one.
    private const double Perturbation = 1e-11;
    private const double SmallestShare = 1e-5;

    // Two points fix the centre only as long as they lie in exact balance: a hundredth of the light, half of it at the
    // centre and half on the plateau, keeps the design useful beside it, for half a hundredth of the standard error.
    private const double SpareShare = 5e-3;

    private readonly double unitBoundMetres;

    private OptimalDesign(List<DwellPoint> shares, double unitBoundMetres, double certifiedEfficiency)
    {
        Shares = shares;
        this.unitBoundMetres = unitBoundMetres;
        CertifiedEfficiency = certifiedEfficiency;
    }

    /// <summary>Points in ascending order; their exposures are shares of the total and add up to 1. A hundredth of it
    /// determines plateau and visibility and is not part of the optimum.</summary>
    public IReadOnlyList<DwellPoint> Shares { get; }

    /// <summary>A lower limit, proved by the dual programme, of the best possible bound over <see cref="BoundMetres"/>: 1
    /// less what is left to gain.</summary>
    public double CertifiedEfficiency { get; }

    /// <summary>Cramer-Rao bound of the centre for a total exposure, in metres: no fixed design has a smaller one.</summary>
    /// <param name="totalExposure">Above 0, in the unit of the model's plateau.</param>
    public double BoundMetres(double totalExposure) => unitBoundMetres / Math.Sqrt(totalExposure);

    /// <summary>The design for a total exposure.</summary>
    /// <param name="totalExposure">Above 0.</param>
    public IReadOnlyList<DwellPoint> Points(double totalExposure) =>
        [.. Shares.Select(point => point with { Exposure = point.Exposure * totalExposure })];

    /// <summary>Finds the best design within the travel of the delay line.</summary>
    /// <param name="model">The dip.</param>
    /// <param name="fromMetres">Lowest path difference that can be reached.</param>
    /// <param name="toMetres">Highest path difference, above the lowest.</param>
    /// <param name="isWidthKnown">False when the width has to be estimated too.</param>
    /// <exception cref="ArgumentException">The model or the range has no meaning, or no design within the range
    /// determines the centre.</exception>
    public static OptimalDesign Find(DipModel model, double fromMetres, double toMetres, bool isWidthKnown = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Check();
        if (!(toMetres > fromMetres)) throw new ArgumentException($"The range from {fromMetres} to {toMetres} m is empty.");
        var search = new ScoreSearch(model, fromMetres, toMetres, isWidthKnown, GridIntervals);
        var basis = new SimplexBasis(search.Dimension, 1e6 / model.Visibility, Perturbation);
        double[] score = new double[search.Dimension];
        double efficiency = 0;
        for (int pivot = 0; pivot < MostPivots; pivot++)
        {
            double[] prices = basis.Prices();
            (double position, double value) = search.Largest(prices);
            // Prices divided by the largest value are feasible for the dual: its objective bounds every design's.
            efficiency = Math.Min(1, 1 / Math.Abs(value));
            if (Math.Abs(value) <= 1 + Tolerance) break;
            search.Score(position, score);
            if (!basis.Enter(position, Math.Sign(value), score)) break;
        }

        List<DwellPoint> points = [.. basis.Points()];
        if (basis.ArtificialAmount > 1e-3)
            throw new ArgumentException(
                $"No dwell points between {fromMetres} and {toMetres} m determine the centre at {model.CentreMetres} m.");
        double bound = points.Sum(point => point.Exposure) * model.WidthMetres / Math.Sqrt(model.Plateau);
        double far = model.CentreMetres - fromMetres > toMetres - model.CentreMetres ? fromMetres : toMetres;
        double near = Math.Clamp(model.CentreMetres, fromMetres, toMetres);
        return new OptimalDesign(Merge(points, model.WidthMetres, near, far), bound, efficiency);
    }

    /// <summary>Neighbours that are one point of the optimum made one, and the spare points put in.</summary>
    private static List<DwellPoint> Merge(List<DwellPoint> points, double width, double near, double far)
    {
        double total = points.Sum(point => point.Exposure);
        points.RemoveAll(point => point.Exposure < SmallestShare * total);
        points.Sort((left, right) => left.PositionMetres.CompareTo(right.PositionMetres));
        for (int index = points.Count - 1; index > 0; index--)
        {
            DwellPoint left = points[index - 1], right = points[index];
            if (right.PositionMetres - left.PositionMetres > 0.02 * width) continue;
            double exposure = left.Exposure + right.Exposure;
            double position = ((left.PositionMetres * left.Exposure) + (right.PositionMetres * right.Exposure)) / exposure;
            points[index - 1] = new DwellPoint(position, exposure);
            points.RemoveAt(index);
        }

        double scale = (1 - (2 * SpareShare)) / points.Sum(point => point.Exposure);
        return [.. points.Select(point => point with { Exposure = point.Exposure * scale })
            .Append(new DwellPoint(near, SpareShare)).Append(new DwellPoint(far, SpareShare))
            .OrderBy(point => point.PositionMetres)];
    }
}
