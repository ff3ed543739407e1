namespace Qit.Randomness.Statements;

/// <summary>Collects the reasons against a block while it is judged.</summary>
internal sealed class RefusalList
{
    private readonly List<EntropyRefusal> all = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<EntropyRefusal> All => all;

    /// <summary>Adds a reason.</summary>
    public void Add(EntropyRefusalKind kind, string reason) => all.Add(new EntropyRefusal(kind, reason));

    /// <summary>Adds the reason when the condition holds.</summary>
    public void AddIf(bool condition, EntropyRefusalKind kind, string reason)
    {
        if (condition) Add(kind, reason);
    }
}
