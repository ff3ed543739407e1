using Qit.Timing.Estimation;

namespace Qit.Timing.RoundTrip;

/// <summary>Negative Poisson log-likelihood of a dip. Parameters: centre in units of the reference width, ln plateau,
/// ln floor (floor = plateau (1 - V), so that no rate is ever negative and V never above 1), ln(width / reference).
/// </summary>
internal sealed class DipObjective(IReadOnlyList<DipSample> samples, double referenceWidth, double background) : IObjective
{
    public const int Centre = 0, LogPlateau = 1, LogFloor = 2, LogWidth = 3;

    public int Count => 4;

    public double Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        double plateau = Math.Exp(parameters[LogPlateau]);
        double floor = Math.Exp(parameters[LogFloor]);
        double scale = Math.Exp(-parameters[LogWidth]);
        double depth = floor - plateau;
        if (!double.IsFinite(plateau + floor + scale)) return double.PositiveInfinity;
        Span<double> first = stackalloc double[4];
        double sum = 0;
        for (int index = 0; index < samples.Count; index++)
        {
            DipSample sample = samples[index];
            double z = ((sample.PositionMetres / referenceWidth) - parameters[Centre]) * scale;
            double square = z * z;
            double overlap = Math.Exp(-0.5 * square);
            double rate = (plateau * (1 - overlap)) + (floor * overlap) + background;
            double mean = sample.Exposure * rate;
            if (!(mean > 0)) return double.PositiveInfinity;
            sum += mean - (sample.Coincidences * Math.Log(mean));

            double byCentre = overlap * z * scale;
            double byWidth = overlap * square;
            first[Centre] = depth * byCentre;
            first[LogPlateau] = plateau * (1 - overlap);
            first[LogFloor] = floor * overlap;
            first[LogWidth] = depth * byWidth;
            double excess = sample.Exposure * (1 - (sample.Coincidences / mean));
            double weight = sample.Coincidences / (rate * rate);
            for (int row = 0; row < 4; row++)
            {
                gradient[row] += excess * first[row];
                for (int column = 0; column <= row; column++) hessian[row, column] += weight * first[row] * first[column];
            }

            hessian[Centre, Centre] += excess * depth * overlap * scale * scale * (square - 1);
            hessian[LogPlateau, Centre] -= excess * plateau * byCentre;
            hessian[LogPlateau, LogPlateau] += excess * first[LogPlateau];
            hessian[LogFloor, Centre] += excess * floor * byCentre;
            hessian[LogFloor, LogFloor] += excess * first[LogFloor];
            hessian[LogWidth, Centre] += excess * depth * overlap * z * scale * (square - 2);
            hessian[LogWidth, LogPlateau] -= excess * plateau * byWidth;
            hessian[LogWidth, LogFloor] += excess * floor * byWidth;
            hessian[LogWidth, LogWidth] += excess * depth * byWidth * (square - 2);
        }

        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < row; column++) hessian[column, row] = hessian[row, column];
        }

        return sum;
    }
}
