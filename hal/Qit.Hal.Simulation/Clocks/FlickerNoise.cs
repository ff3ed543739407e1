namespace Qit.Hal.Simulation;

/// <summary>
/// Noise with the one-sided spectrum level / f between two frequencies, as a sum of Ornstein-Uhlenbeck processes of
/// equal variance whose poles are spaced evenly in log f. With ratio r between poles, each of variance level ln r, the
/// sum of the Lorentzians is level / f with a ripple of 4 exp(-pi^2 / ln r): 0.08 % for two poles a decade. Each
/// process and its integral over a step are drawn from their exact joint distribution: any step is as good.
/// </summary>
internal sealed class FlickerNoise
{
    private const double PolesPerDecade = 2;
    private const double LowestHertz = 1e-7;

    private readonly SimulationPrng prng;
    private readonly double[] value;
    private readonly double[] decay;
    private readonly double[] kick;         // standard deviation of the value's new part over a step
    private readonly double[] drift;        // integral over a step for a starting value of 1
    private readonly double[] shared;       // part of the integral that goes with the kick
    private readonly double[] own;          // standard deviation of the rest of the integral

    /// <param name="level">The spectrum times f, in the square of the value's unit.</param>
    /// <param name="highestHertz">Where the spectrum ends: its variance is that of a sharp edge there.</param>
    /// <param name="stepSeconds">Length of a step.</param>
    /// <param name="zeroBelowHertz">Processes slower than this start at zero instead of at a stationary value, so that
    /// they do not offset the start of the run; their increments are the same.</param>
    /// <param name="prng">Where to draw.</param>
    public FlickerNoise(
        double level, double highestHertz, double stepSeconds, double zeroBelowHertz, SimulationPrng prng)
    {
        double logRatio = Math.Log(10) / PolesPerDecade;
        double sigma = Math.Sqrt(level * logRatio);
        int count = (int)Math.Ceiling(Math.Log(highestHertz / LowestHertz) / logRatio);
        this.prng = prng;
        value = new double[count];
        decay = new double[count];
        kick = new double[count];
        drift = new double[count];
        shared = new double[count];
        own = new double[count];
        for (int i = 0; i < count; i++)
        {
            // The pole stands in the middle of its cell of width ln r; the highest cell ends at highestHertz.
            double hertz = highestHertz * Math.Exp(-(i + 0.5) * logRatio);
            double rate = 2 * Math.PI * hertz;
            double u = rate * stepSeconds;
            double lost = -double.ExpM1(-u);
            double valueVariance = -double.ExpM1(-2 * u);
            double covariance = lost * lost / rate;
            double integralVariance = IntegralVariance(u) / (rate * rate);
            decay[i] = 1 - lost;
            kick[i] = sigma * Math.Sqrt(valueVariance);
            drift[i] = lost / rate;
            shared[i] = covariance / valueVariance;
            own[i] = sigma * Math.Sqrt(Math.Max(0, integralVariance - (covariance * covariance / valueVariance)));
            value[i] = hertz < zeroBelowHertz ? 0 : sigma * prng.NextNormal();
            Value += value[i];
        }
    }

    /// <summary>The noise at the end of the last step.</summary>
    public double Value { get; private set; }

    /// <summary>Goes one step on and returns the integral of the value over it.</summary>
    public double Integrate()
    {
        double integral = 0;
        double sum = 0;
        for (int i = 0; i < value.Length; i++)
        {
            double kick = this.kick[i] * prng.NextNormal();
            integral += (drift[i] * value[i]) + (shared[i] * kick) + (own[i] * prng.NextNormal());
            value[i] = (decay[i] * value[i]) + kick;
            sum += value[i];
        }

        Value = sum;
        return integral;
    }

    /// <summary>Goes one step on without the integral.</summary>
    public void Step()
    {
        double sum = 0;
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = (decay[i] * value[i]) + (kick[i] * prng.NextNormal());
            sum += value[i];
        }

        Value = sum;
    }

    // 2u - 3 + 4 e^-u - e^-2u, by its series where the terms cancel.
    private static double IntegralVariance(double u) => u < 0.01
        ? u * u * u * ((2.0 / 3) - (u * (0.5 - (u * 7.0 / 30))))
        : (2 * u) - 3 + (4 * Math.Exp(-u)) - Math.Exp(-2 * u);
}
