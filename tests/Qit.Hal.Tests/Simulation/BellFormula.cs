using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>p(ab|xy) written independently of the model: density matrix and operators, tr(rho A (x) B).</summary>
internal static class BellFormula
{
    public static double Probability(BellOptions options, int a, int b, int x, int y)
    {
        double t = options.StateAngleDegrees * Math.PI / 180;
        double[] state = [Math.Cos(t), 0, 0, Math.Sin(t)];
        double angleA = x == 0 ? options.AngleA0Degrees : options.AngleA1Degrees;
        double angleB = y == 0 ? options.AngleB0Degrees : options.AngleB1Degrees;
        double[,] click1 = Click(angleA, options.EfficiencyA, options.DarkCountProbability, a);
        double[,] click2 = Click(angleB, options.EfficiencyB, options.DarkCountProbability, b);
        double p = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double rho = (options.Visibility * state[i] * state[j]) + (i == j ? (1 - options.Visibility) / 4 : 0);
                p += rho * click1[j >> 1, i >> 1] * click2[j & 1, i & 1];
            }
        }

        return p;
    }

    // Outcome 1 is the operator 1 - (1 - d)(1 - eta |angle><angle|), outcome 0 the rest.
    private static double[,] Click(double angleDegrees, double efficiency, double dark, int outcome)
    {
        double angle = angleDegrees * Math.PI / 180;
        double[] v = [Math.Cos(angle), Math.Sin(angle)];
        var m = new double[2, 2];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double none = (1 - dark) * ((i == j ? 1 : 0) - (efficiency * v[i] * v[j]));
                m[i, j] = outcome == 0 ? none : (i == j ? 1 : 0) - none;
            }
        }

        return m;
    }
}
