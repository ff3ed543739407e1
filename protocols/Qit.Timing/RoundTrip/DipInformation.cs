namespace Qit.Timing.RoundTrip;

/// <summary>What a design can tell about the centre of a dip whose plateau and visibility (and perhaps width) are unknown.
/// </summary>
public static class DipInformation
{
    /// <summary>Cramer-Rao bound: the smallest standard error of the centre, in metres, that any unbiased estimator can
    /// have from Poisson counts at these points. Infinite when the points do not determine the centre.</summary>
    /// <param name="model">The dip as it is.</param>
    /// <param name="design">Where the delay line dwells and for how long.</param>
    /// <param name="isWidthKnown">False when the width has to be estimated too.</param>
    /// <remarks>The information is the squared length of that part of the centre's score that the scores of the unknown
    /// nuisance parameters cannot imitate. In this form it stays right where the information matrix is singular, as for
    /// two points at equal distance on both flanks: they fix the centre and leave plateau and visibility open.</remarks>
    /// <exception cref="ArgumentException">The model has no meaning, or an exposure is negative.</exception>
    public static double CentreBoundMetres(DipModel model, IReadOnlyList<DwellPoint> design, bool isWidthKnown = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(design);
        model.Check();
        double[][] scores = Scores(model, design);
        var basis = new List<double[]>();
        for (int parameter = isWidthKnown ? 2 : 1; parameter < DipModel.ParameterCount; parameter++)
        {
            double[] nuisance = scores[parameter];
            double length = Length(nuisance);
            Remove(nuisance, basis);
            double left = Length(nuisance);
            // What is left of a score that the others imitate is rounding.
            if (!(left > 1e-9 * length)) continue;
            for (int index = 0; index < nuisance.Length; index++) nuisance[index] /= left;
            basis.Add(nuisance);
        }

        double before = Length(scores[0]);
        Remove(scores[0], basis);
        double information = Length(scores[0]);
        return information > 1e-9 * before ? model.WidthMetres / information : double.PositiveInfinity;
    }

    private static double[][] Scores(DipModel model, IReadOnlyList<DwellPoint> design)
    {
        double[][] scores = new double[DipModel.ParameterCount][];
        for (int parameter = 0; parameter < scores.Length; parameter++) scores[parameter] = new double[design.Count];
        Span<double> score = stackalloc double[DipModel.ParameterCount];
        for (int index = 0; index < design.Count; index++)
        {
            if (!(design[index].Exposure >= 0))
                throw new ArgumentException($"Exposure {index} is {design[index].Exposure}; it has to be 0 or more.");
            double root = Math.Sqrt(design[index].Exposure);
            model.Score(design[index].PositionMetres, score);
            for (int parameter = 0; parameter < scores.Length; parameter++) scores[parameter][index] = score[parameter] * root;
        }

        return scores;
    }

    private static void Remove(double[] vector, List<double[]> basis)
    {
        // Twice is enough (Kahan): the second pass removes what rounding of the first has left.
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] unit in basis)
            {
                double product = 0;
                for (int index = 0; index < vector.Length; index++) product += vector[index] * unit[index];
                for (int index = 0; index < vector.Length; index++) vector[index] -= product * unit[index];
            }
        }
    }

    private static double Length(double[] vector)
    {
        double sum = 0;
        foreach (double value in vector) sum += value * value;
        return Math.Sqrt(sum);
    }
}
