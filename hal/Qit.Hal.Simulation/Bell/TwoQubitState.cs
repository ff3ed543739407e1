namespace Qit.Hal.Simulation;

/// <summary>
/// State of two qubits as a real density matrix in the basis 00, 01, 10, 11, and what analysers in the real plane see of it.
/// For a photon 0 is H and 1 is V, and the analyser at angle p passes cos p |0> + sin p |1>.
/// </summary>
public sealed class TwoQubitState
{
    private readonly double[] density = new double[16]; // row by row

    private TwoQubitState()
    {
    }

    /// <summary>Weight v of cos t |00> + sin t |11>, the rest white noise (a Werner state for t = 45 degrees).</summary>
    /// <param name="angleDegrees">t, degrees.</param>
    /// <param name="visibility">v, 0 to 1.</param>
    public static TwoQubitState Schmidt(double angleDegrees, double visibility)
    {
        if (!(visibility is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(visibility), visibility, "A visibility lies between 0 and 1.");
        double[] amplitudes = [Math.Cos(Radians(angleDegrees)), 0, 0, Math.Sin(Radians(angleDegrees))];
        var state = new TwoQubitState();
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
                state.density[(4 * row) + column] = visibility * amplitudes[row] * amplitudes[column];
            state.density[5 * row] += (1 - visibility) / 4;
        }
        return state;
    }

    /// <summary>
    /// Fills the probabilities that neither analyser passes, only B's, only A's, both: the trace of the state times the
    /// product of the analysers' projectors.
    /// </summary>
    /// <param name="angleADegrees">A's analyser, degrees.</param>
    /// <param name="angleBDegrees">B's analyser, degrees.</param>
    /// <param name="ports">Takes four probabilities with sum 1, at index 2 (A passes) + (B passes).</param>
    public void Measure(double angleADegrees, double angleBDegrees, Span<double> ports)
    {
        Span<double> vector = stackalloc double[4];
        for (int port = 0; port < 4; port++)
        {
            double a = Radians(angleADegrees + ((port >> 1) == 1 ? 0 : 90));
            double b = Radians(angleBDegrees + ((port & 1) == 1 ? 0 : 90));
            vector[0] = Math.Cos(a) * Math.Cos(b);
            vector[1] = Math.Cos(a) * Math.Sin(b);
            vector[2] = Math.Sin(a) * Math.Cos(b);
            vector[3] = Math.Sin(a) * Math.Sin(b);
            double probability = 0;
            for (int row = 0; row < 4; row++)
                for (int column = 0; column < 4; column++)
                    probability += vector[row] * density[(4 * row) + column] * vector[column];
            ports[port] = Math.Max(0, probability); // rounding leaves -1e-17 where it is 0
        }
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);
}
