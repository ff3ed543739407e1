namespace Qit.Randomness.Extraction;

/// <summary>What the adversary may hold about the two sources of a two-source extractor.</summary>
public enum SideInformation
{
    /// <summary>Classical information.</summary>
    Classical,

    /// <summary>Quantum information in the Markov model: given it, the two sources are independent.</summary>
    Quantum,
}
