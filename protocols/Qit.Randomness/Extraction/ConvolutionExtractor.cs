using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// What Toeplitz, modified Toeplitz, circulant and Dodis extractors share: each is a Toeplitz matrix over GF(2) times a vector
/// made of the raw string, computed by fast convolution in time n log n.
/// </summary>
public abstract class ConvolutionExtractor : ISeededExtractor
{
    private protected ConvolutionExtractor(int inputBits, int outputBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputBits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputBits, inputBits);
        if (inputBits + (long)outputBits - 1 > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(inputBits), inputBits, "n + m - 1 exceeds 2^31 - 1 bits.");
        InputBits = inputBits;
        OutputBits = outputBits;
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract ExtractorSecurity Security { get; }

    /// <inheritdoc/>
    public int InputBits { get; }

    /// <inheritdoc/>
    public int OutputBits { get; }

    /// <inheritdoc/>
    public abstract int SeedBits { get; }

    /// <summary>
    /// Bytes that transforms and scratch may take, strings not counted; 1 GiB unless set. Where the whole needs more, the product
    /// is computed in parts, slower, with the same bits.
    /// </summary>
    public long MemoryBudgetBytes { get; init; } = 1L << 30;

    /// <summary>Arithmetic; the processor's carry-less multiply where it has one, unless set.</summary>
    /// <exception cref="PlatformNotSupportedException">The processor has no carry-less multiply.</exception>
    public Gf2Kernel Kernel
    {
        get;
        init
        {
            if (value == Gf2Kernel.Hardware && !ClmulProducts.IsSupported)
                throw new PlatformNotSupportedException("This processor has no carry-less multiply; take the portable kernel.");
            field = value;
        }
    } = ClmulProducts.IsSupported ? Gf2Kernel.Hardware : Gf2Kernel.Portable;

    internal virtual int Columns => InputBits;

    internal virtual int ScratchWords => 0;

    /// <inheritdoc/>
    public BitString Extract(BitString input, BitString seed)
    {
        CheckInput(input);
        return Prepare(seed).Extract(input);
    }

    /// <summary>Transforms a seed once, for many raw strings.</summary>
    /// <param name="seed">Seed of <see cref="SeedBits"/> bits.</param>
    /// <exception cref="ArgumentException">
    /// The seed has the wrong length, or <see cref="MemoryBudgetBytes"/> is too small for any transform.
    /// </exception>
    public PreparedSeed Prepare(BitString seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        if (seed.Length != SeedBits)
            throw new ArgumentException($"The seed has {seed.Length} bits; {SeedBits} are needed.", nameof(seed));
        return new PreparedSeed(this, Diagonals(seed));
    }

    internal void CheckInput(BitString input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Length != InputBits)
            throw new ArgumentException($"The input has {input.Length} bits; this extractor takes {InputBits}.", nameof(input));
    }

    // u of out[i] = sum over j of u[i - j + n - 1] x[j].
    internal abstract ulong[] Diagonals(BitString seed);

    // x, in the scratch where it is not the input itself.
    internal virtual ReadOnlySpan<ulong> Vector(BitString input, Span<ulong> scratch) => input.Words;

    internal virtual void Finish(BitString input, Span<ulong> output)
    {
    }

    // T(d) = s[d] for d >= 0 and s[n + m - 1 + d] for d < 0, put in the order of d: the seed turned by m bits.
    private protected ulong[] TurnedDiagonals(BitString seed)
    {
        var diagonals = new ulong[BitString.WordCount(seed.Length)];
        BitWindow.Copy(seed.Words, OutputBits, seed.Length, OutputBits, diagonals);
        BitWindow.AddAt(seed.Words, OutputBits, diagonals, Columns - 1);
        return diagonals;
    }

    // u[t] = y[t mod N], which with the vector reversed makes out[i] = sum over k of y[(i + k) mod N] x[k].
    private protected ulong[] PeriodicDiagonals(BitString seed)
    {
        long count = Columns + (long)OutputBits - 1;
        var diagonals = new ulong[BitString.WordCount((int)count)];
        BitWindow.Copy(seed.Words, 0, Math.Min(count, seed.Length), 0, diagonals);
        BitWindow.AddAt(seed.Words, count - seed.Length, diagonals, seed.Length);
        return diagonals;
    }

    private protected static ReadOnlySpan<ulong> Reversed(BitString input, Span<ulong> scratch)
    {
        BitWindow.Reverse(input.Words, input.Length, scratch);
        return scratch;
    }
}
