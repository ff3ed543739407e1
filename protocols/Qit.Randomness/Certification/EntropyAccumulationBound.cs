namespace Qit.Randomness.Certification;

/// <summary>
/// The entropy accumulation theorem with the second-order term of Dupuis and Fawzi (arXiv 1805.11652, theorem V.2, with
/// the sampling lemma V.5), for the CHSH game.
/// </summary>
/// <remarks>
/// <para>With x = alpha - 1 in (0, 1):</para>
/// <code>
/// H_min^eps(A^n B^n | X^n Y^n T^n E) >= n h - n x (ln 2 / 2) V^2 - (1/x) log2(2 / (eps^2 p^2)) - n x^2 K
/// V = log2(2 d^2 + 1) + sqrt(2 + Var f)
/// K = 1 / (6 (1-x)^3 ln 2) 2^(x (log2 d + Max f - Min f)) ln^3(2^(log2 d + Max f - Min f) + e^2)
/// </code>
/// <para>
/// d = 4: the theorem wants the accepted event to be a function of the accumulated outputs and the side information.
/// Win or lose depends on both outcomes, so the accumulated output of a trial is the pair (a, b), and with it the
/// string whose entropy is certified, in trials with and without a test. The rate g that enters h is that of one party, a valid
/// lower bound for the pair, or one of the pair itself. The test flags T are side information.
/// </para>
/// <para>
/// f(win) = f(no test) = Max g, f(lose) = (1 - 1/gamma) Max g + Min g / gamma, with g the tangent at t, Max g its value
/// at w = 1, Min g its value at w = 0; Max f = Max g, Min f >= Min g, Var f at most (Max g - Min g)^2 / gamma. Its
/// value at the frequencies of an accepted run is Max g - (Max g - Min g) losses / (gamma n).
/// </para>
/// </remarks>
public static class EntropyAccumulationBound
{
    /// <summary>Alphabet of a trial's outputs: (a, b).</summary>
    public const int OutputAlphabet = 4;

    /// <summary>
    /// Bound on the smooth min-entropy for given free parameters, bits; negative or minus infinity where it is void.
    /// </summary>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="testProbability">gamma, above 0 up to 1.</param>
    /// <param name="lossFraction">Largest accepted losses / (gamma n), that is 1 minus the threshold.</param>
    /// <param name="smoothingError">eps, in (0, 1).</param>
    /// <param name="eventError">p, the acceptance probability below which the bound need not hold, in (0, 1).</param>
    /// <param name="tangentPoint">t in [3/4, Tsirelson bound).</param>
    /// <param name="renyiExcess">x = alpha - 1 in (0, 1).</param>
    /// <param name="settingsBias">
    /// Bound on |p(setting = 1) - 1/2| at either station in the test trials, see <see cref="SettingsBias"/>.
    /// </param>
    public static double Bits(
        long trials, double testProbability, double lossFraction, double smoothingError, double eventError,
        double tangentPoint, double renyiExcess, double settingsBias = 0)
    {
        return Bits(trials, testProbability, lossFraction, smoothingError, eventError,
            AffineTradeoff.OneParty(tangentPoint), renyiExcess, settingsBias);
    }

    /// <summary>
    /// The same for any bound on the entropy of a trial's outputs that is affine in the winning probability, such as those of
    /// <see cref="TwoPartyChshEntropy"/>.
    /// </summary>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="testProbability">gamma, above 0 up to 1.</param>
    /// <param name="lossFraction">Largest accepted losses / (gamma n).</param>
    /// <param name="smoothingError">eps, in (0, 1).</param>
    /// <param name="eventError">p, in (0, 1).</param>
    /// <param name="tradeoff">Entropy of the outputs of a trial, for each pair of settings it may have.</param>
    /// <param name="renyiExcess">x = alpha - 1 in (0, 1).</param>
    /// <param name="settingsBias">As in the other form.</param>
    public static double Bits(
        long trials, double testProbability, double lossFraction, double smoothingError, double eventError,
        AffineTradeoff tradeoff, double renyiExcess, double settingsBias = 0)
    {
        double atOne = tradeoff.AtOne;
        double slope = tradeoff.Slope * SettingsBias.LossFactor(settingsBias); // Max g - Min g
        double h = atOne - (slope * lossFraction);
        double x = renyiExcess;
        double v = Math.Log2((2.0 * OutputAlphabet * OutputAlphabet) + 1)
            + Math.Sqrt(2 + (slope * slope / testProbability));
        double exponent = Math.Log2(OutputAlphabet) + slope;
        // The slope stays below 170 for every t that a double can hold, so 2^exponent does not overflow.
        double logarithm = Math.Log(Math.Pow(2, exponent) + (Math.E * Math.E));
        double k = Math.Pow(2, x * exponent) * logarithm * logarithm * logarithm
            / (6 * Math.Pow(1 - x, 3) * Math.Log(2));
        double perTrial = h - (x * Math.Log(2) / 2 * v * v) - (x * x * k);
        double confidence = (1 - (2 * Math.Log2(smoothingError)) - (2 * Math.Log2(eventError))) / x;
        return (trials * perTrial) - confidence;
    }

    /// <summary>The free parameters that maximize the bound with one-party tangents, each from a fixed grid.</summary>
    /// <remarks>
    /// The grids (t: 3/4 + i 2^-24; x: 2^(-k/256)) make the choice repeatable: two machines whose logarithms differ in
    /// the last place still pick the same point, hence the same parameter hash. Distance from the continuous optimum
    /// costs less than 1e-5 of the correction terms.
    /// </remarks>
    internal static (double TangentPoint, double RenyiExcess) Optimize(
        long trials, double testProbability, double lossFraction, double smoothingError, double eventError,
        double settingsBias = 0)
    {
        double Best(int tangentIndex, out int excessIndex)
        {
            double t = TangentAt(tangentIndex);
            excessIndex = Peak(256, 256 * 40, k => Bits(
                trials, testProbability, lossFraction, smoothingError, eventError, t, ExcessAt(k), settingsBias));
            return Bits(trials, testProbability, lossFraction, smoothingError, eventError, t, ExcessAt(excessIndex), settingsBias);
        }

        int last = (int)Math.Floor((ChshEntropy.TsirelsonWinningProbability - 0.75) * TangentGrid) - 1;
        int tangent = Peak(0, last, i => Best(i, out _));
        Best(tangent, out int excess);
        return (TangentAt(tangent), ExcessAt(excess));
    }

    private const double TangentGrid = 1 << 24;

    private static double TangentAt(int index) => 0.75 + (index / TangentGrid);

    internal static double ExcessAt(int index) => Math.Pow(2, -index / 256.0);

    // Maximum of a unimodal function on a range of integers, by ternary search.
    internal static int Peak(int low, int high, Func<int, double> value)
    {
        while (high - low > 2)
        {
            int first = low + ((high - low) / 3);
            int second = high - ((high - low) / 3);
            if (value(first) < value(second)) low = first + 1;
            else high = second;
        }
        int best = low;
        for (int i = low + 1; i <= high; i++)
            if (value(i) > value(best)) best = i;
        return best;
    }
}
