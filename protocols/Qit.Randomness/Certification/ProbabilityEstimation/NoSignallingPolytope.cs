namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// Behaviours p(a,b|x,y) of two stations with two settings and two outcomes, sixteen numbers at index
/// 4 (2x + y) + 2a + b as in a counts table, and the extreme points of those that do not signal: 16 local deterministic
/// ones and 8 Popescu-Rohrlich boxes (Barrett et al., Phys. Rev. A 71, 022101, 2005).
/// </summary>
public static class NoSignallingPolytope
{
    /// <summary>Numbers of a behaviour.</summary>
    public const int CellCount = 16;

    /// <summary>Versions of the CHSH inequality: which of the four correlations is odd, and the sign.</summary>
    public const int FacetCount = 8;

    /// <summary>The local deterministic behaviour of a strategy: bits a(0), a(1), b(0), b(1) from the lowest up.</summary>
    /// <param name="strategy">0 to 15.</param>
    public static double[] LocalPoint(int strategy)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)strategy, 15u, nameof(strategy));
        var point = new double[CellCount];
        for (int z = 0; z < 4; z++)
        {
            int a = (strategy >> (z >> 1)) & 1;
            int b = (strategy >> (2 + (z & 1))) & 1;
            point[(4 * z) + (2 * a) + b] = 1;
        }
        return point;
    }

    /// <summary>The Popescu-Rohrlich box that has CHSH value 4 at a facet.</summary>
    /// <param name="facet">0 to 7, see <see cref="Chsh"/>.</param>
    public static double[] PopescuRohrlichBox(int facet)
    {
        var point = new double[CellCount];
        for (int z = 0; z < 4; z++)
            for (int c = 0; c < 4; c++)
                if (Sign(facet, z) == Product(c)) point[(4 * z) + c] = 0.5;
        return point;
    }

    /// <summary>
    /// The CHSH value of a behaviour at a facet: facet f has the odd correlation at settings z = f mod 4 and sign minus from
    /// 4 up. Facet 3 is E00 + E01 + E10 - E11.
    /// </summary>
    /// <param name="behaviour">Sixteen numbers.</param>
    /// <param name="facet">0 to 7.</param>
    public static double Chsh(ReadOnlySpan<double> behaviour, int facet)
    {
        double sum = 0;
        for (int z = 0; z < 4; z++)
            for (int c = 0; c < 4; c++)
                sum += Sign(facet, z) * Product(c) * behaviour[(4 * z) + c];
        return sum;
    }

    /// <summary>Sign of the correlation of settings z in the CHSH value of a facet.</summary>
    internal static int Sign(int facet, int z)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)facet, FacetCount - 1u, nameof(facet));
        return ((facet & 3) == z) == (facet >= 4) ? 1 : -1;
    }

    /// <summary>Product of the outcomes +1 and -1 of column c = 2a + b.</summary>
    internal static int Product(int c) => c is 0 or 3 ? 1 : -1;
}
