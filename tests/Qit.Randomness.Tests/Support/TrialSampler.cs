namespace Qit.Randomness.Tests.Support;

/// <summary>
/// Samples p(ab|xy) from a seed, uniform settings unless said. For tests only. A device is a function of the settings
/// that may remember anything between calls; honest local ones use x for a and y for b only.
/// </summary>
internal static class TrialSampler
{
    public delegate (int A, int B) Device(int x, int y, SplitMix random);

    /// <summary>
    /// Tsirelson's winning probability times the visibility: w = 1/2 + V sqrt 2 / 4, uniform marginals.
    /// </summary>
    public static double QuantumWinningProbability(double visibility) => 0.5 + (visibility * Math.Sqrt(2) / 4);

    public static PackedTrials Quantum(int count, double visibility, ulong seed) =>
        Run(count, seed, WinningWith(QuantumWinningProbability(visibility)));

    /// <summary>Wins the CHSH game with probability w; outcomes are uniform at each station.</summary>
    public static Device WinningWith(double w) => (x, y, random) =>
    {
        int a = random.NextBit();
        int lose = random.NextDouble() < w ? 0 : 1;
        return (a, a ^ (x & y) ^ lose);
    };

    /// <summary>One of the sixteen local deterministic strategies: bits a(0), a(1), b(0), b(1).</summary>
    public static Device Local(int strategy) => (x, y, _) => ((strategy >> x) & 1, (strategy >> (2 + y)) & 1);

    /// <summary>
    /// A local device that remembers: it draws a new optimal strategy after each loss, and avoids the pair of settings
    /// seen last, hoping for a pattern in them.
    /// </summary>
    public static Device LocalWithMemory()
    {
        int[] optimal = [.. Enumerable.Range(0, 16).Where(s => WinsOf(s) == 3)];
        int strategy = optimal[0];
        return (x, y, random) =>
        {
            (int a, int b) = Local(strategy)(x, y, random);
            bool won = (a ^ b) == (x & y);
            int avoid = (2 * x) + y;
            if (!won || random.NextBit() == 1)
                strategy = optimal.Where(s => !WinsAt(s, avoid)).ElementAt(random.Next(2));
            return (a, b);
        };
    }

    public static int WinsOf(int strategy) => Enumerable.Range(0, 4).Count(z => WinsAt(strategy, z));

    public static bool WinsAt(int strategy, int z)
    {
        int x = z >> 1;
        int y = z & 1;
        return (((strategy >> x) ^ (strategy >> (2 + y))) & 1) == (x & y);
    }

    public static PackedTrials Run(int count, ulong seed, Device device, double probabilityOfOne = 0.5)
    {
        var random = new SplitMix(seed);
        var trials = new PackedTrials(count);
        for (int i = 0; i < count; i++)
        {
            int x = random.NextDouble() < probabilityOfOne ? 1 : 0;
            int y = random.NextDouble() < probabilityOfOne ? 1 : 0;
            (int a, int b) = device(x, y, random);
            trials.Set(i, x, y, a, b);
        }
        return trials;
    }
}
