using Qit.Timing.Estimation;

namespace Qit.Timing.LinkPlanning;

/// <summary>How photons of one cell of time fall into a coincidence window.</summary>
internal static class CellOverlap
{
    /// <summary>Probability that two photons, each anywhere in a cell and both with jitter, are within half a window of each
    /// other: a triangle of the cell's length convolved with a Gaussian.</summary>
    /// <param name="windowPicoseconds">Full width.</param>
    /// <param name="cellPicoseconds">Length; 0 for photons of one pair.</param>
    /// <param name="sigmaPicoseconds">Rms width of the Gaussian, above 0.</param>
    public static double Within(double windowPicoseconds, double cellPicoseconds, double sigmaPicoseconds)
    {
        double half = windowPicoseconds / 2;
        if (cellPicoseconds < 1e-3 * sigmaPicoseconds) return Gaussian(half, 0, sigmaPicoseconds);
        // The midpoint rule, in steps well below the width of the Gaussian.
        int steps = (int)Math.Clamp(8 + (4 * cellPicoseconds / sigmaPicoseconds), 8, 400);
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            double share = (step + 0.5) / steps;
            sum += 2 * (1 - share) * Gaussian(half, share * cellPicoseconds, sigmaPicoseconds);
        }

        return sum / steps;
    }

    private static double Gaussian(double half, double centre, double sigma) =>
        NormalDistribution.Cumulative((half - centre) / sigma) - NormalDistribution.Cumulative((-half - centre) / sigma);
}
