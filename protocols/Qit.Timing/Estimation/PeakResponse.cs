namespace Qit.Timing.Estimation;

/// <summary>How differences tB - tA spread around the offset: Gaussian jitter, and for a share of the pairs an exponential
/// delay besides, late (of B's detector) or early (of A's). For two detectors that add Exp(tau) to a share p of their
/// counts this is exact, because the difference of two exponential delays is a mixture of one early and one late.</summary>
/// <param name="SigmaPicoseconds">Standard deviation of the Gaussian, both sides together.</param>
/// <param name="EarlyShare">Share of pairs with an early tail, 0 to 1.</param>
/// <param name="EarlyTailPicoseconds">Its constant.</param>
/// <param name="LateShare">Share of pairs with a late tail, 0 to 1; both shares together at most 1.</param>
/// <param name="LateTailPicoseconds">Its constant.</param>
public readonly record struct PeakResponse(
    double SigmaPicoseconds,
    double EarlyShare = 0,
    double EarlyTailPicoseconds = 0,
    double LateShare = 0,
    double LateTailPicoseconds = 0)
{
    /// <summary>Mean difference, relative to the middle of the Gaussian, in picoseconds.</summary>
    public double MeanPicoseconds => (LateShare * LateTailPicoseconds) - (EarlyShare * EarlyTailPicoseconds);

    /// <summary>Standard deviation of all of it, in picoseconds.</summary>
    public double RmsPicoseconds
    {
        get
        {
            double squares = (EarlyShare * EarlyTailPicoseconds * EarlyTailPicoseconds)
                + (LateShare * LateTailPicoseconds * LateTailPicoseconds);
            double mean = MeanPicoseconds;
            return Math.Sqrt((SigmaPicoseconds * SigmaPicoseconds) + (2 * squares) - (mean * mean));
        }
    }

    /// <summary>Response of two detectors, each with Gaussian jitter and an exponential delay for a share of its counts.
    /// </summary>
    /// <param name="sigmaPicoseconds">Gaussian jitter of both together.</param>
    /// <param name="a">Share and constant of A's tail.</param>
    /// <param name="b">Share and constant of B's tail.</param>
    public static PeakResponse OfDetectors(
        double sigmaPicoseconds, (double Share, double Tail) a, (double Share, double Tail) b)
    {
        double both = a.Share * b.Share;
        double sum = a.Tail + b.Tail;
        double late = sum > 0 ? b.Tail / sum : 0;
        return new PeakResponse(
            sigmaPicoseconds,
            (a.Share * (1 - b.Share)) + (both * (1 - late)),
            a.Tail,
            (b.Share * (1 - a.Share)) + (both * late),
            b.Tail);
    }
}
