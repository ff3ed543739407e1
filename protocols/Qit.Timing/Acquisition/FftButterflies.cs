// With w = exp(-2 pi i k / n) and the quarters a, b, c, d of a block at k, a pass of two radix-2 levels is
//   p0 = (a+c) + (b+d)        p1 = w^2 ((a+c) - (b+d))
//   p2 = w ((a-c) - i(b-d))   p3 = w^3 ((a-c) + i(b-d))
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qit.Timing.Acquisition;

/// <summary>The passes of <see cref="SingleFft"/> over whole blocks.</summary>
internal static class FftButterflies
{
    private const int Lanes = 8;

    public static void Split(Span<float> real, Span<float> imaginary, SingleFft.TwiddleLevel level)
    {
        nuint quarter = (nuint)(real.Length / 4);
        ref float re = ref MemoryMarshal.GetReference(real);
        ref float im = ref MemoryMarshal.GetReference(imaginary);
        ref float fineC = ref MemoryMarshal.GetArrayDataReference(level.FineCosine);
        ref float fineS = ref MemoryMarshal.GetArrayDataReference(level.FineSine);
        nuint fine = (nuint)level.FineCosine.Length;
        nuint at = 0;
        for (int coarse = 0; coarse < level.CoarseCosine.Length; coarse++)
        {
            Vector256<float> cc = Vector256.Create(level.CoarseCosine[coarse]);
            Vector256<float> cs = Vector256.Create(level.CoarseSine[coarse]);
            for (nuint k = 0; k < fine; k += Lanes, at += Lanes)
            {
                var w = new Lane(Vector256.LoadUnsafe(ref fineC, k), Vector256.LoadUnsafe(ref fineS, k));
                if (coarse != 0) w = w.Times(cc, cs);
                Lane w2 = w.Square();
                Lane a = Lane.Load(ref re, ref im, at), b = Lane.Load(ref re, ref im, at + quarter);
                Lane c = Lane.Load(ref re, ref im, at + (2 * quarter)), d = Lane.Load(ref re, ref im, at + (3 * quarter));
                Lane sumAc = a + c, sumBd = b + d, ac = a - c, bd = b - d;
                (sumAc + sumBd).Store(ref re, ref im, at);
                (sumAc - sumBd).Times(w2).Store(ref re, ref im, at + quarter);
                ac.MinusTurned(bd).Times(w).Store(ref re, ref im, at + (2 * quarter));
                ac.PlusTurned(bd).Times(w.Times(w2)).Store(ref re, ref im, at + (3 * quarter));
            }
        }
    }

    public static void Join(Span<float> real, Span<float> imaginary, SingleFft.TwiddleLevel level)
    {
        nuint quarter = (nuint)(real.Length / 4);
        ref float re = ref MemoryMarshal.GetReference(real);
        ref float im = ref MemoryMarshal.GetReference(imaginary);
        ref float fineC = ref MemoryMarshal.GetArrayDataReference(level.FineCosine);
        ref float fineS = ref MemoryMarshal.GetArrayDataReference(level.FineSine);
        nuint fine = (nuint)level.FineCosine.Length;
        nuint at = 0;
        for (int coarse = 0; coarse < level.CoarseCosine.Length; coarse++)
        {
            Vector256<float> cc = Vector256.Create(level.CoarseCosine[coarse]);
            Vector256<float> cs = Vector256.Create(level.CoarseSine[coarse]);
            for (nuint k = 0; k < fine; k += Lanes, at += Lanes)
            {
                var w = new Lane(Vector256.LoadUnsafe(ref fineC, k), Vector256.LoadUnsafe(ref fineS, k));
                if (coarse != 0) w = w.Times(cc, cs);
                Lane w2 = w.Square();
                Lane p = Lane.Load(ref re, ref im, at);
                Lane x = Lane.Load(ref re, ref im, at + quarter).TimesConjugate(w2);
                Lane y = Lane.Load(ref re, ref im, at + (2 * quarter)).TimesConjugate(w);
                Lane z = Lane.Load(ref re, ref im, at + (3 * quarter)).TimesConjugate(w.Times(w2));
                Lane sumPx = p + x, px = p - x, sumYz = y + z, zy = z - y;
                (sumPx + sumYz).Store(ref re, ref im, at);
                px.MinusTurned(zy).Store(ref re, ref im, at + quarter);
                (sumPx - sumYz).Store(ref re, ref im, at + (2 * quarter));
                px.PlusTurned(zy).Store(ref re, ref im, at + (3 * quarter));
            }
        }
    }

    public static void SplitInTwo(Span<float> real, Span<float> imaginary, SingleFft.TwiddleLevel level)
    {
        nuint half = (nuint)(real.Length / 2);
        ref float re = ref MemoryMarshal.GetReference(real);
        ref float im = ref MemoryMarshal.GetReference(imaginary);
        nuint at = 0;
        for (int coarse = 0; coarse < level.CoarseCosine.Length; coarse++)
        {
            for (int k = 0; k < level.FineCosine.Length; k += Lanes, at += Lanes)
            {
                Lane w = Twiddle(level, coarse, k);
                Lane a = Lane.Load(ref re, ref im, at), b = Lane.Load(ref re, ref im, at + half);
                (a + b).Store(ref re, ref im, at);
                (a - b).Times(w).Store(ref re, ref im, at + half);
            }
        }
    }

    public static void JoinTwo(Span<float> real, Span<float> imaginary, SingleFft.TwiddleLevel level)
    {
        nuint half = (nuint)(real.Length / 2);
        ref float re = ref MemoryMarshal.GetReference(real);
        ref float im = ref MemoryMarshal.GetReference(imaginary);
        nuint at = 0;
        for (int coarse = 0; coarse < level.CoarseCosine.Length; coarse++)
        {
            for (int k = 0; k < level.FineCosine.Length; k += Lanes, at += Lanes)
            {
                Lane w = Twiddle(level, coarse, k);
                Lane a = Lane.Load(ref re, ref im, at);
                Lane b = Lane.Load(ref re, ref im, at + half).TimesConjugate(w);
                (a + b).Store(ref re, ref im, at);
                (a - b).Store(ref re, ref im, at + half);
            }
        }
    }

    private static Lane Twiddle(SingleFft.TwiddleLevel level, int coarse, int fine) =>
        new Lane(Vector256.Create(level.FineCosine, fine), Vector256.Create(level.FineSine, fine))
            .Times(Vector256.Create(level.CoarseCosine[coarse]), Vector256.Create(level.CoarseSine[coarse]));
}

/// <summary>Eight complex numbers.</summary>
internal readonly struct Lane(Vector256<float> real, Vector256<float> imaginary)
{
    public readonly Vector256<float> Real = real;
    public readonly Vector256<float> Imaginary = imaginary;

    public static Lane operator +(Lane a, Lane b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    public static Lane operator -(Lane a, Lane b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    public static Lane Load(ref float real, ref float imaginary, nuint at) =>
        new(Vector256.LoadUnsafe(ref real, at), Vector256.LoadUnsafe(ref imaginary, at));

    public void Store(ref float real, ref float imaginary, nuint at)
    {
        Real.StoreUnsafe(ref real, at);
        Imaginary.StoreUnsafe(ref imaginary, at);
    }

    /// <summary>This minus i times the other.</summary>
    public Lane MinusTurned(Lane b) => new(Real + b.Imaginary, Imaginary - b.Real);

    /// <summary>This plus i times the other.</summary>
    public Lane PlusTurned(Lane b) => new(Real - b.Imaginary, Imaginary + b.Real);

    public Lane Times(Lane w) => Times(w.Real, w.Imaginary);

    public Lane Times(Vector256<float> cosine, Vector256<float> sine) => new(
        Vector256.MultiplyAddEstimate(Real, cosine, -(Imaginary * sine)),
        Vector256.MultiplyAddEstimate(Real, sine, Imaginary * cosine));

    public Lane TimesConjugate(Lane w) => new(
        Vector256.MultiplyAddEstimate(Real, w.Real, Imaginary * w.Imaginary),
        Vector256.MultiplyAddEstimate(Imaginary, w.Real, -(Real * w.Imaginary)));

    public Lane Square() => new(
        Vector256.MultiplyAddEstimate(Real, Real, -(Imaginary * Imaginary)), (Real + Real) * Imaginary);
}
