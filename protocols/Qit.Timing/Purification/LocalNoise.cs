namespace Qit.Timing.Purification;

/// <summary>
/// Imperfect gates and measurements in the model of Dür, Briegel, Cirac and Zoller, Phys. Rev. A 59, 169 (1999): a CNOT
/// works, or leaves both its qubits fully mixed; a measurement gives the wrong bit with some probability. The default value
/// is perfect hardware.
/// </summary>
public readonly record struct LocalNoise
{
    /// <summary>Noise of a whole round.</summary>
    /// <param name="gateError">Probability that a round's two CNOTs leave nothing of its pairs, 0 to 1.</param>
    /// <param name="parityError">Probability that the comparison of two measured bits comes out wrong, 0 to 1/2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public LocalNoise(double gateError, double parityError)
    {
        if (!(gateError is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(gateError), gateError, "must be 0 to 1");
        if (!(parityError is >= 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(parityError), parityError, "must be 0 to 0.5");
        GateError = gateError;
        ParityError = parityError;
    }

    /// <summary>Probability that a round's two CNOTs, one at each station, leave nothing of its pairs.</summary>
    public double GateError { get; }

    /// <summary>Probability that the comparison of two measured bits comes out wrong.</summary>
    public double ParityError { get; }

    /// <summary>From what each station's hardware does. When one CNOT leaves its qubits mixed, all that both pairs shared is
    /// gone, as either half of a Bell-diagonal pair is mixed by itself.</summary>
    /// <param name="gateErrorA">Probability that the first station's CNOT leaves its qubits mixed, 0 to 1.</param>
    /// <param name="gateErrorB">The second station's.</param>
    /// <param name="readoutErrorA">Probability that the first station measures the wrong bit, 0 to 1/2.</param>
    /// <param name="readoutErrorB">The second station's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static LocalNoise OfStations(
        double gateErrorA, double gateErrorB, double readoutErrorA, double readoutErrorB) => new(
            gateErrorA + gateErrorB - (gateErrorA * gateErrorB),
            readoutErrorA + readoutErrorB - (2 * readoutErrorA * readoutErrorB));

    /// <summary>What is observed of an event of perfect hardware's measurement, such as bits that agree.</summary>
    /// <param name="probability">Its probability, 0 to 1.</param>
    public double Observed(double probability) => ParityError + (probability * (1 - (2 * ParityError)));

    /// <summary>The inverse of <see cref="Observed"/>; not finite when the bits are noise only.</summary>
    /// <param name="observed">What was observed; by chance it may lie outside of what is possible, and so does the result.
    /// </param>
    public double Corrected(double observed) => (observed - ParityError) / (1 - (2 * ParityError));
}
