namespace Qit.Timing.Stability;

/// <summary>
/// Equivalent degrees of freedom of Allan and Hadamard variances under power-law noise, by the combined algorithm of
/// Greenhall and Riley, Uncertainty of stability variances based on finite differences, 35th PTTI meeting (2003), also in
/// NIST SP 1065, section 5.4. The names F, S, M, J, r and sw, sx, sz are the paper's.
/// </summary>
internal static class EquivalentDegreesOfFreedom
{
    private const int Jmax = 100;

    // Coefficients a0, a1 of the paper for alpha = 2, 1, 0, -1, ... with first index the order of differences - 2.
    private static readonly (double A0, double A1)[][] ModifiedFits =
    [
        [(7.0 / 9, 0.5), (0.997, 0.616), (1.033, 0.607), (1.048, 0.534), (1.302, 0.535)],
        [
            (0.88, 2.0 / 3), (1.141, 0.843), (1.184, 0.848), (1.180, 0.816), (1.175, 0.777), (1.194, 0.703),
            (1.489, 0.702),
        ],
    ];

    // The same for alpha = 1, 0, -1, ...
    private static readonly (double A0, double A1)[][] PlainFits =
    [
        [(790, 410), (2.0 / 3, 1.0 / 3), (0.852, 0.375), (1.079, 0.368)],
        [(9950, 6520), (7.0 / 9, 1.0 / 2), (0.997, 0.617), (1.033, 0.607), (1.053, 0.553), (1.302, 0.535)],
    ];

    private static readonly (double B0, double B1)[] FlickerPhaseFits = [(15.23, 12.0), (47.8, 40.0)];

    /// <summary>Equivalent degrees of freedom.</summary>
    /// <param name="alpha">Exponent of the power law of frequency noise: 2 white phase ... -2 random walk frequency; down to
    /// -4 for the Hadamard variance.</param>
    /// <param name="order">2 for Allan variances, 3 for Hadamard variances.</param>
    /// <param name="m">Averaging factor.</param>
    /// <param name="points">Number of phase points.</param>
    /// <param name="overlapping">True for a term at every point, false for one in m.</param>
    /// <param name="modified">True for MDEV and TDEV.</param>
    public static double Of(int alpha, int order, int m, int points, bool overlapping, bool modified)
    {
        double filter = modified ? 1 : m;
        double stride = overlapping ? m : 1;
        double length = (m / filter) + ((double)m * order);
        double terms = 1 + Math.Floor(stride * (points - length) / m);
        double r = terms / stride;
        if (alpha == 2 && !modified) return WhitePhase(order, terms, r);

        double j = Math.Min(terms, (order + 1) * stride);
        bool isFlickerPhase = alpha == 1 && !modified;
        if (j <= Jmax)
        {
            double f = modified || isFlickerPhase || (double)m * (order + 1) <= Jmax ? filter : double.PositiveInfinity;
            return terms * Square(Sz(0, f, alpha, order)) / BasicSum(j, terms, stride, f, alpha, order);
        }

        double zero = modified ? Sz(0, 1, alpha, order)
            : isFlickerPhase ? FlickerPhaseFits[order - 2].B0 + (FlickerPhaseFits[order - 2].B1 * Math.Log(m))
            : Sz(0, double.PositiveInfinity, alpha, order);
        if (r >= order + 1)
        {
            (double a0, double a1) =
                modified ? ModifiedFits[order - 2][2 - alpha] : PlainFits[order - 2][1 - alpha];
            double inverse = (a0 - (a1 / r)) / r;
            return (isFlickerPhase ? Square(zero) : 1) / inverse;
        }

        double coarse = Jmax / r;
        double coarseFilter = modified ? 1 : isFlickerPhase ? coarse : double.PositiveInfinity;
        return Jmax * Square(zero) / BasicSum(Jmax, Jmax, coarse, coarseFilter, alpha, order);
    }

    private static double WhitePhase(int order, double terms, double r)
    {
        double centre = Binomial(2 * order, order);
        if (Math.Ceiling(r) <= order)
        {
            double sum = 1;
            for (int k = 1; k < Math.Ceiling(r); k++)
                sum += 2 * (1 - (k / r)) * Square(Binomial(2 * order, order - k) / centre);
            return terms / sum;
        }

        return terms / ((Binomial(4 * order, 2 * order) / Square(centre)) - (order / 2.0 / r));
    }

    private static double BasicSum(double j, double terms, double stride, double filter, int alpha, int order)
    {
        double sum = Square(Sz(0, filter, alpha, order))
            + ((1 - (j / terms)) * Square(Sz(j / stride, filter, alpha, order)));
        for (int k = 1; k < j; k++) sum += 2 * (1 - (k / terms)) * Square(Sz(k / stride, filter, alpha, order));
        return sum;
    }

    private static double Sz(double t, double filter, int alpha, int order)
    {
        double sum = Binomial(2 * order, order) * Sx(t, filter, alpha);
        for (int k = 1; k <= order; k++)
        {
            double weight = Binomial(2 * order, order - k) * (k % 2 == 0 ? 1 : -1);
            sum += weight * (Sx(t - k, filter, alpha) + Sx(t + k, filter, alpha));
        }

        return sum;
    }

    private static double Sx(double t, double filter, int alpha) => double.IsInfinity(filter)
        ? Sw(t, alpha + 2)
        : filter * filter * ((2 * Sw(t, alpha)) - Sw(t - (1 / filter), alpha) - Sw(t + (1 / filter), alpha));

    private static double Sw(double t, int alpha)
    {
        t = Math.Abs(t);
        if (t == 0) return 0;
        return alpha switch
        {
            2 => -t,
            1 => t * t * Math.Log(t),
            0 => t * t * t,
            -1 => -Math.Pow(t, 4) * Math.Log(t),
            -2 => -Math.Pow(t, 5),
            -3 => Math.Pow(t, 6) * Math.Log(t),
            -4 => Math.Pow(t, 7),
            _ => throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "must be -4 to 2"),
        };
    }

    private static double Binomial(int n, int k)
    {
        double value = 1;
        for (int index = 1; index <= k; index++) value = value * (n - k + index) / index;
        return value;
    }

    private static double Square(double value) => value * value;
}
