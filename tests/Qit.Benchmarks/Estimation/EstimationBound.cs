using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Estimation;

/// <summary>Cramer-Rao bounds from the true model, integrated numerically: parameters are offset, slope, width, the shape's
/// parameters, coincidences and floor, none of which the estimator knows.</summary>
/// <param name="Offset">Bound on the offset, picoseconds.</param>
/// <param name="OffsetKnownShape">The same for one who knows all but the offset and the slope.</param>
/// <param name="Slope">Bound on the frequency offset.</param>
internal readonly record struct EstimationBound(double Offset, double OffsetKnownShape, double Slope)
{
    /// <summary>Integrates.</summary>
    /// <param name="response">True response.</param>
    /// <param name="pairs">Coincidences.</param>
    /// <param name="floor">Accidentals per picosecond.</param>
    /// <param name="seconds">Span, evenly filled: the variance of the times is its square over 12.</param>
    /// <param name="family">Family whose parameters are unknown.</param>
    public static EstimationBound Of(
        PeakResponse response, double pairs, double floor, double seconds, PeakFamily family)
    {
        var shape = new PeakShape(1, 1);
        int tails = family == PeakFamily.Gaussian ? 0 : family == PeakFamily.SymmetricTails ? 2 : 4;
        int count = 4 + tails;
        double[,] information = new double[count, count];
        double[] g = new double[count];
        double sigma = response.SigmaPicoseconds;
        double tail = Math.Max(response.EarlyTailPicoseconds, response.LateTailPicoseconds);
        double half = (12 * sigma) + (12 * tail);
        double step = sigma / 50;
        double floorHere = Math.Max(floor, 1e-9 * pairs / sigma);
        for (double x = -half + (step / 2); x < half; x += step)
        {
            PeakDensity f = shape.At(x, response);
            double lambda = (pairs * f.Value) + floorHere;
            g[0] = -pairs * f.First;
            g[1] = pairs * f.Sigma;
            g[2] = f.Value;
            g[3] = 1;
            if (tails == 2)
            {
                g[4] = pairs * 0.5 * (f.EarlyShare + f.LateShare);
                g[5] = pairs * (f.EarlyTail + f.LateTail);
            }

            if (tails == 4)
                (g[4], g[5], g[6], g[7]) = (pairs * f.EarlyShare, pairs * f.EarlyTail, pairs * f.LateShare, pairs * f.LateTail);
            for (int row = 0; row < count; row++)
            {
                for (int column = 0; column < count; column++)
                    information[row, column] += g[row] * g[column] / lambda * step;
            }
        }

        double known = 1 / Math.Sqrt(information[0, 0]);
        double[,] inverse = Cholesky.Inverse(information)
            ?? throw new InvalidOperationException("the model's parameters are not determined");
        // The slope's score is the offset's times t: uncorrelated with all else when the times are centred.
        return new EstimationBound(Math.Sqrt(inverse[0, 0]), known, known / (seconds / Math.Sqrt(12)) * 1e-12);
    }
}
