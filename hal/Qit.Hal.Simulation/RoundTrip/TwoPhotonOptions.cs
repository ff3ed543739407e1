using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>The photon pairs of the round-trip twin, and the splitter where they meet.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TwoPhotonOptions
{
    /// <summary>Rms angular bandwidth dw of each photon for a monochromatic pump, 1e9 to 1e15 rad/s. The default makes a dip
    /// of 10 um rms.</summary>
    public double BandwidthRadiansPerSecond { get; init; } = 1.498_962_29e13;

    /// <summary>Rms angular bandwidth of the pump, 0 to 1e14 rad/s; 0 is a continuous wave, whose pairs have frequencies that
    /// add up exactly.</summary>
    public double PumpBandwidthRadiansPerSecond { get; init; }

    /// <summary>Overlap of the two photons in everything but time (polarization, mode), 0 to 1.</summary>
    public double ModeOverlap { get; init; } = 0.98;

    /// <summary>Reflectivity of the splitter, 0 to 1.</summary>
    public double Reflectivity { get; init; } = 0.5;

    /// <summary>All fibre that the signal photon passes.</summary>
    public FibreDispersionOptions SignalFibre { get; init; } = new();

    /// <summary>All fibre that the idler photon passes.</summary>
    public FibreDispersionOptions IdlerFibre { get; init; } = new();
}
