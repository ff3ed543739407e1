using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A dispersive fibre about the photons' centre frequency. Its delay is no part of it: it belongs to the path.
/// The defaults are those of standard fibre at 1550 nm.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FibreDispersionOptions
{
    /// <summary>Length, 0 to 1e6 m.</summary>
    public double LengthMetres { get; init; }

    /// <summary>Second order, even, -1000 to 1000 ps^2/km.</summary>
    public double SecondOrder { get; init; } = -21.7;

    /// <summary>Third order, odd, -100 to 100 ps^3/km.</summary>
    public double ThirdOrder { get; init; } = 0.12;

    /// <summary>Fourth order, even, -10 to 10 ps^4/km.</summary>
    public double FourthOrder { get; init; }
}
