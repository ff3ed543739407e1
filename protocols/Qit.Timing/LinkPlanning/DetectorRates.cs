namespace Qit.Timing.LinkPlanning;

/// <summary>What a detector makes of the light that reaches it.</summary>
/// <param name="SourcePerSecond">Avalanches that the source's photons would start in a detector always ready.</param>
/// <param name="SourceNoisePerSecond">The same of the source's own noise, which comes with its pulses.</param>
/// <param name="ClassicalPerSecond">The same of light of the classical channels.</param>
/// <param name="DarkPerSecond">The same without light.</param>
/// <param name="SinglesPerSecond">Tags a second, dead time and afterpulses included.</param>
/// <param name="ReadyShare">Share of time in which it is ready.</param>
public sealed record DetectorRates(
    double SourcePerSecond, double SourceNoisePerSecond, double ClassicalPerSecond, double DarkPerSecond,
    double SinglesPerSecond, double ReadyShare)
{
    /// <summary>Rates of one detector.</summary>
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
        LinkDetector detector, double sourcePerSecond, double sourceNoisePerSecond, double classicalPerSecond)
    {
        ArgumentNullException.ThrowIfNull(detector);
        double source = sourcePerSecond * detector.Efficiency;
        double noise = sourceNoisePerSecond * detector.Efficiency;
        double classical = classicalPerSecond * detector.Efficiency;
        double wanted = source + noise + classical + detector.DarkCountsPerSecond;
        double dead = detector.DeadTimePicoseconds * 1e-12;
        double decay = detector.AfterpulseDecayNanoseconds * 1e-9;
        double ready = 1 / (1 - (decay * wanted * double.ExpM1(-dead / decay)));
        double singles = wanted / (1 + (wanted * dead) - (detector.AfterpulseProbability * ready));
        return new DetectorRates(
            source, noise, classical, detector.DarkCountsPerSecond, singles, 1 - (singles * dead));
    }
}
