namespace Qit.Timing.RoundTrip;

/// <summary>A dip as the counts show it.</summary>
public sealed record DipEstimate
{
    /// <summary>Centre, width, plateau, visibility and the background that was given.</summary>
    public required DipModel Model { get; init; }

    /// <summary>Standard error of the centre, in metres, from the observed Fisher information.</summary>
    public required double CentreStandardErrorMetres { get; init; }

    /// <summary>Standard error of the visibility; 0 when the visibility is 1, the largest there is.</summary>
    public required double VisibilityStandardError { get; init; }

    /// <summary>Standard error of the plateau, in its own unit.</summary>
    public required double PlateauStandardError { get; init; }

    /// <summary>Standard error of the width, in metres; 0 when the width was given.</summary>
    public required double WidthStandardErrorMetres { get; init; }

    /// <summary>How far the counts are from a constant rate: root of twice the gain in log-likelihood, in sigma of one
    /// test at a known place.</summary>
    public required double SignificanceSigma { get; init; }

    /// <summary>Twice the log-likelihood that a perfect description of every sample would gain over this one. With tens of
    /// counts in each sample it is chi-square distributed when the model is right.</summary>
    public required double Deviance { get; init; }

    /// <summary>Samples at different exposures or places less fitted parameters.</summary>
    public required int DegreesOfFreedom { get; init; }
}
