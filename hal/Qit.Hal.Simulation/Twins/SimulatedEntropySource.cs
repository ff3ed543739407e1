using Qit.Hal.EntropySource;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a raw noise source with a known model (<see cref="EntropyOptions"/>). It never runs dry; its
/// bytes depend on nothing but seed and options. Safe to read from several threads.</summary>
public sealed class SimulatedEntropySource : IEntropySource
{
    private readonly EntropyOptions options;
    private readonly object gate = new();
    private readonly SimulationPrng prng;
    private readonly ulong repeatThreshold;
    private readonly ulong oneThreshold;
    private readonly bool uniform;
    private long position;
    private int bit;

    /// <summary>Creates a source that stands alone.</summary>
    /// <param name="options">Its model.</param>
    /// <param name="seed">Seed of its stream.</param>
    /// <param name="name">Name of its stream: sources of one world differ by it.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SimulatedEntropySource(EntropyOptions options, ulong seed, string name = "entropy")
    {
        WorldOptionsCheck.Check(options);
        this.options = options;
        prng = new SimulationPrng(seed, name);
        uniform = options.ProbabilityOfOne == 0.5 && options.RepeatProbability == 0;
        repeatThreshold = Threshold(options.RepeatProbability);
        oneThreshold = Threshold(options.ProbabilityOfOne);
        bit = Draw(oneThreshold);
        ModelMillibitsPerByte = Model(options);
        ClaimedMillibitsPerByte = options.ClaimedMillibitsPerByte ?? ModelMillibitsPerByte;
    }

    /// <inheritdoc/>
    public int ClaimedMillibitsPerByte { get; }

    /// <summary>The truth of the model without faults: 8 times -log2 of the likeliest next bit, given the one before,
    /// in thousandths of a bit per byte, rounded down.</summary>
    public int ModelMillibitsPerByte { get; }

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        BufferRange.Check(buffer.Length, offset, count);
        lock (gate)
        {
            for (int i = 0; i < count; i++)
            {
                bool stuck = options.StuckFromByte >= 0 && position >= options.StuckFromByte;
                buffer[offset + i] = stuck ? (byte)options.StuckAtValue : NextByte();
                position++;
            }

            read = count;
            return HalStatus.Ok;
        }
    }

    private byte NextByte()
    {
        if (uniform) return (byte)(prng.NextBits() >> 56);
        int value = 0;
        for (int i = 0; i < 8; i++)
        {
            if (Draw(repeatThreshold) == 0) bit = Draw(oneThreshold);
            value |= bit << i;
        }

        return (byte)value;
    }

    // 63-bit comparison: a probability of 1 is exact.
    private int Draw(ulong threshold) => prng.NextBits() >> 1 < threshold ? 1 : 0;

    private static ulong Threshold(double probability) => (ulong)(probability * (1UL << 63));

    private static int Model(EntropyOptions options)
    {
        double likelier = Math.Max(options.ProbabilityOfOne, 1 - options.ProbabilityOfOne);
        double best = options.RepeatProbability + ((1 - options.RepeatProbability) * likelier);
        return (int)Math.Floor(-8000 * Math.Log2(best));
    }
}
