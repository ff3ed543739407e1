namespace Qit.Hal.Simulation;

/// <summary>
/// Heralded entanglement of two matter qubits: a trial starts only when a herald says that the pair is there, so every trial
/// has two outcomes and none is missing. A Werner state is read out with errors at each station.
/// </summary>
/// <remarks>
/// The defaults, S = 2.52, are no single experiment's: published event-ready tests report state fidelities from 0.92(3) with
/// S = 2.42(20) (Hensen et al., Nature 526, 682 (2015)) to S = 2.578(75) (Zhang et al., Nature 607, 687 (2022)). Their
/// trials come by the hour to by the second; the rate here is that of the engine's live target.
/// </remarks>
public sealed record EventReadySource : IBellSource
{
    /// <inheritdoc/>
    public string Name => "event-ready";

    /// <inheritdoc/>
    public double TrialsPerSecond { get; init; } = 1_000_000;

    /// <summary>Fidelity of the pair with Phi+, 1/4 to 1.</summary>
    public double StateFidelity { get; init; } = 0.96;

    /// <summary>Probability that A reads a qubit right, mean of both its states, 1/2 to 1.</summary>
    public double ReadoutFidelityA { get; init; } = 0.985;

    /// <summary>As <see cref="ReadoutFidelityA"/>, at B.</summary>
    public double ReadoutFidelityB { get; init; } = 0.985;

    /// <summary>
    /// By how much 0 is read better than 1, at both stations: p(0 read | 0) - p(1 read | 1), -0.5 to 0.5. Decay during the
    /// readout makes it positive.
    /// </summary>
    public double ReadoutAsymmetry { get; init; } = 0.01;

    /// <inheritdoc/>
    public BellProbabilities Probabilities()
    {
        CheckRange(StateFidelity, 0.25, 1, nameof(StateFidelity));
        CheckRange(ReadoutAsymmetry, -0.5, 0.5, nameof(ReadoutAsymmetry));
        Readout readoutA = Readout.From(ReadoutFidelityA, ReadoutAsymmetry, nameof(ReadoutFidelityA));
        Readout readoutB = Readout.From(ReadoutFidelityB, ReadoutAsymmetry, nameof(ReadoutFidelityB));
        TwoQubitState state = TwoQubitState.Schmidt(45, ((4 * StateFidelity) - 1) / 3);
        ReadOnlySpan<double> angles = [0, 45, 22.5, -22.5]; // A's two settings, then B's: S = 2 sqrt 2 without faults
        Span<double> table = stackalloc double[16];
        Span<double> ports = stackalloc double[4];
        table.Clear();
        for (int z = 0; z < 4; z++)
        {
            state.Measure(angles[z >> 1], angles[2 + (z & 1)], ports);
            for (int port = 0; port < 4; port++)
            {
                double one = readoutA.One(port >> 1);
                double other = readoutB.One(port & 1);
                table[4 * z] += ports[port] * (1 - one) * (1 - other);
                table[(4 * z) + 1] += ports[port] * (1 - one) * other;
                table[(4 * z) + 2] += ports[port] * one * (1 - other);
                table[(4 * z) + 3] += ports[port] * one * other;
            }
        }
        return new BellProbabilities(table);
    }

    private static void CheckRange(double value, double minimum, double maximum, string name)
    {
        if (!(value >= minimum && value <= maximum))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {minimum} and {maximum}.");
    }

    /// <summary>Probabilities that 0 and 1 are read as 1.</summary>
    private readonly record struct Readout(double OneFromZero, double OneFromOne)
    {
        public double One(int qubit) => qubit == 0 ? OneFromZero : OneFromOne;

        public static Readout From(double fidelity, double asymmetry, string name)
        {
            CheckRange(fidelity, 0.5, 1, name);
            double zero = fidelity + (asymmetry / 2);
            double one = fidelity - (asymmetry / 2);
            if (Math.Max(zero, one) > 1)
                throw new ArgumentOutOfRangeException(name, fidelity,
                    $"{name} {fidelity} with asymmetry {asymmetry} exceeds 1 for one of the states.");
            return new Readout(1 - zero, one);
        }
    }
}
