namespace Qit.Hal.Simulation;

/// <summary>
/// The twin of source and receiver of a source-independent generator. An honest pulse is coherent light in the superposition
/// |+&gt;: in the key basis its photons divide evenly over the two detectors, in the test basis all reach detector 0 but for the
/// misalignment. Photon numbers at the two detectors are Poisson and independent, as a beam splitter makes them of coherent light,
/// so bright pulses make double clicks.
/// </summary>
public sealed class SimulatedQubitReceiver
{
    private readonly QubitSourceOptions options;
    private readonly SimulationPrng light;
    private readonly SimulationPrng bases;

    /// <summary>Sets it up.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SimulatedQubitReceiver(QubitSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        light = new SimulationPrng(options.Seed, "qubitSource");
        bases = new SimulationPrng(options.Seed, "qubitBases");
    }

    /// <summary>Truth: clicks in the key basis, so far, whose outcome the sender knew.</summary>
    public long KnownKeyClicks { get; private set; }

    /// <summary>Runs gates.</summary>
    /// <param name="gates">How many, at least 0.</param>
    /// <param name="testProbability">Probability that a gate is measured in the test basis, 0 to 1.</param>
    /// <returns>A byte for each gate that clicked: bit 0 detector 0, bit 1 detector 1, bit 2 test basis.</returns>
    public byte[] Run(long gates, double testProbability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gates);
        if (!(testProbability >= 0 && testProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(testProbability), testProbability, "A probability lies in [0, 1].");
        var clicks = new List<byte>();
        for (long gate = 0; gate < gates; gate++)
        {
            bool isTest = bases.NextUnit() < testProbability;
            int pattern = Detect(isTest, out bool isKnown);
            if (pattern == 0) continue;
            clicks.Add((byte)(pattern | (isTest ? 4 : 0)));
            if (isKnown && !isTest) KnownKeyClicks++;
        }
        return [.. clicks];
    }

    private int Detect(bool isTest, out bool isKnown)
    {
        bool isEigenstate = options.EigenstateFraction > 0 && light.NextUnit() < options.EigenstateFraction;
        double photons = options.MeanPhotons * options.Efficiency * (isTest ? options.BasisEfficiencyRatio : 1);
        double toOne = isTest ? options.Misalignment : 0.5;
        // An eigenstate of one basis divides evenly in the other.
        if (isEigenstate) toOne = isTest ? 0.5 : light.NextBits() >> 63;
        bool zeroByLight = Clicks(photons * (1 - toOne));
        bool oneByLight = Clicks(photons * toOne);
        bool zeroInDark = light.NextUnit() < options.DarkCountProbability;
        bool oneInDark = light.NextUnit() < options.DarkCountProbability;
        // Light of an eigenstate, and nothing but light, tells the sender what was seen.
        isKnown = isEigenstate && zeroByLight != oneByLight && !zeroInDark && !oneInDark;
        return (zeroByLight || zeroInDark ? 1 : 0) | (oneByLight || oneInDark ? 2 : 0);
    }

    private bool Clicks(double meanPhotons) => light.NextUnit() < -double.ExpM1(-meanPhotons);
}
