namespace Qit.Randomness.Tests.Support;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a small generator for tests only, so that a seed gives the same trials
/// everywhere.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong state = seed;

    public ulong NextWord()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int NextBit() => (int)(NextWord() >> 63);

    public double NextDouble() => (NextWord() >> 11) * (1.0 / (1UL << 53));

    public int Next(int exclusiveMaximum) => (int)(NextDouble() * exclusiveMaximum);

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)(NextWord() >> 56);
        return bytes;
    }
}
