// A plain power-of-two transform, written for the folded correlation of tag streams: split real and imaginary arrays,
// twiddles computed once, decimation in frequency by depth-first halving so that sub-transforms stay in the cache,
// butterflies over Vector<double>. The error of a transform of random data is below 1e-13 relative (rms) at any size
// used here; tests hold it against a naive transform and Parseval's theorem.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Qit.Timing.Acquisition;

/// <summary>Complex fast Fourier transform of one power-of-two length. Forward: X_k = sum x_n exp(-2 pi i n k / N).
/// Immutable after construction; threads may share it.</summary>
public sealed class ComplexFft
{
    private readonly double[] _cosine; // twiddles of the whole, then of the half, ... each contiguous
    private readonly double[] _sine;

    /// <summary>Prepares a transform.</summary>
    /// <param name="length">A power of two, 2..2^26.</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other length.</exception>
    public ComplexFft(int length)
    {
        if (length is < 2 or > (1 << 26) || !BitOperations.IsPow2(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "must be a power of two, 2..2^26");
        Length = length;
        _cosine = new double[length];
        _sine = new double[length];
        for (int size = length, at = 0; size >= 2; size >>= 1)
        {
            int half = size >> 1;
            for (int k = 0; k < half; k++)
            {
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * k / size);
                _cosine[at + k] = cosine;
                _sine[at + k] = sine;
            }

            at += half;
        }
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Transforms in place, natural order in and out, unscaled.</summary>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public void Forward(double[] real, double[] imaginary)
    {
        Check(real, imaginary);
        Split(real, imaginary, 0);
        Reorder(real, imaginary);
    }

    /// <summary>Inverse transform in place, scaled by 1/N: undoes <see cref="Forward"/>.</summary>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public void Inverse(double[] real, double[] imaginary)
    {
        // Exchanging the parts conjugates up to a rotation that exchanging back undoes.
        Forward(imaginary, real);
        double scale = 1.0 / Length;
        for (int index = 0; index < Length; index++)
        {
            real[index] *= scale;
            imaginary[index] *= scale;
        }
    }

    private void Check(double[] real, double[] imaginary)
    {
        if (real.Length != Length || imaginary.Length != Length)
            throw new ArgumentException($"both arrays must have {Length} elements");
    }

    private void Split(Span<double> real, Span<double> imaginary, int twiddles)
    {
        int half = real.Length >> 1;
        Butterflies(
            real[..half],
            real[half..],
            imaginary[..half],
            imaginary[half..],
            _cosine.AsSpan(twiddles, half),
            _sine.AsSpan(twiddles, half));
        if (half == 1) return;
        Split(real[..half], imaginary[..half], twiddles + half);
        Split(real[half..], imaginary[half..], twiddles + half);
    }

    private static void Butterflies(
        Span<double> realLow,
        Span<double> realHigh,
        Span<double> imaginaryLow,
        Span<double> imaginaryHigh,
        ReadOnlySpan<double> cosine,
        ReadOnlySpan<double> sine)
    {
        int index = 0;
        if (realLow.Length >= Vector<double>.Count)
        {
            Span<Vector<double>> rl = MemoryMarshal.Cast<double, Vector<double>>(realLow);
            Span<Vector<double>> rh = MemoryMarshal.Cast<double, Vector<double>>(realHigh);
            Span<Vector<double>> il = MemoryMarshal.Cast<double, Vector<double>>(imaginaryLow);
            Span<Vector<double>> ih = MemoryMarshal.Cast<double, Vector<double>>(imaginaryHigh);
            ReadOnlySpan<Vector<double>> c = MemoryMarshal.Cast<double, Vector<double>>(cosine);
            ReadOnlySpan<Vector<double>> s = MemoryMarshal.Cast<double, Vector<double>>(sine);
            for (int k = 0; k < rl.Length && k < rh.Length && k < il.Length && k < ih.Length && k < c.Length && k < s.Length; k++)
            {
                Vector<double> dr = rl[k] - rh[k];
                Vector<double> di = il[k] - ih[k];
                rl[k] += rh[k];
                il[k] += ih[k];
                rh[k] = (dr * c[k]) - (di * s[k]);
                ih[k] = (dr * s[k]) + (di * c[k]);
            }

            index = rl.Length * Vector<double>.Count;
        }

        for (; index < realLow.Length; index++)
        {
            double dr = realLow[index] - realHigh[index];
            double di = imaginaryLow[index] - imaginaryHigh[index];
            realLow[index] += realHigh[index];
            imaginaryLow[index] += imaginaryHigh[index];
            realHigh[index] = (dr * cosine[index]) - (di * sine[index]);
            imaginaryHigh[index] = (dr * sine[index]) + (di * cosine[index]);
        }
    }

    private void Reorder(double[] real, double[] imaginary)
    {
        // Bit reversal by incrementing a reversed counter.
        int reversed = 0;
        for (int index = 0; index < Length - 1; index++)
        {
            if (index < reversed)
            {
                (real[index], real[reversed]) = (real[reversed], real[index]);
                (imaginary[index], imaginary[reversed]) = (imaginary[reversed], imaginary[index]);
            }

            int bit = Length >> 1;
            while ((reversed & bit) != 0)
            {
                reversed ^= bit;
                bit >>= 1;
            }

            reversed |= bit;
        }
    }
}
