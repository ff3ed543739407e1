using Qit.Randomness.Trials;

namespace Qit.Randomness.Statements;

/// <summary>
/// What is said about one block of raw data: its smooth min-entropy under named assumptions, or every reason why nothing is
/// said. Made only by parameters that were fixed before the data.
/// </summary>
public sealed class EntropyStatement
{
    internal EntropyStatement(
        EntropyParameters parameters, BitString raw, long certifiedBits, IReadOnlyList<EntropyRefusal> refusals)
    {
        Parameters = parameters;
        Raw = raw;
        Refusals = refusals;
        CertifiedBits = IsAccepted ? certifiedBits : 0;
    }

    /// <summary>The parameters that judged; they name class, method, trust and errors.</summary>
    public EntropyParameters Parameters { get; }

    /// <summary>The string that the entropy belongs to: input of the extractor.</summary>
    public BitString Raw { get; }

    /// <summary>True when nothing stands against the data.</summary>
    public bool IsAccepted => Refusals.Count == 0;

    /// <summary>Certified smooth min-entropy of <see cref="Raw"/>, bits; 0 when refused.</summary>
    public long CertifiedBits { get; }

    /// <summary>Why nothing is certified; empty when accepted.</summary>
    public IReadOnlyList<EntropyRefusal> Refusals { get; }
}
