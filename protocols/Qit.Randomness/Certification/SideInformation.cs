namespace Qit.Randomness.Certification;

/// <summary>What the adversary may hold about the devices while the bound still holds.</summary>
public enum SideInformation
{
    /// <summary>Classical knowledge, fixed before the trials or gained from earlier ones.</summary>
    Classical,

    /// <summary>Quantum systems entangled with the devices; the stronger statement.</summary>
    Quantum,
}
