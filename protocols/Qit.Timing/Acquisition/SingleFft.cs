// Transform of the coarse search: single precision, since counts of pairs need only be told apart from their Poisson
// noise; split real and imaginary arrays; radix 4 with decimation in frequency, depth first so that sub-transforms stay
// in the cache; blocks of 64 points are done in registers as 8 x 8 with a transposition between. A correlation needs no
// natural order in between, so the frequencies stay where they fall: only a product of two transforms of the same
// length, and the way back, make sense. Long levels build their twiddles from two short tables, because reading a table
// as long as the data would cost more than four multiplications.
//
// Relative rms error about 3e-7 at 2^20 points; tests hold it against a naive correlation.
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qit.Timing.Acquisition;

/// <summary>Complex fast Fourier transform in single precision of one power-of-two length, scrambled order. Immutable
/// after construction; threads may share it.</summary>
public sealed class SingleFft
{
    /// <summary>Shortest length.</summary>
    public const int ShortestLog2 = 6;

    /// <summary>Longest length: 2^27 points.</summary>
    public const int LongestLog2 = 27;

    private const int Lanes = 8;
    private const int LongestTable = 1024;
    private readonly TwiddleLevel[] levels; // indexed by log2 of the block they serve

    /// <summary>Prepares a transform.</summary>
    /// <param name="length">A power of two, 2^6..2^27.</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other length.</exception>
    public SingleFft(int length)
    {
        if (length is < 1 << ShortestLog2 or > 1 << LongestLog2 || !BitOperations.IsPow2(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "must be a power of two, 2^6..2^27");
        Length = length;
        int log2 = BitOperations.Log2((uint)length);
        levels = new TwiddleLevel[log2 + 1];
        int level = log2;
        if (((log2 - ShortestLog2) & 1) == 1)
        {
            levels[level] = new TwiddleLevel(length, length / 2);
            level--;
        }

        for (; level > ShortestLog2; level -= 2) levels[level] = new TwiddleLevel(1 << level, 1 << (level - 2));
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Transforms in place; the order of the frequencies is the transform's own.</summary>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public void Forward(Span<float> real, Span<float> imaginary)
    {
        Check(real, imaginary);
        int log2 = BitOperations.Log2((uint)Length);
        if (((log2 - ShortestLog2) & 1) == 1)
        {
            int half = Length / 2;
            FftButterflies.SplitInTwo(real, imaginary, levels[log2]);
            Split(real[..half], imaginary[..half]);
            Split(real[half..], imaginary[half..]);
            return;
        }

        Split(real, imaginary);
    }

    /// <summary>Undoes <see cref="Forward"/>, times the number of points.</summary>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public void Inverse(Span<float> real, Span<float> imaginary)
    {
        Check(real, imaginary);
        int log2 = BitOperations.Log2((uint)Length);
        if (((log2 - ShortestLog2) & 1) == 1)
        {
            int half = Length / 2;
            Join(real[..half], imaginary[..half]);
            Join(real[half..], imaginary[half..]);
            FftButterflies.JoinTwo(real, imaginary, levels[log2]);
            return;
        }

        Join(real, imaginary);
    }

    private void Check(Span<float> real, Span<float> imaginary)
    {
        if (real.Length != Length || imaginary.Length != Length)
            throw new ArgumentException($"both arrays must have {Length} elements");
    }

    private void Split(Span<float> real, Span<float> imaginary)
    {
        if (real.Length == FftBlock.Points)
        {
            FftBlock.Forward(ref MemoryMarshal.GetReference(real), ref MemoryMarshal.GetReference(imaginary));
            return;
        }

        int quarter = real.Length / 4;
        FftButterflies.Split(real, imaginary, levels[BitOperations.Log2((uint)real.Length)]);
        for (int start = 0; start < real.Length; start += quarter)
            Split(real.Slice(start, quarter), imaginary.Slice(start, quarter));
    }

    private void Join(Span<float> real, Span<float> imaginary)
    {
        if (real.Length == FftBlock.Points)
        {
            FftBlock.Inverse(ref MemoryMarshal.GetReference(real), ref MemoryMarshal.GetReference(imaginary));
            return;
        }

        int quarter = real.Length / 4;
        for (int start = 0; start < real.Length; start += quarter)
            Join(real.Slice(start, quarter), imaginary.Slice(start, quarter));
        FftButterflies.Join(real, imaginary, levels[BitOperations.Log2((uint)real.Length)]);
    }

    /// <summary>Twiddles exp(-2 pi i k / n), k below a count, as products of a coarse and a fine table.</summary>
    internal sealed class TwiddleLevel
    {
        /// <summary>Prepares the tables for a block.</summary>
        public TwiddleLevel(int block, int count)
        {
            int fine = Math.Min(count, LongestTable);
            int coarse = count / fine;
            FineCosine = new float[fine];
            FineSine = new float[fine];
            CoarseCosine = new float[coarse];
            CoarseSine = new float[coarse];
            for (int k = 0; k < fine; k++) Set(FineCosine, FineSine, k, k, block);
            for (int k = 0; k < coarse; k++) Set(CoarseCosine, CoarseSine, k, (long)k * fine, block);
        }

        public float[] FineCosine { get; }

        public float[] FineSine { get; }

        public float[] CoarseCosine { get; }

        public float[] CoarseSine { get; }

        private static void Set(float[] cosines, float[] sines, int at, long k, int block)
        {
            (double sine, double cosine) = Math.SinCos(-2 * Math.PI * k / block);
            cosines[at] = (float)cosine;
            sines[at] = (float)sine;
        }
    }
}
