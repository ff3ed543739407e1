namespace Qit.Hal.Simulation;

/// <summary>
/// Coincidences behind a splitter on which both photons of a pair meet, from their joint spectrum. With the joint amplitude
/// A(w1, w2), symmetric and Gaussian, and what dispersion adds to the phases, k1(w) for the signal's path and k2(w) for the
/// idler's, the overlap of the pair with itself exchanged is
/// I(x) = Re integral |A|^2 exp(i [D(w1) - D(w2) + (w1 - w2) x / c]), D = k1 - k2, and the probability of a coincidence is
/// R^2 + T^2 - 2 R T I(x). The integral is done numerically as it stands; that even orders of dispersion drop out when the
/// frequencies add up exactly, and odd orders do not, is its outcome.
/// </summary>
public sealed class TwoPhotonInterference
{
    private const double SpeedOfLight = 299_792_458;

    /// <summary>Integration reaches so many rms bandwidths to either side: exp(-18) is left out.</summary>
    private const double Reach = 6;

    private const int StepsPerWidth = 48;
    private const long MostTerms = 400_000_000;
    private readonly TwoPhotonOptions options;
    private readonly double[] table;
    private readonly double rangeMetres;
    private readonly double stepMetres;

    /// <summary>Integrates the joint spectrum.</summary>
    /// <exception cref="WorldOptionException">An option is out of range, or the odd dispersion smears the dip over more path
    /// than can be computed.</exception>
    public TwoPhotonInterference(TwoPhotonOptions options)
    {
        RoundTripOptionsCheck.Check(options);
        this.options = options;
        double bandwidth = options.BandwidthRadiansPerSecond;
        double pump = options.PumpBandwidthRadiansPerSecond;
        WidthMetres = SpeedOfLight / (2 * bandwidth);
        stepMetres = WidthMetres / StepsPerWidth;
        rangeMetres = (12 * WidthMetres) + (0.5 * SpeedOfLight * LargestSlope(Reach * bandwidth, Reach * pump));
        double points = 2 * rangeMetres / stepMetres;
        // Neighbouring nodes differ by less than a radian in phase wherever the table reaches.
        double nodes = Math.Max(256, 2 * Reach * bandwidth * 4 * rangeMetres / SpeedOfLight);
        int pumpNodes = pump > 0 ? 96 : 0;
        if (points * nodes * (pumpNodes + 1) > MostTerms)
            throw new WorldOptionException("roundTrip.photons.signalFibre.lengthMetres",
                $"{options.SignalFibre.LengthMetres}", "nearer to that of idlerFibre: the difference of the two fibres smears "
                + $"the dip over {2 * rangeMetres:G3} m, {2 * rangeMetres / WidthMetres:G3} times its width");
        table = new double[(int)points + 2];
        Integrate(bandwidth, pump, (int)nodes, pumpNodes);
    }

    /// <summary>Rms width of the dip without dispersion and with a monochromatic pump, metres: c / (2 dw).</summary>
    public double WidthMetres { get; }

    /// <summary>Overlap I(x), -1 to 1.</summary>
    /// <param name="pathMetres">Path difference x.</param>
    public double Overlap(double pathMetres)
    {
        double at = (pathMetres + rangeMetres) / stepMetres;
        if (!(at >= 0 && at < table.Length - 1)) return 0;
        int index = (int)at;
        return table[index] + ((at - index) * (table[index + 1] - table[index]));
    }

    /// <summary>Probability that a pair of which both photons arrive gives a coincidence.</summary>
    /// <param name="pathMetres">Path difference.</param>
    public double CoincidenceProbability(double pathMetres)
    {
        double reflected = options.Reflectivity, transmitted = 1 - options.Reflectivity;
        return (reflected * reflected) + (transmitted * transmitted) - (2 * reflected * transmitted * Overlap(pathMetres));
    }

    private void Integrate(double bandwidth, double pump, int nodes, int pumpNodes)
    {
        // The trapezium rule over a Gaussian converges faster than any power of the step.
        double sum = 0;
        for (int outer = 0; outer <= pumpNodes; outer++)
        {
            double z = pumpNodes == 0 ? 0 : Reach * ((2.0 * outer / pumpNodes) - 1);
            double half = 0.5 * z * pump;
            for (int inner = 0; inner <= nodes; inner++)
            {
                double y = Reach * ((2.0 * inner / nodes) - 1);
                double offset = y * bandwidth;
                double weight = Math.Exp(-0.5 * ((z * z) + (y * y)));
                sum += weight;
                double phase = Phase(half + offset) - Phase(half - offset) - (2 * offset * rangeMetres / SpeedOfLight);
                (double sine, double cosine) = Math.SinCos(phase);
                (double turnSine, double turnCosine) = Math.SinCos(2 * offset * stepMetres / SpeedOfLight);
                cosine *= weight;
                sine *= weight;
                for (int index = 0; index < table.Length; index++)
                {
                    table[index] += cosine;
                    double next = (cosine * turnCosine) - (sine * turnSine);
                    sine = (sine * turnCosine) + (cosine * turnSine);
                    cosine = next;
                }
            }
        }

        for (int index = 0; index < table.Length; index++) table[index] *= options.ModeOverlap / sum;
    }

    /// <summary>D(w): what the dispersion of the two paths differs by, radians, at an offset from the centre frequency.
    /// </summary>
    private double Phase(double offset) => Phase(options.SignalFibre, offset) - Phase(options.IdlerFibre, offset);

    private static double Phase(FibreDispersionOptions fibre, double offset)
    {
        double picosecondOffset = offset * 1e-12;
        double square = picosecondOffset * picosecondOffset;
        return fibre.LengthMetres * 1e-3 * square
            * ((fibre.SecondOrder / 2) + (picosecondOffset * fibre.ThirdOrder / 6) + (square * fibre.FourthOrder / 24));
    }

    /// <summary>Largest change of the phase difference with the frequency, seconds: as far is the dip smeared out.</summary>
    private double LargestSlope(double reach, double pumpReach)
    {
        const int Steps = 200;
        double largest = 0;
        for (int sign = -1; sign <= 1; sign++)
        {
            double half = 0.5 * sign * pumpReach;
            double last = 0;
            for (int step = 0; step <= Steps; step++)
            {
                double offset = reach * ((2.0 * step / Steps) - 1);
                double phase = Phase(half + offset) - Phase(half - offset);
                if (step > 0) largest = Math.Max(largest, Math.Abs(phase - last) / (2 * reach / Steps));
                last = phase;
            }
        }

        return largest;
    }
}
