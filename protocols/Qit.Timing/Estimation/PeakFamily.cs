namespace Qit.Timing.Estimation;

/// <summary>Shapes that a peak is fitted with.</summary>
public enum PeakFamily
{
    /// <summary>Gaussian, or symmetric tails where the likelihood asks for them. Neither costs the offset any precision,
    /// because nothing symmetric can look like a shift.</summary>
    Best,

    /// <summary>Gaussian.</summary>
    Gaussian,

    /// <summary>A Gaussian, and a share of it with an exponential tail, as much early as late: two detectors of a kind.
    /// </summary>
    SymmetricTails,

    /// <summary>Early and late tails of their own: two different detectors. An unknown asymmetry looks much like a shift,
    /// so this costs precision; without it a difference between the detectors is a constant of calibration.</summary>
    AsymmetricTails,
}

/// <summary>What is called the offset of an asymmetric peak. For the other families both are the same.</summary>
public enum OffsetDefinition
{
    /// <summary>Middle of the Gaussian: the detectors' prompt response.</summary>
    Prompt,

    /// <summary>Mean of the whole response, tails included.</summary>
    Mean,
}
