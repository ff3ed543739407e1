namespace Qit.Randomness.Tests.Support;

/// <summary>
/// States of two qubits as real symmetric 8 by 8 matrices (real and imaginary part side by side), with the entropy that a CHSH
/// device made of one leaves. Basis 00, 01, 10, 11; measurements cos Z + sin X.
/// </summary>
internal static class QubitPair
{
    /// <summary>A random state of a rank: a mixture of random complex vectors with random weights.</summary>
    public static double[,] Random(SplitMix random, int rank)
    {
        var rho = new double[8, 8];
        for (int k = 0; k < rank; k++)
        {
            double[] re = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5)];
            double[] im = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5)];
            AddVector(rho, re, im, Math.Pow(random.NextDouble(), 4) / 2);
        }
        double trace = Enumerable.Range(0, 8).Sum(i => rho[i, i]) / 2;
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 8; j++) rho[i, j] /= trace;
        return rho;
    }

    /// <summary>The Bell-diagonal state of largest entropy with correlations tx of XX and tz of ZZ.</summary>
    public static double[,] BellDiagonal(double tx, double tz)
    {
        var rho = new double[8, 8];
        double half = Math.Sqrt(0.5);
        foreach (int sx in new[] { 1, -1 })
        {
            double weight = (1 + (sx * tx)) / 2;
            AddVector(rho, [half, 0, 0, sx * half], new double[4], weight * (1 + tz) / 2); // ZZ = 1, XX = sx
            AddVector(rho, [0, half, sx * half, 0], new double[4], weight * (1 - tz) / 2); // ZZ = -1, XX = sx
        }
        return rho;
    }

    public static double[,] Mix(double[,] first, double[,] second, double weightOfSecond)
    {
        var rho = new double[8, 8];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 8; j++) rho[i, j] = ((1 - weightOfSecond) * first[i, j]) + (weightOfSecond * second[i, j]);
        return rho;
    }

    /// <summary>H(AB|X=0,Y=0,E), E the purification, and S for the measurement angles a0, a1, b0, b1.</summary>
    public static (double Entropy, double S) EntropyAndS(double[,] rho, double[] angles)
    {
        double s = 0;
        double entropy = -Entropy(rho);
        for (int z = 0; z < 4; z++)
        {
            double[] p = Probabilities(rho, angles[z >> 1], angles[2 + (z & 1)]);
            s += (z == 3 ? -1 : 1) * (p[0] + p[3] - p[1] - p[2]);
            if (z == 0) entropy += p.Sum(q => q <= 0 ? 0 : -q * Math.Log2(q));
        }
        return (entropy, s);
    }

    private static double[] Probabilities(double[,] rho, double alpha, double beta)
    {
        var p = new double[4];
        for (int ab = 0; ab < 4; ab++)
        {
            // Outcome 0 of cos Z + sin X projects on (cos(angle/2), sin(angle/2)), outcome 1 on the orthogonal vector.
            (double a0, double a1) = Vector(alpha, ab >> 1);
            (double b0, double b1) = Vector(beta, ab & 1);
            double[] v = [a0 * b0, a0 * b1, a1 * b0, a1 * b1];
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) p[ab] += v[i] * rho[i, j] * v[j];
        }
        return p;
    }

    private static (double First, double Second) Vector(double angle, int outcome)
    {
        (double sin, double cos) = Math.SinCos(angle / 2);
        return outcome == 0 ? (cos, sin) : (-sin, cos);
    }

    // A Hermitian R + iI as the real matrix (R, -I; I, R), each eigenvalue twice.
    private static void AddVector(double[,] rho, double[] re, double[] im, double weight)
    {
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double real = weight * ((re[i] * re[j]) + (im[i] * im[j]));
                double imaginary = weight * ((im[i] * re[j]) - (re[i] * im[j]));
                rho[i, j] += real;
                rho[i + 4, j + 4] += real;
                rho[i + 4, j] += imaginary;
                rho[i, j + 4] -= imaginary;
            }
        }
    }

    // Jacobi's eigenvalue method; von Neumann entropy in bits.
    private static double Entropy(double[,] rho)
    {
        var m = (double[,])rho.Clone();
        for (int sweep = 0; sweep < 30; sweep++)
        {
            double off = 0;
            for (int p = 0; p < 8; p++)
            {
                for (int q = p + 1; q < 8; q++)
                {
                    off += m[p, q] * m[p, q];
                    if (Math.Abs(m[p, q]) > 1e-300) Rotate(m, p, q);
                }
            }
            if (off < 1e-26) break;
        }
        double entropy = 0;
        for (int i = 0; i < 8; i++)
            if (m[i, i] > 0) entropy -= m[i, i] * Math.Log2(m[i, i]) / 2;
        return entropy;
    }

    private static void Rotate(double[,] m, int p, int q)
    {
        double theta = (m[q, q] - m[p, p]) / (2 * m[p, q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int k = 0; k < 8; k++) (m[k, p], m[k, q]) = ((c * m[k, p]) - (s * m[k, q]), (s * m[k, p]) + (c * m[k, q]));
        for (int k = 0; k < 8; k++) (m[p, k], m[q, k]) = ((c * m[p, k]) - (s * m[q, k]), (s * m[p, k]) + (c * m[q, k]));
    }
}
