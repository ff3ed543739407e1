using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// A free-running single-photon detector. The defaults are those of a silicon avalanche photodiode module at 810 nm
/// (Excelitas SPCM-AQRH-14 class: typical values, not a specification).
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DetectorOptions
{
    /// <summary>Probability that an arriving photon starts an avalanche in a ready detector, 0 to 1.</summary>
    public double Efficiency { get; init; } = 0.6;

    /// <summary>Avalanches without a photon, Poisson, 0 to 1e7 per second.</summary>
    public double DarkCountsPerSecond { get; init; } = 100;

    /// <summary>Time after an avalanche in which nothing is detected and nothing prolongs it (non-paralysable),
    /// 0 to 1e9 ps.</summary>
    public double DeadTimePicoseconds { get; init; } = 22_000;

    /// <summary>Probability that an avalanche leaves a carrier that starts another one after the dead time, 0 to 0.5.
    /// Afterpulses have afterpulses.</summary>
    public double AfterpulseProbability { get; init; } = 0.005;

    /// <summary>Decay constant of that carrier, counted from the end of the dead time, 0.001 to 1e5 ns.</summary>
    public double AfterpulseDecayNanoseconds { get; init; } = 40;

    /// <summary>Gaussian part of the response time's spread, 0 to 1e6 ps rms (FWHM / 2.355).</summary>
    public double JitterPicosecondsRms { get; init; } = 150;

    /// <summary>Share of avalanches with an exponential delay added (diffusion), 0 to 1; silicon 0.1 to 0.3.</summary>
    public double JitterTailFraction { get; init; }

    /// <summary>Time constant of the tail, 0 to 1e6 ps. Silicon: 100 to 250.</summary>
    public double JitterTailPicoseconds { get; init; } = 200;
}
