using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>Pulses of bright squeezed light and the homodyne detector that measures them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SqueezedLightOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Squeezing before all loss, 0 to 30 dB below the vacuum's variance.</summary>
    public double SqueezingDecibels { get; init; } = 6;

    /// <summary>Antisqueezing before all loss, 0 to 40 dB, at least the squeezing: the product of the variances is at least
    /// that of the vacuum.</summary>
    public double AntisqueezingDecibels { get; init; } = 6;

    /// <summary>Everything that light is lost by, detector included, 0 to 1.</summary>
    public double Efficiency { get; init; } = 0.8;

    /// <summary>Variance that the electronics add, over the vacuum's, 0 to 1000.</summary>
    public double ElectronicNoise { get; init; } = 0.01;

    /// <summary>Photons of the mean field in a pulse, before loss, 0 to 1e18.</summary>
    public double PhotonsPerPulse { get; init; } = 1e6;

    /// <summary>Pulses a second, 1 to 1e11.</summary>
    public double PulsesPerSecond { get; init; } = 1e8;

    /// <summary>Centre wavelength, 200 to 5000 nm.</summary>
    public double Nanometres { get; init; } = 1550;

    /// <summary>Rms angular bandwidth of the pulse, 1e6 to 1e15 rad/s.</summary>
    public double BandwidthRadiansPerSecond { get; init; } = 1e12;

    /// <summary>True: the local oscillator is phase-locked to the light's carrier; false: only the envelope tells the time.
    /// </summary>
    public bool IsPhaseLocked { get; init; } = true;

    internal void Check()
    {
        const string Path = "squeezed";
        SqueezedLightOptions options = this;
        WorldOptionsCheck.Range(Path, options.SqueezingDecibels, 0, 30);
        WorldOptionsCheck.Range(Path, options.AntisqueezingDecibels, options.SqueezingDecibels, 40);
        WorldOptionsCheck.Range(Path, options.Efficiency, 0, 1);
        WorldOptionsCheck.Range(Path, options.ElectronicNoise, 0, 1000);
        WorldOptionsCheck.Range(Path, options.PhotonsPerPulse, 0, 1e18);
        WorldOptionsCheck.Range(Path, options.PulsesPerSecond, 1, 1e11);
        WorldOptionsCheck.Range(Path, options.Nanometres, 200, 5000);
        WorldOptionsCheck.Range(Path, options.BandwidthRadiansPerSecond, 1e6, 1e15);
    }
}
