// Maximum likelihood of a peak on a flat floor from unbinned pair differences (an extended, i.e. Poisson, likelihood:
// the number of pairs counts too):
//   lambda(r, t) = S f(r - d - s t; sigma) + b,    -lnL = S + 2 W b - sum ln lambda(r_i, t_i) - 1/2 ln b
// d offset, s slope, sigma jitter, S pairs in the peak, b accidentals per picosecond, W half window. The last term is
// Jeffreys' prior for b, half an event: it keeps b off zero when there are no accidentals and changes nothing else.
// The window must reach 6 sigma beyond the peak, so that the peak's integral is 1.
namespace Qit.Timing.Estimation;

/// <summary>Fit of one peak.</summary>
internal sealed class PeakFit : IObjective
{
    private const int Offset = 0;
    private const int Slope = 1;
    private const int LogSigma = 2;
    private const int LogSignal = 3;
    private const int LogFloor = 4;
    private readonly PairDifferences pairs;
    private readonly PeakShape shape;
    private readonly double[] parameters = new double[5];
    private double[,]? covariance;

    /// <summary>Prepares a fit to pairs.</summary>
    public PeakFit(PairDifferences pairs, PeakShape shape)
    {
        this.pairs = pairs;
        this.shape = shape;
    }

    int IObjective.Count => 5;

    /// <summary>Residual offset at time 0, in picoseconds.</summary>
    public double OffsetPicoseconds => parameters[Offset];

    public double OffsetError => Error(Offset);

    /// <summary>Residual slope in picoseconds a second.</summary>
    public double SlopePicosecondsPerSecond => parameters[Slope];

    public double SlopeError => Error(Slope);

    public double Sigma => Math.Exp(parameters[LogSigma]);

    public double SigmaError => Sigma * Error(LogSigma);

    public double Signal => Math.Exp(parameters[LogSignal]);

    public double SignalError => Signal * Error(LogSignal);

    /// <summary>Accidentals per picosecond.</summary>
    public double Floor => Math.Exp(parameters[LogFloor]);

    /// <summary>Gain in log-likelihood over a floor without a peak.</summary>
    public double LogLikelihoodGain { get; private set; }

    /// <summary>Fits. False when the pairs do not determine a peak.</summary>
    /// <param name="startSigma">A first guess of the width, in picoseconds.</param>
    /// <param name="fitSlope">False holds the slope at the line's.</param>
    public bool TryFit(double startSigma, bool fitSlope)
    {
        if (pairs.Count < 3) return false;
        double smallest = shape.SmallestSigma;
        Start(Math.Max(startSigma, smallest), fitSlope);
        bool widthFree = Sigma > smallest;
        while (true)
        {
            var fit = new NewtonFit(this, [true, fitSlope, widthFree, true, true]);
            covariance = fit.Minimize(parameters);
            if (widthFree && Sigma < smallest)
            {
                parameters[LogSigma] = Math.Log(smallest);
                widthFree = false;
                continue;
            }

            double flat = pairs.Count * (1 - Math.Log(pairs.Count / (2 * pairs.HalfWindowPicoseconds)));
            double prior = 0.5 * Math.Log(Floor);
            LogLikelihoodGain = flat - (fit.Value + prior);
            return fit.Converged && covariance is not null;
        }
    }

    double IObjective.Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian)
    {
        double offset = parameters[Offset];
        double slope = parameters[Slope];
        double sigma = Math.Exp(parameters[LogSigma]);
        double signal = Math.Exp(parameters[LogSignal]);
        double floor = Math.Exp(parameters[LogFloor]);
        // Far outside everything sensible: refuse before exponentials overflow.
        double widest = 2 * pairs.HalfWindowPicoseconds;
        if (!(sigma < widest && sigma > 1e-6 && signal < 1e15 && Math.Abs(offset) < widest && floor < 1e15))
            return double.PositiveInfinity;
        double floorPairs = 2 * pairs.HalfWindowPicoseconds * floor;
        double value = signal + floorPairs - (0.5 * parameters[LogFloor]);
        Array.Clear(gradient);
        Array.Clear(hessian);
        gradient[LogSignal] = signal;
        gradient[LogFloor] = floorPairs - 0.5;
        hessian[LogSignal, LogSignal] = signal;
        hessian[LogFloor, LogFloor] = floorPairs;
        double variance = sigma * sigma;
        ReadOnlySpan<double> residuals = pairs.Residuals;
        ReadOnlySpan<double> times = pairs.Times;
        Span<double> g = stackalloc double[5];
        for (int index = 0; index < residuals.Length; index++)
        {
            double t = times[index];
            PeakDensity f = shape.At(residuals[index] - offset - (slope * t), sigma);
            double lambda = (signal * f.Value) + floor;
            value -= Math.Log(lambda);
            double inverse = 1 / lambda;
            double scaled = signal * inverse;
            g[Offset] = -scaled * f.First;
            g[Slope] = g[Offset] * t;
            g[LogSigma] = scaled * variance * f.Second;
            g[LogSignal] = scaled * f.Value;
            g[LogFloor] = floor * inverse;
            for (int row = 0; row < 5; row++)
            {
                gradient[row] -= g[row];
                for (int column = 0; column <= row; column++) hessian[row, column] += g[row] * g[column];
            }

            double second = scaled * f.Second;
            double mixed = scaled * variance * f.Third;
            hessian[Offset, Offset] -= second;
            hessian[Slope, Offset] -= second * t;
            hessian[Slope, Slope] -= second * t * t;
            hessian[LogSigma, Offset] += mixed;
            hessian[LogSigma, Slope] += mixed * t;
            hessian[LogSigma, LogSigma] -= scaled * variance * ((2 * f.Second) + (variance * f.Fourth));
            hessian[LogSignal, Offset] -= g[Offset];
            hessian[LogSignal, Slope] -= g[Slope];
            hessian[LogSignal, LogSigma] -= g[LogSigma];
            hessian[LogSignal, LogSignal] -= g[LogSignal];
            hessian[LogFloor, LogFloor] -= g[LogFloor];
        }

        for (int row = 0; row < 5; row++)
        {
            for (int column = row + 1; column < 5; column++) hessian[row, column] = hessian[column, row];
        }

        return value;
    }

    private double Error(int parameter) =>
        covariance is null ? double.PositiveInfinity : Math.Sqrt(Math.Max(0, covariance[parameter, parameter]));

    /// <summary>A few steps of expectation maximization from a flat prior: slow near the end, but it comes close from
    /// anywhere inside the window, where Newton's method is sure.</summary>
    private void Start(double sigma, bool fitSlope)
    {
        const int Steps = 12;
        double width = 2 * pairs.HalfWindowPicoseconds;
        double signal = 0.5 * pairs.Count;
        double floor = 0.5 * pairs.Count / width;
        double offset = 0;
        double slope = 0;
        for (int step = 0; step < Steps; step++)
        {
            double sum = 0, sumT = 0, sumTT = 0, sumR = 0, sumRT = 0, sumRR = 0;
            double smear = Math.Sqrt((sigma * sigma) + shape.TickVariance);
            for (int index = 0; index < pairs.Count; index++)
            {
                double t = pairs.Times[index];
                double r = pairs.Residuals[index] - offset - (slope * t);
                double peak = signal * NormalDistribution.Density(r / smear) / smear;
                double weight = peak / (peak + floor);
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
            offset += offsetStep;
            slope += slopeStep;
            sigma = Math.Sqrt(Math.Max(spread - shape.TickVariance, shape.SmallestSigma * shape.SmallestSigma));
            signal = sum;
            floor = Math.Max(pairs.Count - sum, 0.5) / width;
        }

        parameters[Offset] = offset;
        parameters[Slope] = slope;
        parameters[LogSigma] = Math.Log(sigma);
        parameters[LogSignal] = Math.Log(Math.Max(signal, 1));
        parameters[LogFloor] = Math.Log(floor);
    }
}
