// 64 points as 8 rows of 8 lanes: with n = 8 r + l and k = p + 8 q,
//   X[p + 8q] = sum over l of w8^(l q) w64^(l p) sum over r of w8^(r p) x[8r + l].
// The inner sums run down the rows, a transposition brings the lanes into rows, and the outer sums run down the rows
// again; the result lies in natural order.
using System.Runtime.Intrinsics;

namespace Qit.Timing.Acquisition;

/// <summary>Transforms of 64 points in registers.</summary>
internal static class FftBlock
{
    /// <summary>Points of a block.</summary>
    public const int Points = 64;

    private static readonly Vector256<float>[] Cosines = Table(Math.Cos);
    private static readonly Vector256<float>[] Sines = Table(angle => -Math.Sin(angle));

    public static void Forward(ref float real, ref float imaginary)
    {
        Rows x = Rows.Load(ref real, ref imaginary);
        x.Transform();
        x.R1 = x.R1.Times(Cosines[1], Sines[1]);
        x.R2 = x.R2.Times(Cosines[2], Sines[2]);
        x.R3 = x.R3.Times(Cosines[3], Sines[3]);
        x.R4 = x.R4.Times(Cosines[4], Sines[4]);
        x.R5 = x.R5.Times(Cosines[5], Sines[5]);
        x.R6 = x.R6.Times(Cosines[6], Sines[6]);
        x.R7 = x.R7.Times(Cosines[7], Sines[7]);
        x.Transpose();
        x.Transform();
        x.Store(ref real, ref imaginary);
    }

    /// <summary>Undoes <see cref="Forward"/>, times 64: the transform with real and imaginary parts swapped is the inverse
    /// with its parts swapped.</summary>
    public static void Inverse(ref float real, ref float imaginary) => Forward(ref imaginary, ref real);

    private static Vector256<float>[] Table(Func<double, double> function)
    {
        var table = new Vector256<float>[8];
        Span<float> row = stackalloc float[8];
        for (int p = 0; p < 8; p++)
        {
            for (int l = 0; l < 8; l++) row[l] = (float)function(2 * Math.PI * p * l / Points);
            table[p] = Vector256.Create<float>(row);
        }

        return table;
    }

    /// <summary>Eight rows; the transform runs down the rows in every lane.</summary>
    private struct Rows
    {
        public Lane R0, R1, R2, R3, R4, R5, R6, R7;

        public static Rows Load(ref float real, ref float imaginary) => new()
        {
            R0 = Lane.Load(ref real, ref imaginary, 0),
            R1 = Lane.Load(ref real, ref imaginary, 8),
            R2 = Lane.Load(ref real, ref imaginary, 16),
            R3 = Lane.Load(ref real, ref imaginary, 24),
            R4 = Lane.Load(ref real, ref imaginary, 32),
            R5 = Lane.Load(ref real, ref imaginary, 40),
            R6 = Lane.Load(ref real, ref imaginary, 48),
            R7 = Lane.Load(ref real, ref imaginary, 56),
        };

        public readonly void Store(ref float real, ref float imaginary)
        {
            R0.Store(ref real, ref imaginary, 0);
            R1.Store(ref real, ref imaginary, 8);
            R2.Store(ref real, ref imaginary, 16);
            R3.Store(ref real, ref imaginary, 24);
            R4.Store(ref real, ref imaginary, 32);
            R5.Store(ref real, ref imaginary, 40);
            R6.Store(ref real, ref imaginary, 48);
            R7.Store(ref real, ref imaginary, 56);
        }

        public void Transform()
        {
            Vector256<float> root = Vector256.Create(0.70710678f);
            Lane a = R0 + R4, b = R1 + R5, c = R2 + R6, d = R3 + R7;
            Lane e = R0 - R4, f = R1 - R5, g = R2 - R6, h = R3 - R7;
            f = new Lane((f.Real + f.Imaginary) * root, (f.Imaginary - f.Real) * root); // times exp(-i pi/4)
            h = new Lane((h.Imaginary - h.Real) * root, -(h.Real + h.Imaginary) * root); // times exp(-3 i pi/4)
            Lane ac = a + c, bd = b + d, a_c = a - c, b_d = b - d;
            R0 = ac + bd;
            R4 = ac - bd;
            R2 = a_c.MinusTurned(b_d);
            R6 = a_c.PlusTurned(b_d);
            Lane eg = e.MinusTurned(g), e_g = e.PlusTurned(g), fh = f + h, f_h = f - h;
            R1 = eg + fh;
            R5 = eg - fh;
            R3 = e_g.MinusTurned(f_h);
            R7 = e_g.PlusTurned(f_h);
        }

        public void Transpose()
        {
            (Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, Vector256<float> r4,
                Vector256<float> r5, Vector256<float> r6, Vector256<float> r7) = Transposed(
                R0.Real, R1.Real, R2.Real, R3.Real, R4.Real, R5.Real, R6.Real, R7.Real);
            (Vector256<float> i0, Vector256<float> i1, Vector256<float> i2, Vector256<float> i3, Vector256<float> i4,
                Vector256<float> i5, Vector256<float> i6, Vector256<float> i7) = Transposed(
                R0.Imaginary, R1.Imaginary, R2.Imaginary, R3.Imaginary, R4.Imaginary, R5.Imaginary, R6.Imaginary,
                R7.Imaginary);
            R0 = new Lane(r0, i0);
            R1 = new Lane(r1, i1);
            R2 = new Lane(r2, i2);
            R3 = new Lane(r3, i3);
            R4 = new Lane(r4, i4);
            R5 = new Lane(r5, i5);
            R6 = new Lane(r6, i6);
            R7 = new Lane(r7, i7);
        }

        private static (Vector256<float> R0, Vector256<float> R1, Vector256<float> R2, Vector256<float> R3,
            Vector256<float> R4, Vector256<float> R5, Vector256<float> R6, Vector256<float> R7) Transposed(
            Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
            Vector256<float> e, Vector256<float> f, Vector256<float> g, Vector256<float> h)
        {
            // Pairs of neighbouring rows, then of pairs, then of fours exchange their off-diagonal blocks.
            Exchange1(ref a, ref b);
            Exchange1(ref c, ref d);
            Exchange1(ref e, ref f);
            Exchange1(ref g, ref h);
            Exchange2(ref a, ref c);
            Exchange2(ref b, ref d);
            Exchange2(ref e, ref g);
            Exchange2(ref f, ref h);
            Exchange4(ref a, ref e);
            Exchange4(ref b, ref f);
            Exchange4(ref c, ref g);
            Exchange4(ref d, ref h);
            return (a, b, c, d, e, f, g, h);
        }

        private static void Exchange1(ref Vector256<float> upper, ref Vector256<float> lower)
        {
            Vector256<float> turned = Vector256.Shuffle(lower, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
            Vector256<float> odd = Vector256.Shuffle(upper, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
            Vector256<float> even = Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle();
            upper = Vector256.ConditionalSelect(even, upper, turned);
            lower = Vector256.ConditionalSelect(even, odd, lower);
        }

        private static void Exchange2(ref Vector256<float> upper, ref Vector256<float> lower)
        {
            Vector256<float> turned = Vector256.Shuffle(lower, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
            Vector256<float> other = Vector256.Shuffle(upper, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
            Vector256<float> first = Vector256.Create(-1, -1, 0, 0, -1, -1, 0, 0).AsSingle();
            upper = Vector256.ConditionalSelect(first, upper, turned);
            lower = Vector256.ConditionalSelect(first, other, lower);
        }

        private static void Exchange4(ref Vector256<float> upper, ref Vector256<float> lower)
        {
            Vector256<float> joined = Vector256.Create(upper.GetLower(), lower.GetLower());
            lower = Vector256.Create(upper.GetUpper(), lower.GetUpper());
            upper = joined;
        }
    }
}
