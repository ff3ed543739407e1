using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Qit.Hal.Simulation;

/// <summary>
/// The randomness of the simulation: xoshiro256++ (Blackman and Vigna, ACM Trans. Math. Softw. 47, 36 (2021)), seeded
/// by SplitMix64 from the world's seed and the name of the process that draws. Anyone who knows the seed knows every
/// bit: it is internal so that it can never leave the simulation and be taken for entropy.
/// </summary>
/// <remarks>The same seed gives the same bits everywhere; variates that use the C library's logarithm and exponential
/// may differ between platforms in the last place.</remarks>
internal sealed class SimulationPrng
{
    private ulong s0, s1, s2, s3;

    public SimulationPrng(ulong seed, string stream)
    {
        ulong state = SplitMix64.Key(seed, stream);
        s0 = SplitMix64.At(state, 0);
        s1 = SplitMix64.At(state, 1);
        s2 = SplitMix64.At(state, 2);
        s3 = SplitMix64.At(state, 3) | 1; // never the all-zero state
    }

    /// <summary>Starts from a state as it is, not all zero, for known-answer tests.</summary>
    internal SimulationPrng(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /// <summary>64 uniform bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        ulong s0 = this.s0, s1 = this.s1, s2 = this.s2, s3 = this.s3;
        ulong result = BitOperations.RotateLeft(s0 + s3, 23) + s0;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Exponential, mean 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextExponential() => Ziggurat.Exponential(this);

    /// <summary>Normal, mean 0, variance 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextNormal() => Ziggurat.Normal(this);

    /// <summary>
    /// Trials up to and including the next success, each of probability <paramref name="probability"/>: one draw
    /// replaces a coin for every event. <see cref="long.MaxValue"/> when the probability is 0.
    /// </summary>
    public long NextSuccess(double probability)
    {
        if (probability <= 0) return long.MaxValue;
        if (probability >= 1) return 1;
        double failures = Math.Floor(NextExponential() / -double.LogP1(-probability));
        return failures < 9e18 ? 1 + (long)failures : long.MaxValue;
    }
}

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) as a random-access sequence.</summary>
internal static class SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A key for the process <paramref name="stream"/>: FNV-1a of its name, mixed with the seed.</summary>
    public static ulong Key(ulong seed, string stream)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(stream)) hash = (hash ^ b) * 0x100000001B3;
        return At(At(seed, 0) ^ hash, 0);
    }

    /// <summary>Element <paramref name="index"/> of the sequence that starts from <paramref name="key"/>.</summary>
    public static ulong At(ulong key, ulong index)
    {
        ulong z = key + ((index + 1) * Golden);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
