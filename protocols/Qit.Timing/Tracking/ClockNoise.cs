// Noise of a clock in the three-state model of Galleani and Tavella (Metrologia 45 (2008) S127; Zucca and Tavella, IEEE
// Trans. UFFC 52 (2005) 289): white noise of intensities q1, q2, q3 drives phase, frequency and drift.
//   sigma_y^2(tau) = q1/tau + q2 tau/3 + q3 tau^3/20
// The q3 term holds for the second difference about the drift at its middle, which is how the term is usually quoted. The
// drift is itself a random walk, so with it left in the Allan variance of the data depends on how long they are: over the
// first three points after a drift of zero the term is 23/60 instead of 1/20. The Hadamard variance removes the drift and
// has no such doubt:
//   sigma_H^2(tau) = q1/tau + q2 tau/6 + 11 q3 tau^3/120
// White phase noise (3 s^2/tau^2 for an rms of s) is fitted beside them so that it does not pass for q1; a filter has it in
// its measurement noise. A flicker floor has no place in a model of three states: the fit lays q1 and q2 through it, and
// the largest ratio of the points to the fit is reported.
namespace Qit.Timing.Tracking;

/// <summary>Intensities of a clock's noise, or of the difference of two clocks.</summary>
/// <param name="WhiteFrequency">q1, seconds: the phase's variance grows by q1 a second; (Allan deviation at 1 s)^2.</param>
/// <param name="RandomWalkFrequency">q2, 1/s: growth of the fractional frequency's variance a second.</param>
/// <param name="RandomRunFrequency">q3, 1/s^3: growth of the variance of the drift (1/s) a second.</param>
/// <param name="WhitePhaseSeconds">Rms of white phase noise, seconds. Not process noise.</param>
public sealed record ClockNoise(
    double WhiteFrequency, double RandomWalkFrequency, double RandomRunFrequency = 0, double WhitePhaseSeconds = 0)
{
    private const int Terms = 4;

    /// <summary>Noise of the difference of two independent clocks.</summary>
    public static ClockNoise operator +(ClockNoise a, ClockNoise b) => Add(a, b);

    /// <summary>Noise of the difference of two independent clocks.</summary>
    public static ClockNoise Add(ClockNoise a, ClockNoise b) => new(
        a.WhiteFrequency + b.WhiteFrequency,
        a.RandomWalkFrequency + b.RandomWalkFrequency,
        a.RandomRunFrequency + b.RandomRunFrequency,
        Math.Sqrt((a.WhitePhaseSeconds * a.WhitePhaseSeconds) + (b.WhitePhaseSeconds * b.WhitePhaseSeconds)));

    /// <summary>Allan variance about the drift at the middle of each triple of points, see the head of this file.</summary>
    /// <param name="tauSeconds">Averaging time, above 0.</param>
    public double AllanVariance(double tauSeconds)
    {
        double[] terms = AllanTerms(tauSeconds);
        return (terms[0] * WhitePhaseSeconds * WhitePhaseSeconds) + (terms[1] * WhiteFrequency)
            + (terms[2] * RandomWalkFrequency) + (terms[3] * RandomRunFrequency);
    }

    /// <summary>Hadamard variance, in which a constant drift does not show.</summary>
    /// <param name="tauSeconds">Averaging time, above 0.</param>
    public double HadamardVariance(double tauSeconds) =>
        (10.0 / 3 * WhitePhaseSeconds * WhitePhaseSeconds / (tauSeconds * tauSeconds)) + (WhiteFrequency / tauSeconds)
        + (RandomWalkFrequency * tauSeconds / 6) + (11 * RandomRunFrequency * tauSeconds * tauSeconds * tauSeconds / 120);

    /// <summary>Intensities, none negative, whose Allan deviation is nearest to a table's by least squares of the relative
    /// difference of the variances.</summary>
    /// <param name="points">Averaging times in seconds with Allan deviations, both above 0; one or more.</param>
    /// <exception cref="ArgumentException">No point, or one that is not above 0 and finite.</exception>
    public static ClockNoiseFit Fit(IReadOnlyList<(double TauSeconds, double AllanDeviation)> points)
    {
        if (points.Count == 0) throw new ArgumentException("has no point", nameof(points));
        foreach ((double tau, double deviation) in points)
        {
            if (!(tau > 0 && deviation > 0) || !double.IsFinite(tau) || !double.IsFinite(deviation))
                throw new ArgumentException(
                    $"holds {deviation} at {tau} s; right would be numbers above 0", nameof(points));
        }

        double[][] rows = [.. points.Select(point =>
            AllanTerms(point.TauSeconds).Select(term => term / (point.AllanDeviation * point.AllanDeviation)).ToArray())];
        double[] best = NonNegativeLeastSquares(rows);
        var noise = new ClockNoise(best[1], best[2], best[3], Math.Sqrt(best[0]));
        double excess = points.Max(point =>
            point.AllanDeviation / Math.Sqrt(Math.Max(noise.AllanVariance(point.TauSeconds), double.Epsilon)));
        return new ClockNoiseFit(noise, excess);
    }

    private static double[] AllanTerms(double tau) => [3 / (tau * tau), 1 / tau, tau / 3, tau * tau * tau / 20];

    /// <summary>Minimizes the sum of (row . q - 1)^2 over q of no negative part: tries every set of parts that are above
    /// zero, of which there are fifteen.</summary>
    private static double[] NonNegativeLeastSquares(double[][] rows)
    {
        double[] scale = new double[Terms];
        for (int term = 0; term < Terms; term++) scale[term] = 1 / Math.Sqrt(rows.Sum(row => row[term] * row[term]));
        double[] best = new double[Terms];
        double leastSquares = double.PositiveInfinity;
        for (int set = 1; set < 1 << Terms; set++)
        {
            int[] used = [.. Enumerable.Range(0, Terms).Where(term => (set >> term & 1) != 0)];
            if (used.Length > rows.Length || Solve(rows, used, scale) is not double[] q || q.Any(part => !(part >= 0)))
                continue;
            double squares = rows.Sum(row => Square(used.Select((term, i) => row[term] * q[i]).Sum() - 1));
            // A further kind of noise must earn its place: the first set, of the fewest, wins a tie.
            if (!(squares < leastSquares * (1 - 1e-9))) continue;
            leastSquares = squares;
            Array.Clear(best);
            for (int i = 0; i < used.Length; i++) best[used[i]] = q[i];
        }

        return best;
    }

    /// <summary>Normal equations of the scaled columns by elimination with pivots; null when they are singular.</summary>
    private static double[]? Solve(double[][] rows, int[] used, double[] scale)
    {
        int n = used.Length;
        double[,] m = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                m[i, j] = rows.Sum(row => row[used[i]] * scale[used[i]] * row[used[j]] * scale[used[j]]);
            m[i, n] = rows.Sum(row => row[used[i]] * scale[used[i]]);
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            // Columns have unit length: what is left below this is rounding.
            if (!(m[pivot, pivot] > 1e-12)) return null;
            for (int i = 0; i < n; i++)
            {
                if (i == pivot) continue;
                double factor = m[i, pivot] / m[pivot, pivot];
                for (int j = pivot; j <= n; j++) m[i, j] -= factor * m[pivot, j];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => m[i, n] / m[i, i] * scale[used[i]])];
    }

    private static double Square(double value) => value * value;
}

/// <summary>Noise fitted to a table of Allan deviations.</summary>
/// <param name="Noise">The intensities.</param>
/// <param name="LargestExcess">Largest ratio of a given deviation to the fitted one; well above 1 where a flicker floor or a
/// periodic wander is not described.</param>
public sealed record ClockNoiseFit(ClockNoise Noise, double LargestExcess);
