using System.Security.Cryptography;
using Qit.Randomness.Trials;

namespace Qit.Agent.RandomnessClasses;

/// <summary>Output of an extractor.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Extractor">Name of the extractor.</param>
/// <param name="Reference">Theorem that it rests on.</param>
/// <param name="SeedBits">Bits of its seed.</param>
internal sealed record ExtractedBits(BitString Bits, string Extractor, string Reference, long SeedBits)
{
    /// <summary>SHA-256 of the bits, packed most significant bit first; lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bits.ToBytes(BitOrder.MostSignificantFirst)));
}
