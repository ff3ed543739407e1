namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>How products over GF(2) are computed; the bits that come out are the same.</summary>
public enum Gf2Kernel
{
    /// <summary>No instruction beyond those of every processor.</summary>
    Portable,

    /// <summary>The processor's carry-less multiply: PCLMULQDQ (128 to 512 bits wide) or PMULL.</summary>
    Hardware,
}
