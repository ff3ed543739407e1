namespace Qit.Timing.LinkPlanning;

/// <summary>What a detector makes of the light that reaches it.</summary>
/// <param name="SourcePerSecond">Avalanches that the source's photons would start in a detector always ready.</param>
/// <param name="SourceNoisePerSecond">The same of the source's own noise, which comes with its pulses.</param>
/// <param name="ClassicalPerSecond">The same of light of the classical channels.</param>
/// <param name="DarkPerSecond">The same without light.</param>
/// <param name="SinglesPerSecond">Tags a second, dead time and afterpulses included.</param>
/// <param name="DeadSeconds">Dead time; for pulsed light the pulses that it covers.</param>
public sealed record DetectorRates(
    double SourcePerSecond, double SourceNoisePerSecond, double ClassicalPerSecond, double DarkPerSecond,
    double SinglesPerSecond, double DeadSeconds)
{
    // Below so many photons in a cell nothing bunches that a double could tell.
    private const double SmallestMean = 1e-12;

    /// <summary>Share of time (of pulses) in which it is ready.</summary>
    public double ReadyShare => 1 - (SinglesPerSecond * DeadSeconds);

    /// <summary>Rates of one detector.</summary>
    /// <param name="light">The source, for its cells: of the photons of a pulse a detector sees one.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="sourcePerSecond">Photons of the source that arrive.</param>
    /// <param name="sourceNoisePerSecond">Photons of its own noise that arrive.</param>
    /// <param name="classicalPerSecond">Photons of classical channels that arrive.</param>
    /// <remarks>Non-paralysable dead time T and afterpulses of probability p: with r avalanches wanted and m had,
    /// m = r (1 - m T) + p q m, where q is the probability that the detector is ready when the carrier is released, a time
    /// after the dead time's end that is exponential of mean a. By the renewal theorem (Laplace transform of the ready
    /// probability at 1/a) q = 1 / (1 + a r (1 - exp(-T/a))). Afterpulses that meet the dead time of afterpulses are left
    /// out, a share of p^2.</remarks>
    public static DetectorRates Of(
        LinkSource light, LinkDetector detector, double sourcePerSecond, double sourceNoisePerSecond,
        double classicalPerSecond)
    {
        ArgumentNullException.ThrowIfNull(light);
        ArgumentNullException.ThrowIfNull(detector);
        double dead = detector.DeadTimePicoseconds * 1e-12;
        double source = sourcePerSecond * detector.Efficiency;
        double noise = sourceNoisePerSecond * detector.Efficiency;
        if (light.RepetitionHertz > 0)
        {
            // One click a pulse, whatever was in it.
            double both = Occupied(light, source, noise) * light.RepetitionHertz;
            source = Occupied(light, source, 0) * light.RepetitionHertz;
            noise = both - source;
        }
        else if (dead > light.CoherencePicoseconds * 1e-12 && source * light.CellSeconds > SmallestMean)
        {
            // The dead time's own formula has the chance that photons follow each other, but not that they bunch.
            source *= Occupied(light, source, 0) / -double.ExpM1(-source * light.CellSeconds);
        }

        double classical = classicalPerSecond * detector.Efficiency;
        double wanted = source + noise + classical + detector.DarkCountsPerSecond;
        double decay = detector.AfterpulseDecayNanoseconds * 1e-9;
        double ready = 1 / (1 - (decay * wanted * double.ExpM1(-dead / decay)));
        if (light.RepetitionHertz > 0) dead = Math.Floor(dead / light.CellSeconds) * light.CellSeconds;
        double singles = wanted / (1 + (wanted * dead) - (detector.AfterpulseProbability * ready));
        return new DetectorRates(source, noise, classical, detector.DarkCountsPerSecond, singles, dead);
    }

    /// <summary>Probability of at least one photon in a cell: 1 - (1 + m/K)^-K exp(-noise).</summary>
    /// <param name="light">The source.</param>
    /// <param name="sourcePerSecond">Its photons that would be seen, m of them in a cell.</param>
    /// <param name="noisePerSecond">Poisson light of the same cells.</param>
    internal static double Occupied(LinkSource light, double sourcePerSecond, double noisePerSecond)
    {
        double mean = sourcePerSecond * light.CellSeconds;
        double log = light.Bunching < 1e-9 ? mean : double.LogP1(mean * light.Bunching) / light.Bunching;
        return -double.ExpM1(-log - (noisePerSecond * light.CellSeconds));
    }
}
