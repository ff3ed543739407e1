using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// A continuously pumped SPDC source far below saturation: pair times are Poisson (many modes), so double pairs and
/// accidentals come out by themselves.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PairSourceOptions
{
    /// <summary>Pairs leaving the source, 0 to 1e9 per second.</summary>
    public double PairsPerSecond { get; init; } = 14_000;

    /// <summary>Spread of the emission-time difference of signal and idler, Gaussian, 0 to 1e6 ps rms.</summary>
    public double CorrelationTimePicosecondsRms { get; init; } = 0.5;
}
