// A few steps of expectation maximization from a flat prior: slow near the end, but it comes close from anywhere inside
// the window, where the fit that follows is sure. It sees slopes, so it works on cells of residual and time.
namespace Qit.Timing.Estimation;

/// <summary>First guess of a Gaussian peak over a floor.</summary>
internal sealed class PeakStart
{
    private const int TimeBlocks = 8;
    private const int Bins = 96;
    private readonly List<(double Residual, double Time, double Pairs)> cells = [];
    private readonly long[] counts = new long[TimeBlocks * Bins];
    private readonly double[] residualSums = new double[TimeBlocks * Bins];
    private readonly double[] timeSums = new double[TimeBlocks * Bins];
    private double halfWindow;
    private double pairs;

    public double Offset { get; private set; }

    public double Slope { get; private set; }

    public double Sigma { get; private set; }

    public double Signal { get; private set; }

    /// <summary>Pairs added.</summary>
    public double Pairs => pairs;

    /// <summary>Empties it.</summary>
    public void Reset(double halfWindowPicoseconds)
    {
        halfWindow = halfWindowPicoseconds;
        pairs = 0;
        cells.Clear();
        Array.Clear(counts);
        Array.Clear(residualSums);
        Array.Clear(timeSums);
    }

    /// <summary>Adds the pairs in the window; times lie within -half to half a span.</summary>
    public void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> times, double halfSpan)
    {
        for (int index = 0; index < residuals.Length; index++)
        {
            if (Math.Abs(residuals[index]) > halfWindow) continue;
            pairs++;
            int bin = (int)((residuals[index] + halfWindow) / (2 * halfWindow) * Bins);
            int block = (int)((times[index] + halfSpan) / (2 * halfSpan) * TimeBlocks);
            int cell = (Math.Clamp(block, 0, TimeBlocks - 1) * Bins) + Math.Clamp(bin, 0, Bins - 1);
            counts[cell]++;
            residualSums[cell] += residuals[index];
            timeSums[cell] += times[index];
        }
    }

    /// <summary>Finds the guess. False when there is nothing.</summary>
    public bool TryFind(double sigma, PeakShape shape, bool fitSlope)
    {
        const int Steps = 12;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            if (counts[cell] > 0)
                cells.Add((residualSums[cell] / counts[cell], timeSums[cell] / counts[cell], counts[cell]));
        }

        double width = 2 * halfWindow;
        double signal = 0.5 * pairs;
        double floor = 0.5 * pairs / width;
        Offset = 0;
        Slope = 0;
        double smallest = Math.Max(shape.SmallestSigma, width / Bins / 4);
        for (int step = 0; step < Steps; step++)
        {
            double sum = 0, sumT = 0, sumTT = 0, sumR = 0, sumRT = 0, sumRR = 0;
            double smear = Math.Sqrt((sigma * sigma) + shape.TickVariance);
            foreach ((double residual, double t, double count) in cells)
            {
                double r = residual - Offset - (Slope * t);
                double peak = signal * NormalDistribution.Density(r / smear) / smear;
                double weight = count * peak / (peak + floor);
                sum += weight;
                sumT += weight * t;
                sumTT += weight * t * t;
                sumR += weight * r;
                sumRT += weight * r * t;
                sumRR += weight * r * r;
            }

            if (sum < 1) break;
            double determinant = (sum * sumTT) - (sumT * sumT);
            double slopeStep = fitSlope && determinant > 1e-12 * sum * sumTT
                ? ((sum * sumRT) - (sumT * sumR)) / determinant : 0;
            double offsetStep = (sumR - (slopeStep * sumT)) / sum;
            double spread = (sumRR - (offsetStep * sumR) - (slopeStep * sumRT)) / sum;
            Offset += offsetStep;
            Slope += slopeStep;
            sigma = Math.Sqrt(Math.Max(spread - shape.TickVariance, smallest * smallest));
            signal = sum;
            floor = Math.Max(pairs - sum, 0.5) / width;
        }

        Sigma = sigma;
        Signal = Math.Max(signal, 1);
        return pairs >= 3;
    }
}
