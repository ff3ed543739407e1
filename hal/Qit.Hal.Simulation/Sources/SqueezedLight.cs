namespace Qit.Hal.Simulation;

/// <summary>
/// Pulses of squeezed light under a homodyne detector: no photons are counted, each pulse gives one sample of a quadrature,
/// Gaussian, in units in which the vacuum's variance is 1. At a local oscillator phase t from the squeezed quadrature
/// V(t) = eta (S cos^2 t + A sin^2 t) + 1 - eta + electronic (Bachor and Ralph, A Guide to Experiments in Quantum Optics,
/// sections 4.4 and 8.1).
/// </summary>
/// <remarks>With the local oscillator in the mode that the field's derivative in time excites, a delay u of the pulse shifts
/// the mean by 2 sqrt(eta N) W u, W^2 = w0^2 + dw^2, carrier and rms bandwidth: for the vacuum the smallest delay seen is
/// 1/(2 sqrt(N) W), and squeezing that mode's quadrature goes below it (Lamine, Fabre and Treps, Phys. Rev. Lett. 101,
/// 123601 (2008)).</remarks>
public sealed class SqueezedLight
{
    private const double LightMetresPerSecond = 299_792_458;
    private readonly SimulationPrng prng;

    /// <summary>Sets it up.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SqueezedLight(SqueezedLightOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        prng = new SimulationPrng(options.Seed, "squeezed");
    }

    /// <summary>What it is made of.</summary>
    public SqueezedLightOptions Options { get; }

    /// <summary>What the source states: no pairs and no qubits. The fidelity is that of the light behind the loss with the
    /// squeezed state that was sent.</summary>
    public LightSourceStatement Statement => new(
        "squeezed", Fidelity(), "quadratures", Options.PulsesPerSecond, 0, Options.Nanometres, Options.Nanometres, 1, 1);

    /// <summary>W: how fast the field changes with a delay, rad/s.</summary>
    public double RadiansPerSecond
    {
        get
        {
            double carrier = Options.IsPhaseLocked ? 2 * Math.PI * LightMetresPerSecond / (Options.Nanometres * 1e-9) : 0;
            return Math.Sqrt((carrier * carrier) + (Options.BandwidthRadiansPerSecond * Options.BandwidthRadiansPerSecond));
        }
    }

    /// <summary>Truth: variance of a quadrature as measured, in units of the vacuum's.</summary>
    /// <param name="phaseRadians">Local oscillator against the squeezed quadrature.</param>
    public double Variance(double phaseRadians) =>
        (Options.Efficiency * LightVariance(phaseRadians)) + 1 - Options.Efficiency + Options.ElectronicNoise;

    /// <summary>One pulse, its local oscillator in the mode of the mean field's derivative.</summary>
    /// <param name="phaseRadians">Local oscillator against the squeezed quadrature, which carries the delay.</param>
    /// <param name="delaySeconds">Delay of the pulse against the local oscillator.</param>
    public double Sample(double phaseRadians, double delaySeconds = 0)
    {
        double mean = 2 * Math.Sqrt(Options.Efficiency * Options.PhotonsPerPulse) * RadiansPerSecond * delaySeconds
            * Math.Cos(phaseRadians);
        return mean + (Math.Sqrt(Variance(phaseRadians)) * prng.NextNormal());
    }

    private double LightVariance(double phaseRadians)
    {
        double cosine = Math.Cos(phaseRadians), sine = Math.Sin(phaseRadians);
        double squeezed = Math.Pow(10, -Options.SqueezingDecibels / 10);
        double antisqueezed = Math.Pow(10, Options.AntisqueezingDecibels / 10);
        return (squeezed * cosine * cosine) + (antisqueezed * sine * sine);
    }

    /// <summary>Overlap of the pure squeezed vacuum with its lossy image: 2 / sqrt((S + S')(1/S + A')) for Gaussian states
    /// of zero mean, one of them pure.</summary>
    private double Fidelity()
    {
        double pure = Math.Pow(10, -Options.SqueezingDecibels / 10);
        double lossySqueezed = (Options.Efficiency * LightVariance(0)) + 1 - Options.Efficiency;
        double lossyAnti = (Options.Efficiency * LightVariance(Math.PI / 2)) + 1 - Options.Efficiency;
        return 2 / Math.Sqrt((pure + lossySqueezed) * ((1 / pure) + lossyAnti));
    }
}
