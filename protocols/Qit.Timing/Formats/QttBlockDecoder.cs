// The checksum has been found right before, but that proves no good will: every length and place is checked here.
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Qit.Timing.Formats;

/// <summary>Decodes one block of a qtt file.</summary>
internal static class QttBlockDecoder
{
    /// <summary>Bytes that must follow the payload in memory: words are read whole.</summary>
    public const int SlackBytes = sizeof(ulong);

    /// <summary>Decodes a block whose checksums are right. False when it contradicts itself.</summary>
    /// <param name="section">Its header.</param>
    /// <param name="room">The payload and <see cref="SlackBytes"/> more, of any content.</param>
    /// <param name="ticks">Receives the times; as long as the block has events.</param>
    /// <param name="channels">Receives the channels; as long.</param>
    public static bool TryDecode(in QttSection section, ReadOnlySpan<byte> room, Span<long> ticks, Span<int> channels)
    {
        int paletteBytes = section.PaletteCount * sizeof(int);
        int timeExceptionBytes = section.TimeExceptions * QttLayout.TimeExceptionBytes;
        int channelExceptionBytes = section.ChannelExceptions * QttLayout.ChannelExceptionBytes;
        int placeBytes = PackedBits.Bytes(section.Count, section.ChannelBits);
        int lowBytes = PackedBits.Bytes(section.Count, section.TimeBits);
        int lowAt = paletteBytes + timeExceptionBytes + channelExceptionBytes + placeBytes;
        int unaryAt = lowAt + lowBytes;
        if (unaryAt > section.PayloadLength || (section.PayloadLength - unaryAt) % sizeof(ulong) != 0) return false;

        ReadOnlySpan<byte> exceptions = room[paletteBytes..];
        SetPlaces(room, section, room[(lowAt - placeBytes)..], channels);
        return TrySplitTimes(section, room[lowAt..], room[unaryAt..section.PayloadLength], ticks)
            && TrySetTimes(exceptions[..timeExceptionBytes], ticks)
            && TrySumTimes(section, ticks)
            && TrySetChannels(exceptions.Slice(timeExceptionBytes, channelExceptionBytes), channels);
    }

    /// <summary>Joins low and high bits to differences.</summary>
    private static bool TrySplitTimes(
        in QttSection section, ReadOnlySpan<byte> low, ReadOnlySpan<byte> unary, Span<long> steps)
    {
        ref byte lowest = ref MemoryMarshal.GetReference(low);
        ref long step = ref MemoryMarshal.GetReference(steps);
        int timeBits = section.TimeBits;
        long grid = section.Grid;
        ulong mask = (1UL << timeBits) - 1;
        nuint lowBit = 0;
        long previous = -1;
        int index = 0;
        for (int at = 0; at < unary.Length && index < steps.Length; at += sizeof(ulong))
        {
            ulong ones = BinaryPrimitives.ReadUInt64LittleEndian(unary[at..]);
            long first = 8L * at;
            int end = Math.Min(steps.Length, index + BitOperations.PopCount(ones));
            for (; index < end; index++)
            {
                long place = first + BitOperations.TrailingZeroCount(ones);
                ones &= ones - 1;
                ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref lowest, lowBit >> 3));
                if (!BitConverter.IsLittleEndian) word = BinaryPrimitives.ReverseEndianness(word);
                ulong bits = (word >> (int)(lowBit & 7)) & mask;
                Unsafe.Add(ref step, index) = (((place - previous - 1) << timeBits) | (long)bits) * grid;
                lowBit += (nuint)timeBits;
                previous = place;
            }
        }

        return index == steps.Length;
    }

    private static bool TrySetTimes(ReadOnlySpan<byte> exceptions, Span<long> steps)
    {
        for (; !exceptions.IsEmpty; exceptions = exceptions[QttLayout.TimeExceptionBytes..])
        {
            uint index = BinaryPrimitives.ReadUInt32LittleEndian(exceptions);
            if (index >= steps.Length) return false;
            steps[(int)index] = BinaryPrimitives.ReadInt64LittleEndian(exceptions[sizeof(int)..]);
        }

        return true;
    }

    /// <summary>Differences become times, in place; earliest and latest must be those of the header.</summary>
    private static bool TrySumTimes(in QttSection section, Span<long> ticks)
    {
        long time = section.Earliest;
        long previous = time;
        bool ascends = true;
        for (int index = 0; index < ticks.Length; index++)
        {
            time += ticks[index];
            ticks[index] = time;
            ascends &= time >= previous;
            previous = time;
        }

        if (ascends) return ticks[0] == section.Earliest && ticks[^1] == section.Latest;
        long earliest = long.MaxValue;
        long latest = long.MinValue;
        foreach (long tick in ticks)
        {
            earliest = Math.Min(earliest, tick);
            latest = Math.Max(latest, tick);
        }

        return earliest == section.Earliest && latest == section.Latest;
    }

    /// <summary>Places beyond the palette, which no encoder writes, are channel 0.</summary>
    private static void SetPlaces(
        ReadOnlySpan<byte> room, in QttSection section, ReadOnlySpan<byte> places, Span<int> channels)
    {
        const int Group = 8; // so many places fill as many whole bytes as a place has bits
        Span<int> palette = stackalloc int[1 << QttLayout.MostChannelBits];
        palette.Clear();
        for (int place = 0; place < section.PaletteCount; place++)
            palette[place] = BinaryPrimitives.ReadInt32LittleEndian(room[(place * sizeof(int))..]);
        int bits = section.ChannelBits;
        if (bits == 0)
        {
            channels.Fill(palette[0]);
            return;
        }

        uint mask = (1u << bits) - 1;
        int index = 0;
        for (; index + Group <= channels.Length; index += Group)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(places);
            places = places[bits..];
            Span<int> eight = channels.Slice(index, Group);
            for (int number = 0; number < Group; number++)
            {
                eight[number] = palette[(int)((uint)word & mask)];
                word >>= bits;
            }
        }

        if (index == channels.Length) return;
        ulong rest = BinaryPrimitives.ReadUInt64LittleEndian(places);
        for (; index < channels.Length; index++)
        {
            channels[index] = palette[(int)((uint)rest & mask)];
            rest >>= bits;
        }
    }

    private static bool TrySetChannels(ReadOnlySpan<byte> exceptions, Span<int> channels)
    {
        for (; !exceptions.IsEmpty; exceptions = exceptions[QttLayout.ChannelExceptionBytes..])
        {
            uint index = BinaryPrimitives.ReadUInt32LittleEndian(exceptions);
            if (index >= channels.Length) return false;
            channels[(int)index] = BinaryPrimitives.ReadInt32LittleEndian(exceptions[sizeof(int)..]);
        }

        return true;
    }
}
