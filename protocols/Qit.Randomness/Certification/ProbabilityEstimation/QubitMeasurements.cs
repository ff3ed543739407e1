namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// Two qubits, each measured in one of two real bases: at setting 0 the standard one, at setting 1 turned by the angle a
/// (station A) or b (station B) on the Bloch sphere. By Jordan's lemma every strategy of two settings and two outcomes is a
/// mixture of such, and angles from 0 to pi are enough: a reflection of one qubit turns a into -a.
/// </summary>
internal sealed class QubitMeasurements
{
    private readonly double[] psi = new double[64];
    private readonly double[] slopeA = new double[64];
    private readonly double[] slopeB = new double[64];

    /// <summary>The vector of cell i = 4 (2x + y) + 2a + b: its outcomes' projector is the vector times itself.</summary>
    public Span<double> Vector(int cell) => psi.AsSpan(4 * cell, 4);

    /// <summary>Its derivative by the angle of A, per radian.</summary>
    public Span<double> SlopeA(int cell) => slopeA.AsSpan(4 * cell, 4);

    /// <summary>Its derivative by the angle of B, per radian.</summary>
    public Span<double> SlopeB(int cell) => slopeB.AsSpan(4 * cell, 4);

    /// <summary>Sets the angles, radians.</summary>
    public void Set(double angleA, double angleB)
    {
        for (int cell = 0; cell < NoSignallingPolytope.CellCount; cell++)
        {
            bool x = (cell & 8) != 0;
            bool y = (cell & 4) != 0;
            (double a0, double a1) = Basis(x ? angleA / 2 : 0, (cell & 2) != 0);
            (double b0, double b1) = Basis(y ? angleB / 2 : 0, (cell & 1) != 0);
            Product(a0, a1, b0, b1, 1, Vector(cell));
            Product(-a1, a0, b0, b1, x ? 0.5 : 0, SlopeA(cell));
            Product(a0, a1, -b1, b0, y ? 0.5 : 0, SlopeB(cell));
        }
    }

    private static (double First, double Second) Basis(double half, bool outcome) =>
        outcome ? (-Math.Sin(half), Math.Cos(half)) : (Math.Cos(half), Math.Sin(half));

    private static void Product(double a0, double a1, double b0, double b1, double scale, Span<double> result)
    {
        result[0] = scale * a0 * b0;
        result[1] = scale * a0 * b1;
        result[2] = scale * a1 * b0;
        result[3] = scale * a1 * b1;
    }
}
