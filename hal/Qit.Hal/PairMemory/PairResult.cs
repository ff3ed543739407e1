namespace Qit.Hal.PairMemory;

/// <summary>A measurement in one byte: bit 0 is the measured bit, bits 1 and 2 are the basis.</summary>
public static class PairResult
{
    /// <summary>The target pair of a round, in the basis of the CNOT.</summary>
    public const byte Target = 0;

    /// <summary>A sampled pair in the basis X.</summary>
    public const byte X = 1;

    /// <summary>A sampled pair in the basis Y.</summary>
    public const byte Y = 2;

    /// <summary>A sampled pair in the basis Z.</summary>
    public const byte Z = 3;

    /// <summary>Largest byte that is a measurement.</summary>
    public const byte Max = 7;

    /// <summary>Packs a measurement.</summary>
    /// <param name="basis">One of the bases.</param>
    /// <param name="bit">The measured bit.</param>
    public static byte Pack(byte basis, bool bit) => (byte)(2 * basis + (bit ? 1 : 0));

    /// <summary>The basis of a measurement.</summary>
    /// <param name="result">A measurement.</param>
    public static byte BasisOf(byte result) => (byte)((result & 6) / 2);

    /// <summary>The bit of a measurement.</summary>
    /// <param name="result">A measurement.</param>
    public static bool BitOf(byte result) => (result & 1) != 0;
}
