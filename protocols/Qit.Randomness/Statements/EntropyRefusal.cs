namespace Qit.Randomness.Statements;

/// <summary>A reason why nothing is certified.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Reason">One sentence with the number that decided.</param>
public sealed record EntropyRefusal(EntropyRefusalKind Kind, string Reason);
