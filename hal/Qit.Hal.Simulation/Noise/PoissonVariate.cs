namespace Qit.Hal.Simulation;

/// <summary>Poisson variates by inversion, searched outwards from the mode: exact to rounding, one uniform number each, and
/// about as many steps as the standard deviation.</summary>
internal static class PoissonVariate
{
    /// <summary>The variate that belongs to a uniform number.</summary>
    /// <param name="mean">0 to 1e12.</param>
    /// <param name="uniform">Uniform in [0, 1).</param>
    public static long Of(double mean, double uniform)
    {
        if (!(mean > 0)) return 0;
        long low = (long)mean;
        long high = low;
        double below = Math.Exp((low * Math.Log(mean)) - mean - LogFactorial(low));
        double above = below;
        uniform -= below;
        if (uniform < 0) return low;
        while (true)
        {
            above *= mean / ++high;
            uniform -= above;
            if (uniform < 0) return high;
            if (low > 0)
            {
                below *= low-- / mean;
                uniform -= below;
                if (uniform < 0) return low;
            }

            // What rounding has left of the sum belongs to the tails; 1e-16 of the cases end here.
            if (above < 1e-300 && (low == 0 || below < 1e-300)) return high;
        }
    }

    private static double LogFactorial(long n)
    {
        if (n < 10)
        {
            double product = 1;
            for (long factor = 2; factor <= n; factor++) product *= factor;
            return Math.Log(product);
        }

        // Stirling's series; the next term is below 1e-13 from n = 10 on.
        double x = n;
        double inverse = 1 / (x * x);
        double series = (1.0 / 12) - (inverse * ((1.0 / 360) - (inverse * ((1.0 / 1260) - (inverse * ((1.0 / 1680)
            - (inverse * (1.0 / 1188))))))));
        return (x * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI * x)) + (series / x);
    }
}
