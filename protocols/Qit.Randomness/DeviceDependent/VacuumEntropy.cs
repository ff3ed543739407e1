using Qit.Randomness.Statistics;

namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// Min-entropy of a converted homodyne sample of the vacuum, given the classical noise (Haw et al., Phys. Rev. Applied 3,
/// 054004 (2015)). A sample is q + e, q normal with the quantum variance, e known to the adversary; the converter has 2^n codes
/// k = -2^(n-1) .. 2^(n-1) - 1, code k for voltages within half a step of k steps, the first and the last for all beyond.
/// </summary>
/// <remarks>
/// All lengths are in steps of the converter (LSB). The likeliest code has the probability of a full step at the centre of the
/// normal distribution, unless e pushes the distribution so far that the last code takes more. Haw et al. state the range as
/// R in standard deviations of the quantum noise: sigma = 2^(n-1) / R.
/// </remarks>
public static class VacuumEntropy
{
    /// <summary>
    /// Largest probability of any code for any e within a bound: the adversary chooses the classical noise. Reached for a
    /// converter with equal steps.
    /// </summary>
    /// <param name="bits">n, 1 to 16.</param>
    /// <param name="sigma">Standard deviation of the quantum noise given all before: its smallest value, above 0.</param>
    /// <param name="sigmaLargest">Its largest value: more noise fills the last code.</param>
    /// <param name="offsetBound">Largest |e|, at least 0.</param>
    /// <param name="stepExcess">How much wider than 1 the widest step is (differential nonlinearity), at least 0.</param>
    public static double WorstCaseGuess(
        int bits, double sigma, double sigmaLargest, double offsetBound, double stepExcess = 0)
    {
        Check(bits, sigma, offsetBound);
        ArgumentOutOfRangeException.ThrowIfLessThan(sigmaLargest, sigma);
        ArgumentOutOfRangeException.ThrowIfNegative(stepExcess);
        double beyond = offsetBound - LastCodeEdge(bits);
        double edge = Above(-beyond / (beyond < 0 ? sigmaLargest : sigma));
        return Math.Max(CentralStep(sigma, 1 + stepExcess), edge);
    }

    /// <summary>-log2 of <see cref="WorstCaseGuess"/>, bits a sample.</summary>
    /// <inheritdoc cref="WorstCaseGuess"/>
    public static double WorstCase(int bits, double sigma, double sigmaLargest, double offsetBound, double stepExcess = 0) =>
        -Math.Log2(WorstCaseGuess(bits, sigma, sigmaLargest, offsetBound, stepExcess));

    /// <summary>
    /// Min-entropy averaged over normal classical noise that the adversary knows and does not choose, bits a sample:
    /// -log2 of the mean of the largest probability.
    /// </summary>
    /// <param name="bits">n, 1 to 16.</param>
    /// <param name="sigma">Standard deviation of the quantum noise, above 0.</param>
    /// <param name="classicalSigma">Standard deviation of the classical noise, at least 0.</param>
    public static double Average(int bits, double sigma, double classicalSigma)
    {
        Check(bits, sigma, classicalSigma);
        if (classicalSigma == 0) return WorstCase(bits, sigma, sigma, 0);
        const int Steps = 4096;
        const double Reach = 9; // beyond nine standard deviations lies 1e-19
        double centre = CentralStep(sigma, 1);
        double last = LastCodeEdge(bits);
        double first = last + 1; // the first code ends one step further from the middle
        double sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            double z = Reach * ((2 * i + 1.0) / Steps - 1);
            double e = z * classicalSigma;
            double largest = Math.Max(centre, Math.Max(Above((last - e) / sigma), Above((first + e) / sigma)));
            sum += largest * Math.Exp(-0.5 * z * z);
        }
        return -Math.Log2(sum * 2 * Reach / Steps / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The range R, in standard deviations of the quantum noise, with the most <see cref="WorstCase"/> entropy.</summary>
    /// <param name="bits">n, 1 to 16.</param>
    /// <param name="offsetSigmas">Bound of |e| in standard deviations of the quantum noise.</param>
    public static double BestRangeWorstCase(int bits, double offsetSigmas) =>
        BestRange(bits, offsetSigmas, sigma => WorstCase(bits, sigma, sigma, offsetSigmas * sigma));

    /// <summary>The range R, in standard deviations of the quantum noise, with the most <see cref="Average"/> entropy.</summary>
    /// <param name="bits">n, 1 to 16.</param>
    /// <param name="classicalToQuantum">Standard deviation of the classical noise over that of the quantum noise.</param>
    public static double BestRangeAverage(int bits, double classicalToQuantum) =>
        BestRange(bits, 4 * classicalToQuantum, sigma => Average(bits, sigma, classicalToQuantum * sigma));

    // The entropy rises with R while the last code decides and falls when the central step does: golden section.
    private static double BestRange(int bits, double offsetSigmas, Func<double, double> entropyOfSigma)
    {
        double half = Math.Pow(2, bits - 1);
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double low = 0.3, high = 10 + (2 * offsetSigmas);
        while (high - low > 1e-6)
        {
            double left = high - (ratio * (high - low));
            double right = low + (ratio * (high - low));
            if (entropyOfSigma(half / left) < entropyOfSigma(half / right)) low = left;
            else high = right;
        }
        return (low + high) / 2;
    }

    private static double LastCodeEdge(int bits) => Math.Pow(2, bits - 1) - 1.5;

    private static double CentralStep(double sigma, double width) =>
        -double.ExpM1(NormalTail.LnErfc(width / (2 * Math.Sqrt(2) * sigma)));

    // P(Z > z) of a standard normal Z.
    private static double Above(double z)
    {
        double tail = 0.5 * Math.Exp(NormalTail.LnErfc(Math.Abs(z) / Math.Sqrt(2)));
        return z >= 0 ? tail : 1 - tail;
    }

    private static void Check(int bits, double sigma, double offset)
    {
        if (bits is < 1 or > 16)
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "A converter has 1 to 16 bits here.");
        if (!(sigma > 0 && sigma <= 1e9))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation lies above 0, at most at 1e9 steps.");
        if (!(offset >= 0 && offset <= 1e12))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "A bound lies between 0 and 1e12 steps.");
    }
}
