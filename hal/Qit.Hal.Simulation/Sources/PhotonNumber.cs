namespace Qit.Hal.Simulation;

/// <summary>
/// Distribution of the number of photons (or pairs) in one cell of time. All kinds here keep their form under random loss,
/// only the mean shrinks: so a lossy channel is the same distribution with a smaller mean.
/// </summary>
/// <remarks>Thermal light of K modes is negative binomial, P_n = C(n+K-1, n) (m/K)^n / (1 + m/K)^(n+K), with g2 = 1 + 1/K
/// (Mandel and Wolf, Optical Coherence and Quantum Optics, section 14.9); K without end is Poisson. A two-level emitter has
/// P_2 = g2 m^2 / 2, P_1 = m - g2 m^2: its factorial moments fix a distribution that ends at two.</remarks>
public sealed class PhotonNumber
{
    private readonly double modes;
    private readonly double secondOrder;

    private PhotonNumber(double mean, double modes, double secondOrder)
    {
        Mean = mean;
        this.modes = modes;
        this.secondOrder = secondOrder;
    }

    /// <summary>Mean m.</summary>
    public double Mean { get; }

    /// <summary>g2(0) = &lt;n (n - 1)&gt; / m^2.</summary>
    public double SecondOrder => modes > 0 ? 1 + (1 / modes) : secondOrder;

    /// <summary>Probability of at least one, exact also where it is tiny.</summary>
    public double Occupied => modes switch
    {
        0 => Mean - (secondOrder * Mean * Mean / 2),
        double.PositiveInfinity => -double.ExpM1(-Mean),
        _ => -double.ExpM1(-modes * double.LogP1(Mean / modes)),
    };

    /// <summary>Thermal light of so many modes; infinitely many are Poisson.</summary>
    /// <param name="mean">0 or more.</param>
    /// <param name="modes">1 or more.</param>
    public static PhotonNumber Thermal(double mean, double modes) => new(mean, modes, 0);

    /// <summary>Poisson, as of a laser.</summary>
    /// <param name="mean">0 or more.</param>
    public static PhotonNumber Poisson(double mean) => new(mean, double.PositiveInfinity, 0);

    /// <summary>None, one or two photons with a given g2.</summary>
    /// <param name="mean">0 or more; mean - g2 mean^2 / 2 is at most 1.</param>
    /// <param name="secondOrder">g2(0), 0 to 1.</param>
    public static PhotonNumber TwoLevel(double mean, double secondOrder) => new(mean, 0, secondOrder);

    /// <summary>What is left when each photon survives with a probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public PhotonNumber After(double probability) => new(Mean * probability, modes, secondOrder);

    /// <summary>The number in an occupied cell, by inversion.</summary>
    /// <param name="uniform">Uniform in [0, 1).</param>
    /// <returns>1 or more.</returns>
    public int NumberIfAny(double uniform)
    {
        double left = uniform * Occupied;
        double probability = ProbabilityOfOne();
        int number = 1;
        while (left >= probability && probability > 0)
        {
            left -= probability;
            probability *= Ratio(number);
            number++;
        }

        return number;
    }

    private double ProbabilityOfOne() => modes switch
    {
        0 => Mean - (secondOrder * Mean * Mean),
        double.PositiveInfinity => Mean * Math.Exp(-Mean),
        _ => Mean * Math.Exp(-(modes + 1) * double.LogP1(Mean / modes)),
    };

    /// <summary>P_(n+1) / P_n.</summary>
    private double Ratio(int n) => modes switch
    {
        0 => n == 1 ? secondOrder * Mean / 2 / (1 - (secondOrder * Mean)) : 0,
        double.PositiveInfinity => Mean / (n + 1),
        _ => (n + modes) / (n + 1) * (Mean / (Mean + modes)),
    };
}
