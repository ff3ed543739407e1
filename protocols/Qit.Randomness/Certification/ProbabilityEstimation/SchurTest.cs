namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// Bounds what a quantum adversary can make of factors at given measurement angles, and over a cell of angles.
/// </summary>
/// <remarks>
/// <para>
/// A quantum estimation factor of power beta (Knill, Zhang, Fu, arXiv 1806.04553) satisfies, for all states of devices and
/// adversary, sum_z mu(z) sum_c F(c,z) R(c|z) at most 1 with the sandwiched Renyi power R of order alpha = 1 + beta. For a
/// state sigma of the devices, purified by the adversary, and a projector on psi it is
/// R = tr (sigma^(1/2 alpha) psi psi^T sigma^(1/2 alpha))^alpha = (psi, tau psi)^alpha, tau = sigma^(1/alpha), so that
/// tr tau^alpha = 1. With w = mu F the task is to bound sum_i w_i (psi_i, tau psi_i)^alpha over all such tau.
/// </para>
/// <para>
/// Schur's test. Let T be positive, tau_0 = T^(1/beta), q_i = (psi_i, tau_0 psi_i), K = sum_i w_i q_i^beta psi_i psi_i^T. If K is at
/// most lambda T, the sum is at most lambda for every tau. Proof: put sigma_0 = tau_0^alpha, M_i = (w_i q_i^beta / lambda)
/// sigma_0^(-beta/2 alpha) psi_i psi_i^T sigma_0^(-beta/2 alpha) and rho = sigma_0^(beta/2 alpha) tau sigma_0^(beta/2 alpha). The M_i add
/// up to at most 1 because sigma_0^(beta/alpha) = T. The sandwiched Renyi power of rho against sigma_0 is tr tau^alpha = 1, and a
/// measurement cannot raise it (Frank and Lieb, J. Math. Phys. 54, 122201, 2013; Beigi, 122202): 1 is at least
/// sum_i tr(rho M_i)^alpha tr(sigma_0 M_i)^(1 - alpha) = sum_i (w_i / lambda) (psi_i, tau psi_i)^alpha.
/// </para>
/// <para>
/// So any T proves a bound, however it was found. It is found by iterating T = K(T), whose fixed point is the optimum.
/// Over a cell of angles T stays as it is. q^beta is concave in q, hence below its tangent, and what is left is a matrix of
/// trigonometric polynomials: its linear part is taken at the corners, where a convex function has its maximum, and its second
/// derivative is bounded by norms. The sum of psi psi^T over the outcomes of one setting is 1 and has no derivative, so only
/// the deviations from a common factor count.
/// </para>
/// </remarks>
internal sealed class SchurTest
{
    private const int Cells = NoSignallingPolytope.CellCount;
    private const double LinearFrom = 0.03;

    // Rounding of some hundred operations on numbers of order one, with a factor of thousand to spare.
    private const double Rounding = 1e-12;

    private readonly double power;
    private readonly double[] weights;
    private readonly QubitMeasurements measurements = new();
    private readonly double[] vectors = new double[16];
    private readonly double[] rotated = new double[64];
    private readonly double[] rotatedA = new double[64];
    private readonly double[] rotatedB = new double[64];
    private readonly double[] root = new double[4]; // T, diagonal
    private readonly double[] tau = new double[4]; // tau_0, diagonal, largest 1
    private readonly double[] q = new double[Cells];

    /// <summary>Takes the factors and one distribution of the settings.</summary>
    public SchurTest(IReadOnlyList<double> factors, double power, double[] settings)
    {
        this.power = power;
        weights = [.. factors.Select((f, i) => f * settings[i >> 2])];
    }

    /// <summary>Bounds the sum at given angles, radians, and iterates T.</summary>
    /// <param name="angleA">a.</param>
    /// <param name="angleB">b.</param>
    /// <param name="t">T to begin with, and afterwards the one the bound was proved with.</param>
    /// <param name="iterations">At most this many; fewer when the bound cannot improve.</param>
    public double At(double angleA, double angleB, Span<double> t, int iterations)
    {
        measurements.Set(angleA, angleB);
        Span<double> next = stackalloc double[16];
        Span<double> bounded = stackalloc double[16];
        for (int iteration = 0; ; iteration++)
        {
            Prepare(t, 1e-9);
            next.Clear();
            bounded.Clear();
            for (int i = 0; i < Cells; i++)
            {
                double weight = weights[i] * Math.Pow(q[i], power);
                Span<double> vector = rotated.AsSpan(4 * i, 4);
                Symmetric4.AddProduct(next, weight, measurements.Vector(i), measurements.Vector(i));
                Symmetric4.AddProduct(bounded, weight, vector, vector);
            }
            Conjugate(bounded);
            Symmetric4.Diagonalize(bounded, default);
            double high = Math.Max(Math.Max(bounded[0], bounded[5]), Math.Max(bounded[10], bounded[15]));
            double low = Math.Min(Math.Min(bounded[0], bounded[5]), Math.Min(bounded[10], bounded[15]));
            if (iteration == iterations || high - low < 1e-13) return high;
            next.CopyTo(t);
        }
    }

    /// <summary>The coefficients of F in the sum for the state of the last <see cref="At"/>, at uniform weight of the settings.</summary>
    public double[] Row(double[] settings)
    {
        double norm = 0;
        for (int k = 0; k < 4; k++) norm += Math.Pow(tau[k], 1 + power);
        return [.. q.Select((value, i) => settings[i >> 2] * Math.Pow(value, 1 + power) / norm)];
    }

    /// <summary>Bounds the sum over the cell |a - a0|, |b - b0| at most h.</summary>
    /// <param name="angleA">a0, radians.</param>
    /// <param name="angleB">b0, radians.</param>
    /// <param name="h">Half width, radians.</param>
    /// <param name="t">The T to prove it with.</param>
    /// <param name="leastWeight">Eigenvalues of tau_0 are raised to this fraction of the largest.</param>
    public double Over(double angleA, double angleB, double h, ReadOnlySpan<double> t, double leastWeight)
    {
        measurements.Set(angleA, angleB);
        Prepare(t, leastWeight);
        Rotate(slopesOfA: true, rotatedA);
        Rotate(slopesOfA: false, rotatedB);
        Span<double> value = stackalloc double[16];
        Span<double> linearA = stackalloc double[16];
        Span<double> linearB = stackalloc double[16];
        Span<double> corner = stackalloc double[16];
        value.Clear();
        linearA.Clear();
        linearB.Clear();
        double remainder = 0;
        for (int z = 0; z < 4; z++) remainder += AddSetting(z, h, value, linearA, linearB);
        Conjugate(value);
        Conjugate(linearA);
        Conjugate(linearB);
        double largest = double.NegativeInfinity;
        for (int signs = 0; signs < 4; signs++)
        {
            double a = (signs & 1) == 0 ? h : -h;
            double b = (signs & 2) == 0 ? h : -h;
            for (int i = 0; i < 16; i++) corner[i] = value[i] + (a * linearA[i]) + (b * linearB[i]);
            largest = Math.Max(largest, Symmetric4.LargestEigenvalue(corner));
        }
        double least = Math.Min(Math.Min(root[0], root[1]), Math.Min(root[2], root[3]));
        return largest + (remainder / least) + Rounding;
    }

    // Adds the terms of settings z to the matrices and returns half the bound on their second derivative over the cell.
    private double AddSetting(int z, double h, Span<double> value, Span<double> linearA, Span<double> linearB)
    {
        Span<double> heights = stackalloc double[4];
        Span<double> slopes = stackalloc double[4];
        double high = double.NegativeInfinity;
        double low = double.PositiveInfinity;
        // Length of the path in angles that reach these settings.
        double length = h * ((z >> 1) + (z & 1));
        for (int c = 0; c < 4; c++)
        {
            int i = (4 * z) + c;
            // The tangent's second derivative grows as 1/q: for small q its largest value over the cell does better.
            bool linear = q[i] >= LinearFrom;
            heights[c] = weights[i] * Math.Pow(linear ? q[i] : LargestQ(i, h, length), power);
            slopes[c] = linear ? heights[c] * power / q[i] : 0;
            high = Math.Max(high, heights[c]);
            low = Math.Min(low, heights[c]);
        }
        double common = (high + low) / 2;
        for (int k = 0; k < 4; k++) value[5 * k] += common;
        double remainder = 0;
        for (int c = 0; c < 4; c++)
        {
            int i = (4 * z) + c;
            Span<double> vector = rotated.AsSpan(4 * i, 4);
            Span<double> slopeA = rotatedA.AsSpan(4 * i, 4);
            Span<double> slopeB = rotatedB.AsSpan(4 * i, 4);
            double deviation = heights[c] - common;
            Symmetric4.AddProduct(value, deviation, vector, vector);
            Symmetric4.AddProduct(linearA, 2 * deviation, vector, slopeA);
            Symmetric4.AddProduct(linearB, 2 * deviation, vector, slopeB);
            Symmetric4.AddProduct(linearA, 2 * slopes[c] * Weighted(vector, slopeA), vector, vector);
            Symmetric4.AddProduct(linearB, 2 * slopes[c] * Weighted(vector, slopeB), vector, vector);
            // |(psi psi^T)'| <= L/2, |(psi psi^T)''| <= 5/8 L^2, and the same for q as tau_0 <= 1.
            double change = Math.Min(1, length / 2);
            remainder += (1.125 * slopes[c]) + (0.625 * (Math.Abs(deviation) + (slopes[c] * change)));
        }
        return 0.5 * length * length * remainder;
    }

    // (psi, tau_0 psi) over the cell: |tau_0^(1/2) psi| changes by its derivatives and |psi''| / 2 <= L^2 / 8 at most.
    private double LargestQ(int i, double h, double length)
    {
        Span<double> slopeA = rotatedA.AsSpan(4 * i, 4);
        Span<double> slopeB = rotatedB.AsSpan(4 * i, 4);
        double norm = Math.Sqrt(q[i]) + (h * Math.Sqrt(Weighted(slopeA, slopeA))) + (h * Math.Sqrt(Weighted(slopeB, slopeB)))
            + (length * length / 8);
        return Math.Min(1, norm * norm);
    }

    private double Weighted(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int k = 0; k < 4; k++) sum += tau[k] * left[k] * right[k];
        return sum;
    }

    // T diagonal, tau_0, and the vectors in its basis.
    private void Prepare(ReadOnlySpan<double> t, double leastWeight)
    {
        Span<double> diagonal = stackalloc double[16];
        t.CopyTo(diagonal);
        Symmetric4.Diagonalize(diagonal, vectors);
        double largest = Math.Max(Math.Max(diagonal[0], diagonal[5]), Math.Max(diagonal[10], diagonal[15]));
        for (int k = 0; k < 4; k++)
        {
            double ratio = Math.Max(0, diagonal[5 * k] / largest);
            tau[k] = Math.Max(leastWeight, Math.Pow(ratio, 1 / power));
            root[k] = Math.Pow(tau[k], power);
        }
        for (int i = 0; i < Cells; i++)
        {
            Rotate(measurements.Vector(i), rotated.AsSpan(4 * i, 4));
            q[i] = 0;
            for (int k = 0; k < 4; k++) q[i] += tau[k] * rotated[(4 * i) + k] * rotated[(4 * i) + k];
        }
    }

    private void Rotate(bool slopesOfA, double[] results)
    {
        for (int i = 0; i < Cells; i++)
            Rotate(slopesOfA ? measurements.SlopeA(i) : measurements.SlopeB(i), results.AsSpan(4 * i, 4));
    }

    private void Rotate(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int k = 0; k < 4; k++)
        {
            double sum = 0;
            for (int l = 0; l < 4; l++) sum += vectors[(4 * l) + k] * vector[l];
            result[k] = sum;
        }
    }

    // T^(-1/2) m T^(-1/2) in the basis where T is diagonal.
    private void Conjugate(Span<double> m)
    {
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                m[(4 * i) + j] /= Math.Sqrt(root[i] * root[j]);
    }
}
