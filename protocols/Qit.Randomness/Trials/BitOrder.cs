namespace Qit.Randomness.Trials;

/// <summary>
/// Where bit 0 of a bit string sits in its first byte. Every conversion names it; there is no default.
/// </summary>
public enum BitOrder
{
    /// <summary>Bit i is bit i mod 8 of byte i / 8 (bit 0 is 0x01): the raw trial streams of the stations.</summary>
    LeastSignificantFirst,

    /// <summary>
    /// Bit i is bit 7 - i mod 8 of byte i / 8 (bit 0 is 0x80): seeds, extractor output and their vectors.
    /// </summary>
    MostSignificantFirst,
}
