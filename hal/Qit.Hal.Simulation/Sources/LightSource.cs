namespace Qit.Hal.Simulation;

/// <summary>What a light source states about itself.</summary>
/// <param name="Kind">One of <see cref="LightSourceKind.All"/>, or squeezed.</param>
/// <param name="Fidelity">With the state that it is meant to send, 0 to 1.</param>
/// <param name="Encoding">What the qubits are written in; quadratures for squeezed light.</param>
/// <param name="BrightnessPerSecond">Pairs, photons or pulses a second as it is pumped.</param>
/// <param name="Entanglement">Concurrence of a pair with white noise, max(0, 2 F - 1), 0 to 1; 0 for single beams.</param>
/// <param name="SignalNanometres">Wavelength of the photons to A.</param>
/// <param name="IdlerNanometres">Wavelength of the photons to B.</param>
/// <param name="SecondOrder">g2(0) of one beam within a cell.</param>
/// <param name="Indistinguishability">Visibility of a Hong-Ou-Mandel dip.</param>
public sealed record LightSourceStatement(
    string Kind, double Fidelity, string Encoding, double BrightnessPerSecond, double Entanglement, double SignalNanometres,
    double IdlerNanometres, double SecondOrder, double Indistinguishability);

/// <summary>From the options of a source to its numbers.</summary>
public static class LightSource
{
    /// <summary>Pairs or photons a second at the options' pump power.</summary>
    public static double RatePerSecond(PairSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double pump = options.PumpMilliwatts;
        return options.PairsPerSecond * (options.Kind == LightSourceKind.Sfwm ? pump * pump : pump);
    }

    /// <summary>Time from one cell to the next: the pulses' period, or the coherence time. Picoseconds.</summary>
    public static double CellPicoseconds(PairSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.RepetitionHertz > 0 ? 1e12 / options.RepetitionHertz : options.CoherencePicoseconds;
    }

    /// <summary>Pairs or photons in a cell.</summary>
    public static PhotonNumber NumberInCell(PairSourceOptions options)
    {
        double mean = RatePerSecond(options) * CellPicoseconds(options) * 1e-12;
        return options.Kind switch
        {
            LightSourceKind.Spdc or LightSourceKind.Sfwm => PhotonNumber.Thermal(mean, options.Modes),
            LightSourceKind.TwoLevel => PhotonNumber.TwoLevel(mean, options.SecondOrderAtZero),
            _ => PhotonNumber.Poisson(mean),
        };
    }

    /// <summary>What the source states.</summary>
    public static LightSourceStatement Describe(PairSourceOptions options)
    {
        bool hasPairs = LightSourceKind.HasPairs(options.Kind);
        return new LightSourceStatement(
            options.Kind, options.Fidelity, options.Encoding, RatePerSecond(options),
            hasPairs ? Math.Max(0, (2 * options.Fidelity) - 1) : 0, options.SignalNanometres,
            hasPairs ? options.IdlerNanometres : options.SignalNanometres, NumberInCell(options).SecondOrder,
            options.Indistinguishability);
    }
}
