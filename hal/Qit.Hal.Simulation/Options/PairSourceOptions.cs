using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// The light of both stations. The default is a continuously pumped SPDC source far below saturation: pair times are Poisson
/// (many modes), so double pairs and accidentals come out by themselves. Other kinds have a number of photons in each cell
/// of time, a coherence time or a pulse; see <see cref="LightSourceKind"/>.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PairSourceOptions
{
    /// <summary>One of <see cref="LightSourceKind.Accepted"/>.</summary>
    public string Kind { get; init; } = LightSourceKind.Poisson;

    /// <summary>Pairs leaving the source at a pump of 1 mW (photons for weak-coherent and two-level), 0 to 1e9 per second.
    /// </summary>
    public double PairsPerSecond { get; init; } = 14_000;

    /// <summary>Pump power, 0 to 1000 mW. Pairs grow with its square for sfwm, else with itself.</summary>
    public double PumpMilliwatts { get; init; } = 1;

    /// <summary>Spread of the emission-time difference of signal and idler, Gaussian, 0 to 1e6 ps rms.</summary>
    public double CorrelationTimePicosecondsRms { get; init; } = 0.5;

    /// <summary>Modes K that share the pairs of a cell, 1 to 1e6: 1 is thermal, many are Poisson. For spdc and sfwm.</summary>
    public double Modes { get; init; } = 1;

    /// <summary>Length of a cell, 1 to 1e9 ps: the coherence time (the integral of |g1|^2, which is 1/K of g2 - 1) of a
    /// continuous source, the pulse of a pulsed one. Photons are spread evenly over it.</summary>
    public double CoherencePicoseconds { get; init; } = 1000;

    /// <summary>Pulses a second, 0 to 1e11; 0 is a continuous wave. A pulse has to fit into its period.</summary>
    public double RepetitionHertz { get; init; }

    /// <summary>Raman photons of the source itself in each beam at 1 mW, 0 to 1e9 per second, growing with the pump. For
    /// sfwm; they come within the cells as the pairs do, but independently.</summary>
    public double RamanPhotonsPerSecond { get; init; }

    /// <summary>g2(0) of a two-level emitter, 0 to 1.</summary>
    public double SecondOrderAtZero { get; init; } = 0.02;

    /// <summary>Lifetime of a two-level emitter, 1 to 1e6 ps; it emits at most one photon in one lifetime.</summary>
    public double LifetimePicoseconds { get; init; } = 1000;

    /// <summary>Indistinguishability of two photons: the visibility of their Hong-Ou-Mandel dip, 0 to 1.</summary>
    public double Indistinguishability { get; init; } = 0.98;

    /// <summary>True: the signal beam alone goes through an even splitter, one output to each station, and the idlers are not
    /// looked at (Hanbury Brown and Twiss). Single beams always go that way.</summary>
    public bool IsSplit { get; init; }

    /// <summary>Fidelity of the pairs with a Bell state, 0 to 1; what the source states, no effect on tags.</summary>
    public double Fidelity { get; init; } = 0.98;

    /// <summary>What the qubits are written in, such as polarization or time-bin; what the source states.</summary>
    public string Encoding { get; init; } = "polarization";

    /// <summary>Wavelength of the photons to A, 200 to 5000 nm; what the source states.</summary>
    public double SignalNanometres { get; init; } = 810;

    /// <summary>Wavelength of the photons to B, 200 to 5000 nm; what the source states.</summary>
    public double IdlerNanometres { get; init; } = 810;
}
