using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>
/// The detection loophole: the source guesses x and A clicks only when the guess was right, with outcomes that win the game
/// there. Those who keep the coincidences alone see S = 4 from a local device.
/// </summary>
internal sealed class DetectionLoophole(ulong seed) : LocalAttacker("detection loophole")
{
    private readonly SplitMix random = new(seed);

    protected override LocalPlan Choose(TrialHistory history)
    {
        int guess = random.NextBit();
        int a = random.NextBit();
        // b(y) = a xor guess y; A silent at the other setting.
        int strategy = (a == 1 ? 3 : 0) | (a << 2) | ((a ^ guess) << 3);
        return new LocalPlan(strategy, Silent: 1 << (1 - guess));
    }
}

/// <summary>
/// Leans the settings within a bound, in a direction drawn afresh each trial, and loses at the pair that it made rarest. A
/// shared fair bit flips both outcomes, so that no marginal tells.
/// </summary>
internal sealed class SettingsLeaner(double bias, bool always, ulong seed) : ISettingsAttacker
{
    private readonly SplitMix random = new(seed);
    private int rarest;
    private int flip;

    public string Name => always ? $"leans settings by {bias}" : $"leans settings by {bias}, to and fro";

    public bool IsLocal => true;

    public (double X, double Y) Lean(TrialHistory history)
    {
        rarest = always ? 0 : random.Next(4);
        flip = random.NextBit() == 1 ? 15 : 0;
        return (0.5 + (rarest >> 1 == 0 ? bias : -bias), 0.5 + ((rarest & 1) == 0 ? bias : -bias));
    }

    public Answer Play(TrialHistory history, int x, int y)
    {
        return new LocalPlan(Losers[rarest] ^ flip).Answer(x, y);
    }

    public override string ToString() => Name;

    // For each pair of settings a strategy that loses the CHSH game there and nowhere else.
    private static readonly int[] Losers = [.. Enumerable.Range(0, 4).Select(z => Enumerable.Range(0, 16).First(
        s => Enumerable.Range(0, 4).All(other => TrialSampler.WinsAt(s, other) == (other != z))))];
}

/// <summary>Devices that talk: told both settings, and using them.</summary>
internal sealed class Signalling(string name, TrialSampler.Device device, ulong seed) : IAttacker
{
    private readonly SplitMix random = new(seed);

    public string Name => name;

    public bool IsLocal => false;

    public Answer Play(TrialHistory history, int x, int y)
    {
        (int a, int b) = device(x, y, random);
        return new Answer(a, b);
    }

    public override string ToString() => name;
}

/// <summary>
/// Plays well beyond local realism while the judge learns, and a local attacker's game when it counts.
/// </summary>
internal sealed class Bait(int trials, IAttacker bait, LocalAttacker then) : IAttacker
{
    public string Name => $"{bait.Name} for {trials} trials, then {then.Name}";

    public bool IsLocal => false;

    public Answer Play(TrialHistory history, int x, int y) =>
        history.Count < trials ? bait.Play(history, x, y) : then.Play(history, x, y);

    public override string ToString() => Name;
}
