namespace Qit.Randomness.Extraction;

/// <summary>What a proof gives for an extractor. A property that the cited proof does not give is false.</summary>
/// <param name="IsStrong">
/// The output is nearly uniform and independent of the seed: the seed may be published afterwards, and used again for other raw
/// strings as far as the errors add up.
/// </param>
/// <param name="IsQuantumProof">The proof holds against an adversary with quantum side information about the raw string.</param>
/// <param name="NeedsUniformSeed">False when the seed itself may be a weak source (two-source extractors).</param>
/// <param name="Reference">The theorem: authors, journal or arXiv number.</param>
public sealed record ExtractorSecurity(bool IsStrong, bool IsQuantumProof, bool NeedsUniformSeed, string Reference);
