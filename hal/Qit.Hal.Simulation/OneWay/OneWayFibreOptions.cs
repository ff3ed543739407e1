using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>The fibre of all paths of the one-way twin; its dispersion has the form of ITU-T G.652,
/// D = S0/4 (lambda - lambda0^4/lambda^3). The defaults are those of standard fibre.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OneWayFibreOptions
{
    /// <summary>Wavelength of zero dispersion lambda0, 1280 to 1340 nm.</summary>
    public double ZeroDispersionNanometres { get; init; } = 1313;

    /// <summary>Slope S0 of the dispersion there, 0 to 0.2 ps/(nm^2 km). 0 is a fibre without dispersion.</summary>
    public double ZeroDispersionSlope { get; init; } = 0.086;

    /// <summary>Group index at 1550 nm, 1 to 2.</summary>
    public double GroupIndex { get; init; } = 1.4682;

    /// <summary>Loss at the signal's wavelength, 0 to 10 dB/km.</summary>
    public double SignalDecibelsPerKilometre { get; init; } = 0.35;

    /// <summary>Loss at the idler's wavelength, 0 to 10 dB/km.</summary>
    public double IdlerDecibelsPerKilometre { get; init; } = 0.2;

    /// <summary>Growth of the delay with temperature, 0 to 100 ps/(km K): 33 in a loose tube, 40 in a jacket.</summary>
    public double DelayPicosecondsPerKilometreKelvin { get; init; } = 33;
}
