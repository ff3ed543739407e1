namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// The field GF(2^64) = GF(2)[y] / g(y) of the transform, an element's bit i being the coefficient of y^i, and its Cantor basis:
/// v_0 = 1, v_i^2 + v_i = v_(i-1), v_32 = y.
/// </summary>
/// <remarks>
/// g is an irreducible factor of y^(2^32) + y + 1, which is what lets y itself be v_32: then y lies in the image of every
/// subspace polynomial s_l with l at most 31, and the bits of a polynomial are, once sorted, field elements (see
/// <see cref="FrobeniusTransform{TKernel}"/>). The tests check g; with a wrong basis or reciprocal no product would be right.
/// </remarks>
internal static class Gf64
{
    /// <summary>g without its leading y^64.</summary>
    public const ulong Modulus = 0x7F93_86C0_ED16_4457;

    /// <summary>floor(y^128 / g) without its leading y^64: Barrett's quotient.</summary>
    public const ulong Reciprocal = 0x6DDD_DBD6_DBAF_C97A;

    /// <summary>v_63, from which v_(i-1) = v_i^2 + v_i gives the others.</summary>
    private const ulong LastBasisElement = 0x6CA0_CD10_B2FC_5978;

    private static readonly ulong[] Basis = CantorBasis();
    private static readonly ulong[] Sums = BasisSums();

    /// <summary>v_i, 0 to 63.</summary>
    public static ulong BasisElement(int index) => Basis[index];

    /// <summary>The sum of v_(q+1) over the bits q of an index below 2^24: what the points of one block share.</summary>
    public static ulong BasisSum(nuint index) =>
        Sums[(int)(index & 255)] ^ Sums[256 + (int)((index >> 8) & 255)] ^ Sums[512 + (int)(index >> 16)];

    /// <summary>a b, by shift and add: for constants; the kernels have the fast forms.</summary>
    public static ulong Multiply(ulong a, ulong b)
    {
        ulong product = 0;
        for (; b != 0; b >>= 1)
        {
            if ((b & 1) != 0) product ^= a;
            a = TimesY(a);
        }
        return product;
    }

    /// <summary>a y.</summary>
    public static ulong TimesY(ulong a) => (a << 1) ^ ((ulong)((long)a >> 63) & Modulus);

    private static ulong[] CantorBasis()
    {
        var basis = new ulong[64];
        basis[63] = LastBasisElement;
        for (int i = 63; i > 0; i--) basis[i - 1] = Multiply(basis[i], basis[i]) ^ basis[i];
        return basis;
    }

    private static ulong[] BasisSums()
    {
        var sums = new ulong[3 * 256];
        for (int part = 0; part < 3; part++)
        {
            for (int index = 1; index < 256; index++)
            {
                int bit = int.Log2(index);
                sums[(256 * part) + index] = sums[(256 * part) + (index ^ (1 << bit))] ^ Basis[(8 * part) + bit + 1];
            }
        }
        return sums;
    }
}
