namespace Qit.Hal.Simulation;

/// <summary>
/// Joint outcome probabilities p(ab|xy) of the Bell test and their sampling: polarizers on a <see cref="TwoQubitState"/>; a
/// passed photon clicks with the detector's efficiency, and a dark count clicks by itself. Outcome 1 is a click.
/// </summary>
public sealed class BellModel
{
    private readonly BellOptions options;
    private readonly ulong key;
    private readonly double[] probability = new double[16];

    /// <summary>Builds the table of probabilities.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="seed">The world's seed.</param>
    public BellModel(BellOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorldOptionsCheck.Check(options);
        this.options = options;
        key = SplitMix64.Key(seed, "bell/outcomes");
        for (int x = 0; x < 2; x++)
            for (int y = 0; y < 2; y++)
                Fill(x, y);
    }

    /// <summary>p(ab|xy), with the faults of the options included. Each argument is 0 or 1.</summary>
    public double Probability(int a, int b, int x, int y) => probability[Index(x, y) + (2 * a) + b];

    /// <summary>Probability w of a xor b = x and y for equally likely settings; S = 8 w - 4.</summary>
    public double WinProbability()
    {
        double sum = 0;
        for (int x = 0; x < 2; x++)
            for (int y = 0; y < 2; y++)
                for (int a = 0; a < 2; a++)
                    sum += Probability(a, a ^ (x & y), x, y);
        return sum / 4;
    }

    /// <summary>Outcomes of one trial. They depend on nothing but seed, options, trial number and settings.</summary>
    /// <param name="trial">Number of the trial.</param>
    /// <param name="x">A's setting, 0 or 1.</param>
    /// <param name="y">B's setting, 0 or 1.</param>
    /// <param name="a">A's outcome.</param>
    /// <param name="b">B's outcome.</param>
    public void Measure(long trial, int x, int y, out int a, out int b)
    {
        double draw = (SplitMix64.At(key, (ulong)trial) >> 11) * (1.0 / (1L << 53));
        int at = Index(x, y);
        double p00 = probability[at];
        double p01 = p00 + probability[at + 1];
        double p10 = p01 + probability[at + 2];
        int outcome = draw < p00 ? 0 : draw < p01 ? 1 : draw < p10 ? 2 : 3;
        a = outcome >> 1;
        b = outcome & 1;
    }

    private void Fill(int x, int y)
    {
        int at = Index(x, y);
        Span<double> p = probability.AsSpan(at, 4);
        if (options.LocalHiddenVariables)
        {
            p[0] = 0.5;
            p[3] = 0.5;
        }
        else
        {
            Quantum(p, x == 0 ? options.AngleA0Degrees : options.AngleA1Degrees,
                y == 0 ? options.AngleB0Degrees : options.AngleB1Degrees);
        }

        // B's outcome becomes x with the probability of the fault.
        double leak = options.SignallingProbability;
        for (int a = 0; a < 2; a++)
        {
            double moved = leak * p[(2 * a) + (1 - x)];
            p[(2 * a) + x] += moved;
            p[(2 * a) + (1 - x)] -= moved;
        }
    }

    private void Quantum(Span<double> p, double angleADegrees, double angleBDegrees)
    {
        Span<double> ports = stackalloc double[4];
        TwoQubitState.Schmidt(options.StateAngleDegrees, options.Visibility).Measure(angleADegrees, angleBDegrees, ports);

        double dark = options.DarkCountProbability;
        for (int port = 0; port < 4; port++)
        {
            double clickA = Click((port >> 1) * options.EfficiencyA, dark);
            double clickB = Click((port & 1) * options.EfficiencyB, dark);
            double weight = ports[port];
            p[0] += weight * (1 - clickA) * (1 - clickB);
            p[1] += weight * (1 - clickA) * clickB;
            p[2] += weight * clickA * (1 - clickB);
            p[3] += weight * clickA * clickB;
        }
    }

    private static double Click(double photon, double dark) => 1 - ((1 - photon) * (1 - dark));

    private static int Index(int x, int y) => (8 * x) + (4 * y);
}
