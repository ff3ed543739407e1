// A merged stream is parted into its channels before anything is counted: each channel's tags ascend, whatever the delays,
// so no reordering is needed afterwards. With AVX-512 each channel's tags are picked out of eight at a time; the cost grows
// with the channels, and for many of them, or without AVX-512, each tag is put in its place instead.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qit.Timing.Counting;

/// <summary>Parts pieces of a merged stream into the buffers of their channels.</summary>
internal sealed class StreamParting
{
    private const int MostPicked = 8;
    private readonly ChannelBuffer[] buffers;
    private readonly byte[] slots = new byte[256];
    private readonly int[] fill;
    private readonly long[] shifts;
    private readonly long[][] rooms;

    /// <summary>Prepares to part pieces of up to so many tags.</summary>
    public StreamParting(ChannelBuffer[] buffers, int mostTags)
    {
        this.buffers = buffers;
        // Channels that nobody asked for share the last place.
        for (int value = 0; value < slots.Length; value++) slots[value] = (byte)Math.Min(value, buffers.Length);
        fill = new int[buffers.Length + 1];
        rooms = new long[buffers.Length + 1][];
        rooms[^1] = new long[mostTags];
        shifts = [.. buffers.Select(buffer => buffer.Delay), 0];
    }

    /// <summary>Appends a piece to the buffers, less their delays.</summary>
    /// <param name="times">Ascending.</param>
    /// <param name="channels">As many.</param>
    /// <param name="needed">Position of the first tag of a channel that is still needed.</param>
    /// <returns>Tags of channels that have no buffer.</returns>
    public int Part(ReadOnlySpan<long> times, ReadOnlySpan<byte> channels, Func<int, long> needed)
    {
        for (int channel = 0; channel < buffers.Length; channel++)
        {
            // A vector is stored whole, however few of it are the channel's.
            buffers[channel].Reserve(times.Length + Vector512<long>.Count, needed(channel));
            rooms[channel] = buffers[channel].Times;
            fill[channel] = buffers[channel].Count;
        }
        fill[^1] = 0;
        int others = times.Length;
        if (Avx512F.IsSupported && buffers.Length <= MostPicked)
        {
            for (int channel = 0; channel < buffers.Length; channel++)
                fill[channel] += Pick(times, channels, (byte)channel, shifts[channel], rooms[channel].AsSpan(fill[channel]));
        }
        else
        {
            Place(times, channels);
        }
        for (int channel = 0; channel < buffers.Length; channel++)
        {
            int added = fill[channel] - buffers[channel].Count;
            others -= added;
            buffers[channel].Commit(added);
        }
        return others;
    }

    /// <summary>Copies the times of one channel; the room is longer than the times by a vector.</summary>
    private static int Pick(ReadOnlySpan<long> times, ReadOnlySpan<byte> channels, byte channel, long shift, Span<long> room)
    {
        ref long time = ref MemoryMarshal.GetReference(times);
        ref byte of = ref MemoryMarshal.GetReference(channels);
        ref long target = ref MemoryMarshal.GetReference(room);
        Vector512<long> wanted = Vector512.Create((long)channel);
        Vector512<long> delay = Vector512.Create(shift);
        nint filled = 0;
        int index = 0;
        for (; index + Vector512<long>.Count <= times.Length; index += Vector512<long>.Count)
        {
            ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref of, index));
            Vector512<long> own = Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(eight).AsByte());
            Vector512<long> mask = Vector512.Equals(own, wanted);
            Vector512<long> values = Vector512.LoadUnsafe(ref time, (nuint)index) - delay;
            Avx512F.Compress(Vector512<long>.Zero, mask, values).StoreUnsafe(ref target, (nuint)filled);
            filled += BitOperations.PopCount(mask.ExtractMostSignificantBits());
        }
        for (; index < times.Length; index++)
        {
            if (channels[index] == channel) room[(int)filled++] = times[index] - shift;
        }
        return (int)filled;
    }

    /// <summary>Puts each tag into its channel's room; slots are at most the number of channels, and each room has space
    /// for all of the times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(ReadOnlySpan<long> times, ReadOnlySpan<byte> channels)
    {
        ref long time = ref MemoryMarshal.GetReference(times);
        ref byte channel = ref MemoryMarshal.GetReference(channels);
        ref byte slot = ref MemoryMarshal.GetArrayDataReference(slots);
        ref int filled = ref MemoryMarshal.GetArrayDataReference(fill);
        ref long shift = ref MemoryMarshal.GetArrayDataReference(shifts);
        ref long[] room = ref MemoryMarshal.GetArrayDataReference(rooms);
        for (nint index = 0; index < times.Length; index++)
        {
            nint to = Unsafe.Add(ref slot, (nint)Unsafe.Add(ref channel, index));
            ref int place = ref Unsafe.Add(ref filled, to);
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.Add(ref room, to)), (nint)place) =
                Unsafe.Add(ref time, index) - Unsafe.Add(ref shift, to);
            place++;
        }
    }
}
