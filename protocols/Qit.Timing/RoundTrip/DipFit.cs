using Qit.Timing.Estimation;

namespace Qit.Timing.RoundTrip;

/// <summary>Poisson maximum likelihood for the centre, visibility and plateau of a dip, and for its width where that is not
/// known; not the lowest bin.</summary>
public static class DipFit
{
    // A floor of 1e-7 plateaus: no measurement tells it from none, and its logarithm has no minimum to run to.
    private const double SmallestLogFloor = -16;

    /// <summary>Finds the dip in the samples and fits it.</summary>
    /// <param name="samples">Counts at three or more places, in any order; at a place there may be several.</param>
    /// <param name="widthMetres">Rms width of the dip, in metres (<see cref="DipModel.WidthMetresOf"/>): as it is, or where
    /// to begin.</param>
    /// <param name="isWidthKnown">False to fit the width as well.</param>
    /// <param name="background">Accidental coincidences for one unit of exposure, known; 0 counts them into the plateau,
    /// which leaves the centre as it is and makes the visibility smaller.</param>
    /// <param name="nearMetres">Where the dip is known to be, to within a width; null looks for it between the samples.
    /// Few places, however long the dwells, do not say by themselves between which of them the dip lies.</param>
    /// <returns>The dip, or null when the samples do not determine one (there, if a place was given).</returns>
    /// <exception cref="ArgumentException">An argument or a sample has no meaning; the message says which.</exception>
    public static DipEstimate? Estimate(IReadOnlyList<DipSample> samples, double widthMetres, bool isWidthKnown = true,
        double background = 0, double? nearMetres = null)
    {
        Check(samples, widthMetres, background);
        if (nearMetres is double near)
        {
            DipEstimate? there = Refine(samples, isWidthKnown, Begin(samples, near, widthMetres, background, 0.5));
            return there is not null && Math.Abs(there.Model.CentreMetres - near) < 2 * widthMetres ? there : null;
        }

        double from = samples.Min(sample => sample.PositionMetres);
        double to = samples.Max(sample => sample.PositionMetres);
        (double centre, double sigma, double visibility) =
            DipFinder.Search(from, to, widthMetres, samples, background);
        return sigma > 0
            ? Refine(samples, isWidthKnown, Begin(samples, centre, widthMetres, background, visibility))
            : null;
    }

    /// <summary>A dip at a place, with the plateau and visibility that fit the samples there; where the first order of the
    /// visibility has no meaning, the search goes on from its limits.</summary>
    internal static DipModel Begin(IReadOnlyList<DipSample> samples, double centreMetres, double widthMetres,
        double background, double visibility)
    {
        double rate = Math.Max(1, samples.Sum(sample => (double)sample.Coincidences)) / samples.Sum(sample => sample.Exposure);
        double plateau = Math.Max(rate - background, 1e-3 * rate);
        double[] parameters = [centreMetres / widthMetres, Math.Log(plateau),
            Math.Log(plateau * (1 - Math.Clamp(visibility, 0.05, 0.9))), 0];
        // Plateau and floor first: from a rough start all together may leave the dip.
        new NewtonFit(new DipObjective(samples, widthMetres, background), [false, true, true, false]).Minimize(parameters);
        return Model(parameters, widthMetres, background);
    }

    /// <summary>Fits from a dip that is known to within about a width.</summary>
    internal static DipEstimate? Refine(IReadOnlyList<DipSample> samples, bool isWidthKnown, DipModel start)
    {
        double widthMetres = start.WidthMetres;
        double background = start.Background;
        double counts = samples.Sum(sample => (double)sample.Coincidences);
        double exposure = samples.Sum(sample => sample.Exposure);
        if (!(counts > 0)) return null;
        double[] parameters = [start.CentreMetres / widthMetres, Math.Log(start.Plateau),
            // A floor that once was none has to be able to come back.
            Math.Log(start.Plateau) + Math.Log(Math.Max(1 - start.Visibility, 0.01)), 0];
        var objective = new DipObjective(samples, widthMetres, background);
        bool isFloorFree = true;
        var fit = new NewtonFit(objective, [true, true, true, !isWidthKnown]);
        double[,]? covariance = fit.Minimize(parameters);
        if (!HasFloor(parameters))
        {
            isFloorFree = false;
            fit = new NewtonFit(objective, [true, true, false, !isWidthKnown]);
            covariance = fit.Minimize(parameters);
        }

        if (covariance is null || !fit.Converged) return null;
        double plateau = Math.Exp(parameters[DipObjective.LogPlateau]);
        double part = isFloorFree ? Math.Exp(parameters[DipObjective.LogFloor]) / plateau : 0;
        double width = widthMetres * Math.Exp(parameters[DipObjective.LogWidth]);
        double flat = counts - samples.Sum(sample =>
            sample.Coincidences * Math.Log(counts / exposure * sample.Exposure));
        double perfect = samples.Sum(sample => sample.Coincidences == 0
            ? 0
            : sample.Coincidences * (1 - Math.Log(sample.Coincidences)));
        return new DipEstimate
        {
            Model = Model(parameters, widthMetres, background),
            CentreStandardErrorMetres = widthMetres * Math.Sqrt(covariance[DipObjective.Centre, DipObjective.Centre]),
            PlateauStandardError = plateau * Math.Sqrt(covariance[DipObjective.LogPlateau, DipObjective.LogPlateau]),
            VisibilityStandardError = part * Math.Sqrt(Math.Max(0, covariance[DipObjective.LogPlateau, DipObjective.LogPlateau]
                + covariance[DipObjective.LogFloor, DipObjective.LogFloor]
                - (2 * covariance[DipObjective.LogPlateau, DipObjective.LogFloor]))),
            WidthStandardErrorMetres = width * Math.Sqrt(covariance[DipObjective.LogWidth, DipObjective.LogWidth]),
            SignificanceSigma = Math.Sqrt(Math.Max(0, 2 * (flat - fit.Value))),
            Deviance = Math.Max(0, 2 * (fit.Value - perfect)),
            DegreesOfFreedom = samples.Count - 2 - (isFloorFree ? 1 : 0) - (isWidthKnown ? 0 : 1),
        };
    }

    private static DipModel Model(double[] parameters, double referenceWidth, double background)
    {
        double part = parameters[DipObjective.LogFloor] - parameters[DipObjective.LogPlateau];
        return new DipModel
        {
            CentreMetres = parameters[DipObjective.Centre] * referenceWidth,
            WidthMetres = referenceWidth * Math.Exp(parameters[DipObjective.LogWidth]),
            Plateau = Math.Exp(parameters[DipObjective.LogPlateau]),
            Visibility = part > SmallestLogFloor ? 1 - Math.Exp(part) : 1,
            Background = background,
        };
    }

    private static bool HasFloor(double[] parameters) =>
        parameters[DipObjective.LogFloor] - parameters[DipObjective.LogPlateau] > SmallestLogFloor;

    private static void Check(IReadOnlyList<DipSample> samples, double widthMetres, double background)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 3) throw new ArgumentException($"There are {samples.Count} samples; a dip needs 3 or more.");
        if (!(widthMetres > 0 && double.IsFinite(widthMetres)))
            throw new ArgumentException($"The width is {widthMetres} m; it has to be above 0.");
        if (!(background >= 0 && double.IsFinite(background)))
            throw new ArgumentException($"The background is {background}; it has to be 0 or more.");
        for (int index = 0; index < samples.Count; index++)
        {
            DipSample sample = samples[index];
            if (!double.IsFinite(sample.PositionMetres))
                throw new ArgumentException($"The position of sample {index} is {sample.PositionMetres}.");
            if (!(sample.Exposure > 0 && double.IsFinite(sample.Exposure)))
                throw new ArgumentException($"The exposure of sample {index} is {sample.Exposure}; it has to be above 0.");
            if (sample.Coincidences < 0)
                throw new ArgumentException($"The counts of sample {index} are {sample.Coincidences}; 0 or more is right.");
        }
    }
}
