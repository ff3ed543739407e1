namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>
/// A pair of devices built by an adversary. It knows everything that happened before the trial, settings included, and is
/// told both settings; whether its answers keep to the stations they belong to is what <see cref="IsLocal"/> promises.
/// </summary>
internal interface IAttacker
{
    /// <summary>What it does, for messages.</summary>
    string Name { get; }

    /// <summary>True when a depends on x and the past alone, b on y and the past alone, from the first trial on.</summary>
    bool IsLocal { get; }

    /// <summary>Answers one trial.</summary>
    Answer Play(TrialHistory history, int x, int y);
}

/// <summary>An adversary who also leans the settings, knowing how.</summary>
internal interface ISettingsAttacker : IAttacker
{
    /// <summary>Probabilities of x = 1 and y = 1 in the next trial.</summary>
    (double X, double Y) Lean(TrialHistory history);
}

/// <summary>What the two stations say: an outcome, or no click.</summary>
internal readonly record struct Answer(int A, int B, bool ClickA = true, bool ClickB = true);

/// <summary>
/// An attacker whose locality is built in: it fixes a plan before the settings are known, and each station looks up its own
/// setting in it.
/// </summary>
internal abstract class LocalAttacker(string name) : IAttacker
{
    public string Name => name;

    public bool IsLocal => true;

    public Answer Play(TrialHistory history, int x, int y) => Choose(history).Answer(x, y);

    protected abstract LocalPlan Choose(TrialHistory history);

    public override string ToString() => name;
}

/// <summary>
/// Answers for all settings: bits x of Strategy are a, bits 2 + y are b; a bit set in Silent, at the same place, is no click.
/// </summary>
internal readonly record struct LocalPlan(int Strategy, int Silent = 0)
{
    public Answer Answer(int x, int y) => new(
        (Strategy >> x) & 1, (Strategy >> (2 + y)) & 1, ((Silent >> x) & 1) == 0, ((Silent >> (2 + y)) & 1) == 0);
}
