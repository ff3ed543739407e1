using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Support;

/// <summary>Trials as the stations send them: four streams, least significant bit first.</summary>
internal sealed class PackedTrials(int count)
{
    public int Count { get; } = count;

    public byte[] X { get; } = new byte[(count + 7) / 8];

    public byte[] Y { get; } = new byte[(count + 7) / 8];

    public byte[] A { get; } = new byte[(count + 7) / 8];

    public byte[] B { get; } = new byte[(count + 7) / 8];

    public TrialCounts Counts => TrialCounter.Count(X, Y, A, B, Count);

    public void Set(int trial, int x, int y, int a, int b)
    {
        Set(X, trial, x);
        Set(Y, trial, y);
        Set(A, trial, a);
        Set(B, trial, b);
    }

    public static int Get(byte[] bits, int trial) => (bits[trial >> 3] >> (trial & 7)) & 1;

    /// <summary>Bits from..from+count of a stream, packed anew from bit 0.</summary>
    public static byte[] Slice(byte[] bits, int from, int count)
    {
        var slice = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++) Set(slice, i, Get(bits, from + i));
        return slice;
    }

    private static void Set(byte[] bits, int trial, int value) => bits[trial >> 3] |= (byte)(value << (trial & 7));
}
