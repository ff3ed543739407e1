using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Qit.Randomness.Trials;

/// <summary>What counting needs of a vector, so that one loop serves every width.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Words { get; }

    static abstract TSelf AllOnes { get; }

    static abstract TSelf Load(ref ulong words, int at);

    static abstract TSelf And(TSelf left, TSelf right);

    /// <summary>Adds to each byte of the counts the number of ones in that byte of the bits.</summary>
    static abstract TSelf AddPopCount(TSelf counts, TSelf bits);

    /// <summary>Sum of all bytes.</summary>
    static abstract long Sum(TSelf counts);
}

/// <summary>Sixteen bytes: a table look-up for each nibble, or ARM's own population count.</summary>
internal readonly struct Lanes128(Vector128<byte> value) : ILanes<Lanes128>
{
    private readonly Vector128<byte> value = value;

    public static int Words => 2;

    public static Lanes128 AllOnes => new(Vector128<byte>.AllBitsSet);

    public static Vector128<byte> NibbleCounts => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref ulong words, int at) => new(Vector128.LoadUnsafe(ref words, (nuint)at).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 And(Lanes128 left, Lanes128 right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddPopCount(Lanes128 counts, Lanes128 bits)
    {
        if (AdvSimd.IsSupported) return new(counts.value + AdvSimd.PopCount(bits.value));
        Vector128<byte> low = bits.value & Vector128.Create((byte)0x0F);
        Vector128<byte> high = (bits.value.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0x0F);
        return new(counts.value
            + Vector128.ShuffleNative(NibbleCounts, low) + Vector128.ShuffleNative(NibbleCounts, high));
    }

    public static long Sum(Lanes128 counts)
    {
        Vector128<ushort> pairs = counts.value.AsUInt16();
        return Vector128.Sum((pairs & Vector128.Create((ushort)0xFF)) + (pairs >> 8));
    }
}

/// <summary>Thirty-two bytes: a table look-up for each nibble.</summary>
internal readonly struct Lanes256(Vector256<byte> value) : ILanes<Lanes256>
{
    private readonly Vector256<byte> value = value;

    public static int Words => 4;

    public static Lanes256 AllOnes => new(Vector256<byte>.AllBitsSet);

    public static Vector256<byte> NibbleCounts => Vector256.Create(Lanes128.NibbleCounts, Lanes128.NibbleCounts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref ulong words, int at) => new(Vector256.LoadUnsafe(ref words, (nuint)at).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 And(Lanes256 left, Lanes256 right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddPopCount(Lanes256 counts, Lanes256 bits)
    {
        Vector256<byte> low = bits.value & Vector256.Create((byte)0x0F);
        Vector256<byte> high = (bits.value.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0F);
        return new(counts.value + Avx2.Shuffle(NibbleCounts, low)
            + Avx2.Shuffle(NibbleCounts, high));
    }

    public static long Sum(Lanes256 counts)
    {
        Vector256<ushort> pairs = counts.value.AsUInt16();
        return Vector256.Sum((pairs & Vector256.Create((ushort)0xFF)) + (pairs >> 8));
    }
}

/// <summary>Sixty-four bytes: a table look-up for each nibble.</summary>
internal readonly struct Lanes512(Vector512<byte> value) : ILanes<Lanes512>
{
    private readonly Vector512<byte> value = value;

    public static int Words => 8;

    public static Lanes512 AllOnes => new(Vector512<byte>.AllBitsSet);

    public static Vector512<byte> NibbleCounts => Vector512.Create(Lanes256.NibbleCounts, Lanes256.NibbleCounts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref ulong words, int at) => new(Vector512.LoadUnsafe(ref words, (nuint)at).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 And(Lanes512 left, Lanes512 right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddPopCount(Lanes512 counts, Lanes512 bits)
    {
        Vector512<byte> low = bits.value & Vector512.Create((byte)0x0F);
        Vector512<byte> high = (bits.value.AsUInt16() >> 4).AsByte() & Vector512.Create((byte)0x0F);
        return new(counts.value + Avx512BW.Shuffle(NibbleCounts, low)
            + Avx512BW.Shuffle(NibbleCounts, high));
    }

    public static long Sum(Lanes512 counts)
    {
        Vector512<ushort> pairs = counts.value.AsUInt16();
        return Vector512.Sum((pairs & Vector512.Create((ushort)0xFF)) + (pairs >> 8));
    }
}
