// Maximum likelihood of a peak on a floor from binned pair differences (an extended, i.e. Poisson, likelihood: the number
// of pairs counts too):
//   lambda(x) = S f(x - d; shape) + b c(x),    -lnL = S + 2 W b - sum n ln lambda(x) - 1/2 ln b
// d offset, S pairs in the peak, b accidentals per picosecond, c the floor's known form with mean 1, W half window. The
// last term is Jeffreys' prior for b, half an event: it keeps b off zero when there are no accidentals and changes nothing
// else. The window reaches 12 sigma and 12 tails, so that the peak's integral is 1.
//
// The steps use the expected information, which is positive wherever the model is; the covariance is the inverse of the
// observed one, from differences of the exact gradient. The slope enters through the moments of the bins' times.
namespace Qit.Timing.Estimation;

/// <summary>Fit of one peak with one family of shapes.</summary>
internal sealed class PeakFit : IObjective
{
    private const int Offset = 0;
    private const int LogSigma = TailParameters.LogSigma;
    private const int LogSignal = 2;
    private const int LogFloor = 3;
    private const int Tails = TailParameters.First;
    private const double LooseTolerance = 1e-3;
    private const double TightTolerance = 1e-7;
    private readonly ResidualBins bins;
    private readonly PeakShape shape;
    private readonly double[] floorForm;
    private readonly double[] parameters;
    private readonly bool[] free;
    private double slopeGradient;
    private double slopeInformation;
    private double slopeError;
    private readonly double[,] conditional;
    private double[,]? covariance;

    /// <summary>Prepares a fit.</summary>
    /// <param name="bins">Pairs.</param>
    /// <param name="shape">Ticks.</param>
    /// <param name="floorForm">Relative height of the floor in each bin, mean 1.</param>
    /// <param name="family">Any but Best.</param>
    public PeakFit(ResidualBins bins, PeakShape shape, double[] floorForm, PeakFamily family)
    {
        this.bins = bins;
        this.shape = shape;
        this.floorForm = floorForm;
        Family = family;
        parameters = new double[Tails + TailParameters.Count(family)];
        conditional = new double[parameters.Length, parameters.Length];
        free = new bool[parameters.Length];
        Array.Fill(free, true);
    }

    public PeakFamily Family { get; }

    int IObjective.Count => parameters.Length;

    /// <summary>Offset of the response's prompt part from the line, in picoseconds.</summary>
    public double OffsetPicoseconds => parameters[Offset];

    public double OffsetError => SmallSampleFactor * Error(Offset);

    /// <summary>Slope against the line: one Newton step, picoseconds a second.</summary>
    public double SlopePicosecondsPerSecond { get; private set; }

    public double SlopeError => SmallSampleFactor * slopeError;

    public PeakResponse Response => TailParameters.Response(Family, parameters);

    public double Signal => Math.Exp(parameters[LogSignal]);

    public double SignalError => Signal * Error(LogSignal);

    /// <summary>Accidentals per picosecond.</summary>
    public double Floor => Math.Exp(parameters[LogFloor]);

    /// <summary>Minus the log-likelihood at the maximum.</summary>
    public double Value { get; private set; }

    /// <summary>Gain in log-likelihood over a floor without a peak.</summary>
    public double LogLikelihoodGain =>
        (bins.Pairs * (1 - Math.Log(bins.Pairs / (2 * bins.HalfWindowPicoseconds)))) - Value;

    /// <summary>What the information does not know: that width and floor are estimates too, and that the likelihood of a
    /// weak peak is no parabola. Both grow as 1/S^2, S the peak's significance; the constant makes the intervals of 100
    /// coincidences cover what they say (the `estimation` table).</summary>
    private double SmallSampleFactor
    {
        get
        {
            const double Excess = 3;
            double accidentals = Floor * 4 * Response.RmsPicoseconds;
            return 1 + (Excess * (Signal + accidentals) / (Signal * Signal));
        }
    }

    /// <summary>Starts from a Gaussian.</summary>
    public void StartFrom(double offset, double sigma, double signal)
    {
        double smallest = shape.SmallestSigma;
        parameters[Offset] = offset;
        parameters[LogSigma] = Math.Log(Math.Max(sigma, smallest));
        parameters[LogSignal] = Math.Log(Math.Max(1, signal));
        double rest = Math.Max(0.5, bins.Pairs - signal);
        parameters[LogFloor] = Math.Log(rest / (2 * bins.HalfWindowPicoseconds));
    }

    /// <summary>Starts from another family's fit, with a tail of a given constant.</summary>
    public void StartFrom(PeakFit fit, double tailPicoseconds)
    {
        Array.Copy(fit.parameters, parameters, Tails);
        if (fit.Family == Family)
        {
            fit.parameters.CopyTo(parameters, 0);
            return;
        }

        parameters[LogSigma] = Math.Log(Math.Max(0.8 * fit.Response.SigmaPicoseconds, shape.SmallestSigma));
        double logTail = Math.Log(tailPicoseconds);
        if (Family == PeakFamily.SymmetricTails) (parameters[Tails], parameters[Tails + 1]) = (-0.5, logTail);
        if (Family != PeakFamily.AsymmetricTails) return;
        double share = 0.5 * (fit.Family == PeakFamily.SymmetricTails ? 2 * fit.Response.LateShare : 0.4);
        double log = Math.Log(share / (1 - (2 * share)));
        (parameters[Tails], parameters[Tails + 1]) = (log, logTail);
        (parameters[Tails + 2], parameters[Tails + 3]) = (log, logTail);
    }

    /// <summary>Puts the start's offset to the line, where the last round moved it to.</summary>
    public void Centre() => parameters[Offset] = 0;

    /// <summary>Fits. False when the pairs do not determine the parameters.</summary>
    public bool TryFit()
    {
        if (bins.Pairs < 3) return false;
        double smallest = Math.Log(shape.SmallestSigma);
        while (true)
        {
            free[LogSigma] = parameters[LogSigma] > smallest;
            var fit = new NewtonFit(this, free, LooseTolerance);
            double[,]? expected = fit.Minimize(parameters);
            if (free[LogSigma] && parameters[LogSigma] < smallest)
            {
                parameters[LogSigma] = smallest;
                continue;
            }

            if (expected is null || !TryPolish(expected, fit.Value, out double value)) return false;
            Value = value + (0.5 * parameters[LogFloor]);
            return true;
        }
    }

    /// <summary>Newton steps with the observed information, until one would change the likelihood by next to nothing.
    /// </summary>
    private bool TryPolish(double[,] expected, double value, out double polished)
    {
        const int MostSteps = 8;
        var objective = (IObjective)this;
        double[] gradient = new double[parameters.Length];
        double[,] scratch = new double[parameters.Length, parameters.Length];
        double[] before = [.. parameters];
        polished = value;
        for (int step = 0; step < MostSteps; step++)
        {
            if (!TryCovariance(expected, gradient, scratch)) return false;
            parameters.CopyTo(before, 0);
            double[] move = [.. gradient];
            if (!Cholesky.TrySolve(conditional, move)) return false;
            double decrement = 0;
            for (int row = 0; row < gradient.Length; row++)
            {
                if (!free[row]) continue;
                parameters[row] -= move[row];
                decrement += move[row] * gradient[row];
            }

            if (decrement < TightTolerance)
            {
                before.CopyTo(parameters, 0);
                return true;
            }

            double scale = 1;
            while (!((value = objective.Evaluate(parameters, gradient, scratch)) < polished) && scale > 1e-3)
            {
                scale /= 4;
                for (int row = 0; row < before.Length; row++)
                    parameters[row] = before[row] + ((parameters[row] - before[row]) / 4);
            }

            if (!(value < polished))
            {
                before.CopyTo(parameters, 0);
                return decrement < LooseTolerance;
            }

            polished = value;
        }

        return false;
    }

    /// <summary>Standard error of the mean of the response.</summary>
    public (double Mean, double Error) Mean()
    {
        double[] slope = Slopes(p => p[Offset] + TailParameters.Response(Family, p).MeanPicoseconds);
        return (parameters[Offset] + Response.MeanPicoseconds, SmallSampleFactor * Propagate(slope));
    }

    /// <summary>Standard error of the rms width.</summary>
    public double WidthError() => Propagate(Slopes(p => TailParameters.Response(Family, p).RmsPicoseconds));

    double IObjective.Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian)
    {
        int count = parameters.Length;
        Array.Clear(gradient);
        Array.Clear(hessian);
        double signal = Math.Exp(parameters[LogSignal]);
        double floor = Math.Exp(parameters[LogFloor]);
        if (!IsSensible(parameters, signal, floor)) return double.PositiveInfinity;
        PeakResponse response = TailParameters.Response(Family, parameters);
        double floorPairs = 2 * bins.HalfWindowPicoseconds * floor;
        double value = signal + floorPairs - (0.5 * parameters[LogFloor]);
        gradient[LogSignal] = signal;
        gradient[LogFloor] = floorPairs - 0.5;
        slopeGradient = 0;
        slopeInformation = 0;
        Span<double> g = stackalloc double[Tails + 4];
        ReadOnlySpan<long> counts = bins.Counts;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            PeakDensity f = shape.At(bins.Residual(bin) - parameters[Offset], response);
            double accidental = floor * floorForm[bin];
            double lambda = (signal * f.Value) + accidental;
            g[Offset] = -signal * f.First;
            g[LogSigma] = signal * response.SigmaPicoseconds * f.Sigma;
            g[LogSignal] = signal * f.Value;
            g[LogFloor] = accidental;
            if (count > Tails) TailParameters.Slopes(Family, response, f, signal, g[Tails..]);
            double inverse = 1 / lambda;
            long pairs = counts[bin];
            if (pairs > 0)
            {
                double ratio = pairs * inverse;
                value -= pairs * Math.Log(lambda);
                for (int row = 0; row < count; row++) gradient[row] -= ratio * g[row];
                // First and second derivative of ln lambda in x; f'' from the heat equation.
                double first = -g[Offset] * inverse;
                double second = (signal * f.Sigma / response.SigmaPicoseconds * inverse) - (first * first);
                slopeGradient += (first * bins.Times[bin]) + (second * bins.TimeResidual(bin));
                slopeInformation -= second * bins.TimeSquares[bin];
            }

            double weight = bins.BinPicoseconds * inverse;
            for (int row = 0; row < count; row++)
            {
                double scaled = weight * g[row];
                for (int column = 0; column <= row; column++) hessian[row, column] += scaled * g[column];
            }
        }

        for (int tail = Tails; tail < count; tail += 2) value += TailParameters.Prior(parameters, tail, gradient, hessian);
        for (int row = 0; row < count; row++)
        {
            for (int column = row + 1; column < count; column++) hessian[row, column] = hessian[column, row];
        }

        return value;
    }

    private bool IsSensible(ReadOnlySpan<double> parameters, double signal, double floor)
    {
        // Far outside everything sensible: refuse before exponentials overflow.
        double widest = 2 * bins.HalfWindowPicoseconds;
        double sigma = Math.Exp(parameters[LogSigma]);
        bool good = sigma < widest && sigma > 1e-6 && signal < 1e15 && floor < 1e15
            && Math.Abs(parameters[Offset]) < widest;
        for (int tail = Tails; tail + 1 < parameters.Length; tail += 2)
        {
            good &= Math.Abs(parameters[tail]) < 7;
            double constant = Math.Exp(parameters[tail + 1]);
            good &= constant > 0.2 * sigma && constant < 0.5 * bins.HalfWindowPicoseconds;
        }

        return good;
    }

    /// <summary>Observed information from central differences of the gradient, the slope with it.</summary>
    private bool TryCovariance(double[,] expected, double[] gradient, double[,] scratch)
    {
        int count = parameters.Length;
        var information = new double[count + 1, count + 1];
        double[] low = new double[count];
        double[] high = new double[count];
        double[] moved = [.. parameters];
        var objective = (IObjective)this;
        for (int row = 0; row < count; row++)
        {
            if (!free[row])
            {
                information[row, row] = 1e30;
                continue;
            }

            double step = 0.02 * Math.Sqrt(expected[row, row]);
            moved[row] = parameters[row] - step;
            double below = objective.Evaluate(moved, low, scratch);
            double gradientLow = slopeGradient;
            moved[row] = parameters[row] + step;
            double above = objective.Evaluate(moved, high, scratch);
            moved[row] = parameters[row];
            if (!double.IsFinite(below + above)) return false;
            for (int column = 0; column < count; column++)
                information[row, column] = (high[column] - low[column]) / (2 * step);
            double mixed = (slopeGradient - gradientLow) / (2 * step);
            information[row, count] = information[count, row] = mixed;
        }

        objective.Evaluate(parameters, gradient, scratch);
        information[count, count] = slopeInformation;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < row; column++)
            {
                double mean = 0.5 * (information[row, column] + information[column, row]);
                information[row, column] = information[column, row] = free[row] && free[column] ? mean : 0;
            }
        }

        return TryInvert(information);
    }

    private bool TryInvert(double[,] information)
    {
        int count = parameters.Length;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++) conditional[row, column] = information[row, column];
        }

        double[,]? inverse = Cholesky.Inverse(information);
        if (inverse is not null)
        {
            covariance = inverse;
            slopeError = Math.Sqrt(inverse[count, count]);
            SlopePicosecondsPerSecond = -inverse[count, count] * slopeGradient;
            return true;
        }

        // All pairs at one time, or nearly: no slope.
        covariance = Cholesky.Inverse(conditional);
        slopeError = double.PositiveInfinity;
        SlopePicosecondsPerSecond = 0;
        return covariance is not null;
    }

    private double Error(int parameter) =>
        covariance is null || !free[parameter] ? 0 : Math.Sqrt(Math.Max(0, covariance[parameter, parameter]));

    private double[] Slopes(Func<double[], double> figure)
    {
        const double Step = 1e-5;
        double[] slopes = new double[parameters.Length];
        double[] moved = [.. parameters];
        for (int index = 0; index < slopes.Length; index++)
        {
            double step = index == Offset ? Step * Response.SigmaPicoseconds : Step;
            moved[index] = parameters[index] + step;
            double high = figure(moved);
            moved[index] = parameters[index] - step;
            slopes[index] = free[index] ? (high - figure(moved)) / (2 * step) : 0;
            moved[index] = parameters[index];
        }

        return slopes;
    }

    private double Propagate(double[] slopes)
    {
        double variance = 0;
        for (int row = 0; row < slopes.Length; row++)
        {
            for (int column = 0; column < slopes.Length; column++)
                variance += slopes[row] * slopes[column] * covariance![row, column];
        }

        return Math.Sqrt(Math.Max(0, variance));
    }
}
