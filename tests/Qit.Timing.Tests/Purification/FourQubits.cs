using System.Numerics;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

/// <summary>
/// The density matrix of two pairs, sixteen by sixteen, and quantum mechanics done on it plainly: what the closed forms are held
/// to. Qubits in order: first pair at A, first pair at B, second pair at A, second pair at B; the first is the highest bit.
/// </summary>
internal sealed class FourQubits
{
    private const int Size = 16;
    private static readonly double Half = Math.Sqrt(0.5);

    private Complex[,] rho = new Complex[Size, Size];

    public FourQubits(BellDiagonal first, BellDiagonal second)
    {
        Complex[,] a = Matrix(first), b = Matrix(second);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++) rho[i, j] = a[i >> 2, j >> 2] * b[i & 3, j & 3];
        }
    }

    /// <summary>Rotation by an angle about x.</summary>
    public void RotateX(int qubit, double angle)
    {
        Complex c = Math.Cos(angle / 2), s = new Complex(0, -Math.Sin(angle / 2));
        Apply((i, j) => (i | Bit(qubit)) != (j | Bit(qubit)) ? 0 : ((i ^ j) & Bit(qubit)) == 0 ? c : s);
    }

    public void Cnot(int control, int target) =>
        Apply((i, j) => i == ((j & Bit(control)) != 0 ? j ^ Bit(target) : j) ? 1 : 0);

    /// <summary>With this probability both qubits are replaced by fully mixed ones: all sixteen Pauli pairs, equally.</summary>
    public void Depolarize(int one, int other, double probability)
    {
        var mixed = new Complex[Size, Size];
        Complex[,] before = rho;
        for (int pauli = 0; pauli < 16; pauli++)
        {
            rho = before;
            Pauli(one, pauli & 3);
            Pauli(other, pauli >> 2);
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++) mixed[i, j] += rho[i, j] / 16;
            }
        }

        rho = new Complex[Size, Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++) rho[i, j] = ((1 - probability) * before[i, j]) + (probability * mixed[i, j]);
        }
    }

    /// <summary>Measures the second pair in Z; each bit comes out wrong with the station's probability.</summary>
    /// <returns>Probability of equal bits, and the first pair's state then.</returns>
    public (double Probability, double[] Bell) KeepWhenEqual(double wrongA, double wrongB)
    {
        var kept = new Complex[4, 4];
        for (int bits = 0; bits < 4; bits++)
        {
            double wrong = (wrongA * (1 - wrongB)) + (wrongB * (1 - wrongA));
            double weight = bits is 0 or 3 ? 1 - wrong : wrong;
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++) kept[i, j] += weight * rho[(i << 2) | bits, (j << 2) | bits];
            }
        }

        double probability = Enumerable.Range(0, 4).Sum(i => kept[i, i].Real);
        return (probability, [.. Enumerable.Range(0, 4).Select(which => Overlap(kept, which) / probability)]);
    }

    /// <summary>Probability that a pair measured in a basis shows bits as Phi+ does: (1 + XX)/2, (1 - YY)/2, (1 + ZZ)/2.</summary>
    public static double AsPhiPlus(BellDiagonal state, MeasuredBasis basis)
    {
        Complex[,] single = Matrix(state);
        Complex correlation = 0;
        for (int i = 0; i < 4; i++)
        {
            correlation += basis switch
            {
                MeasuredBasis.X => single[i, i ^ 3],
                MeasuredBasis.Y => single[i, i ^ 3] * (i is 0 or 3 ? -1 : 1),
                _ => single[i, i] * (i is 0 or 3 ? 1 : -1),
            };
        }

        return (1 + ((basis == MeasuredBasis.Y ? -1 : 1) * correlation.Real)) / 2;
    }

    private static int Bit(int qubit) => 8 >> qubit;

    private static Complex[,] Matrix(BellDiagonal state)
    {
        double[] weights = [state.A, state.B, state.C, state.D];
        var matrix = new Complex[4, 4];
        for (int which = 0; which < 4; which++)
        {
            double[] v = Vector(which);
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++) matrix[i, j] += weights[which] * v[i] * v[j];
            }
        }

        return matrix;
    }

    private static double Overlap(Complex[,] matrix, int which)
    {
        double[] v = Vector(which);
        Complex sum = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++) sum += v[i] * matrix[i, j] * v[j];
        }

        return sum.Real;
    }

    // Phi+, Psi-, Psi+, Phi- over 00, 01, 10, 11.
    private static double[] Vector(int which) => which switch
    {
        0 => [Half, 0, 0, Half],
        1 => [0, Half, -Half, 0],
        2 => [0, Half, Half, 0],
        _ => [Half, 0, 0, -Half],
    };

    private void Pauli(int qubit, int which)
    {
        if (which is 1 or 2) Apply((i, j) => i == (j ^ Bit(qubit)) ? 1 : 0);
        if (which is 2 or 3) Apply((i, j) => i != j ? 0 : (i & Bit(qubit)) == 0 ? 1 : -1);
    }

    private void Apply(Func<int, int, Complex> operation)
    {
        var left = new Complex[Size, Size];
        var after = new Complex[Size, Size];
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                Complex u = operation(i, k);
                if (u == 0) continue;
                for (int j = 0; j < Size; j++) left[i, j] += u * rho[k, j];
            }
        }

        for (int j = 0; j < Size; j++)
        {
            for (int k = 0; k < Size; k++)
            {
                Complex u = Complex.Conjugate(operation(j, k));
                if (u == 0) continue;
                for (int i = 0; i < Size; i++) after[i, j] += left[i, k] * u;
            }
        }

        rho = after;
    }
}
