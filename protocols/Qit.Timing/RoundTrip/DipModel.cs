namespace Qit.Timing.RoundTrip;

/// <summary>
/// Expected coincidences of a two-photon interferometer against the path difference x (ITU-T FG QIT4N D1.2, equation 2):
/// rate(x) = plateau (1 - V exp(-(x - x0)^2 / (2 w^2))) + background. The report writes the exponent as
/// -2 dw^2 (x - x0)^2 / c^2 with dw the rms angular bandwidth of a photon, so w = c / (2 dw).
/// </summary>
public sealed record DipModel
{
    /// <summary>Centre, width, plateau and visibility: the order of <see cref="Score"/>.</summary>
    internal const int ParameterCount = 4;

    private const double SpeedOfLight = 299_792_458;

    /// <summary>Centre x0 of the dip, in metres of path difference.</summary>
    public required double CentreMetres { get; init; }

    /// <summary>Rms width w of the dip, in metres of path difference, above 0.</summary>
    public required double WidthMetres { get; init; }

    /// <summary>Coincidences far from the dip for one unit of exposure, without the background; above 0.</summary>
    public required double Plateau { get; init; }

    /// <summary>Visibility V, at most 1: the part of the plateau that is missing at the centre.</summary>
    public required double Visibility { get; init; }

    /// <summary>Accidental coincidences for one unit of exposure, the same everywhere and known; at least 0.</summary>
    public double Background { get; init; }

    /// <summary>Rms width of the dip, in metres, for photons of an rms angular bandwidth.</summary>
    /// <param name="bandwidthRadiansPerSecond">Rms angular bandwidth dw of a photon, above 0.</param>
    public static double WidthMetresOf(double bandwidthRadiansPerSecond) => SpeedOfLight / (2 * bandwidthRadiansPerSecond);

    /// <summary>Expected coincidences for one unit of exposure.</summary>
    /// <param name="positionMetres">Path difference, in metres.</param>
    public double Rate(double positionMetres)
    {
        double z = (positionMetres - CentreMetres) / WidthMetres;
        return (Plateau * (1 - (Visibility * Math.Exp(-0.5 * z * z)))) + Background;
    }

    /// <summary>Refuses a model without meaning, or whose rate vanishes at the centre: there the information about the
    /// centre has a supremum that no design reaches.</summary>
    /// <exception cref="ArgumentException">Which it is, and what would be right.</exception>
    internal void Check()
    {
        if (!(WidthMetres > 0 && double.IsFinite(WidthMetres)))
            throw new ArgumentException($"The dip's width is {WidthMetres} m; it has to be above 0.");
        if (!(Plateau > 0 && double.IsFinite(Plateau)))
            throw new ArgumentException($"The plateau is {Plateau}; it has to be above 0.");
        if (!(Background >= 0 && double.IsFinite(Background)))
            throw new ArgumentException($"The background is {Background}; it has to be 0 or more.");
        if (!(Visibility is > 0 and <= 1))
            throw new ArgumentException($"The visibility is {Visibility}; it has to be above 0 and at most 1.");
        if (Visibility > 1 - 1e-9 && Background == 0)
            throw new ArgumentException("A visibility of 1 without background has no best design: the information about the "
                + "centre grows towards the dark centre itself. Give the visibility below 1, or the background above 0.");
    }

    /// <summary>Derivatives of the rate by centre / width, ln width, ln plateau and visibility, each over the root of the
    /// rate: the sum of exposure times their products is the Fisher information of Poisson counts.</summary>
    internal void Score(double positionMetres, Span<double> score)
    {
        double z = (positionMetres - CentreMetres) / WidthMetres;
        double overlap = Math.Exp(-0.5 * z * z);
        double root = 1 / Math.Sqrt((Plateau * (1 - (Visibility * overlap))) + Background);
        score[0] = -Plateau * Visibility * overlap * z * root;
        score[1] = score[0] * z;
        score[2] = Plateau * (1 - (Visibility * overlap)) * root;
        score[3] = -Plateau * overlap * root;
    }
}
