// Differences of a Poisson stream are exponential, and for these Rice's code (low bits as they are, high bits unary) is
// within 0.03 to 0.12 bits of the entropy log2(e m), m the mean in ticks. Low and high bits lie in streams of their
// own: the low ones are then found without knowing where the high ones end. What does not fit (a gap, a step back)
// is an exception, so that one outlier costs 12 bytes and not the whole block. Channels likewise: places in a palette
// of the commonest ones, and exceptions.
using System.Buffers.Binary;
using System.Numerics;

namespace Qit.Timing.Formats;

/// <summary>Encodes one block of a qtt file. Holds its buffers; not for two threads at once.</summary>
internal sealed class QttBlockEncoder
{
    private readonly byte[] bytes = new byte[QttSection.HeaderBytes + QttLayout.PayloadBytes + sizeof(ulong)];
    private readonly long[] differences = new long[QttLayout.BlockEvents];
    private readonly long[] quotients = new long[QttLayout.BlockEvents];
    private readonly ChannelTally tally = new();
    private readonly List<(int Channel, int Count)> palette = [];
    private int distinctChannels;

    /// <summary>The block as it is written, valid until the next call.</summary>
    /// <param name="ticks">Times, 1 to <see cref="QttLayout.BlockEvents"/> of them, in any order.</param>
    /// <param name="channels">As many channels.</param>
    /// <param name="before">Events of the file before these.</param>
    /// <param name="section">The block's header.</param>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<long> ticks, ReadOnlySpan<int> channels, long before, out QttSection section)
    {
        (long earliest, long latest) = TakeDifferences(ticks);
        ReadOnlySpan<long> steps = differences.AsSpan(0, ticks.Length);
        long grid = FindGrid(steps);
        if (grid > 1) steps = Divide(steps, grid);
        int timeBits = ChooseTimeBits(steps);
        int channelBits = ChoosePalette(channels);
        Span<byte> payload = bytes.AsSpan(QttSection.HeaderBytes);
        int at = 0;
        foreach ((int channel, _) in palette)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[at..], channel);
            at += sizeof(int);
        }

        int timeExceptions = WriteTimeExceptions(steps, timeBits, grid, payload, ref at);
        int channelExceptions = WriteChannels(channels, channelBits, payload, ref at);
        WriteTimes(steps, timeBits, payload, ref at);
        section = new QttSection(
            QttSectionKind.Block, at, ticks.Length, timeBits, channelBits, palette.Count, earliest, latest, before,
            timeExceptions, channelExceptions, grid, Checksum.Crc32C(payload[..at]));
        section.Write(bytes);
        return bytes.AsSpan(0, QttSection.HeaderBytes + at);
    }

    private static bool IsException(long step, int timeBits) =>
        step < 0 || step >> timeBits > QttLayout.LargestUnary;

    private static int WriteTimeExceptions(
        ReadOnlySpan<long> steps, int timeBits, long grid, Span<byte> payload, ref int at)
    {
        int exceptions = 0;
        for (int index = 0; index < steps.Length; index++)
        {
            if (!IsException(steps[index], timeBits)) continue;
            BinaryPrimitives.WriteInt32LittleEndian(payload[at..], index);
            BinaryPrimitives.WriteInt64LittleEndian(payload[(at + sizeof(int))..], steps[index] * grid);
            at += QttLayout.TimeExceptionBytes;
            exceptions++;
        }

        return exceptions;
    }

    private static void WriteTimes(ReadOnlySpan<long> steps, int timeBits, Span<byte> payload, ref int at)
    {
        long mask = (1L << timeBits) - 1;
        var low = new PackedBits(payload[at..]);
        foreach (long step in steps) low.Add((ulong)(step & mask), timeBits);
        low.End();
        at += PackedBits.Bytes(steps.Length, timeBits);
        var high = new PackedBits(payload[at..]);
        foreach (long step in steps) high.AddUnary(IsException(step, timeBits) ? 0 : (int)(step >> timeBits));
        at += high.End();
    }

    private int WriteChannels(ReadOnlySpan<int> channels, int channelBits, Span<byte> payload, ref int at)
    {
        tally.Clear(); // from here on: place in the palette, plus 1
        for (int place = 0; place < palette.Count; place++) tally[palette[place].Channel] = place + 1;
        int exceptionsAt = at;
        if (palette.Count < distinctChannels)
        {
            for (int index = 0; index < channels.Length; index++)
            {
                if (tally[channels[index]] > 0) continue;
                BinaryPrimitives.WriteInt32LittleEndian(payload[at..], index);
                BinaryPrimitives.WriteInt32LittleEndian(payload[(at + sizeof(int))..], channels[index]);
                at += QttLayout.ChannelExceptionBytes;
            }
        }

        int exceptions = (at - exceptionsAt) / QttLayout.ChannelExceptionBytes;
        if (channelBits == 0) return exceptions;
        var places = new PackedBits(payload[at..]);
        foreach (int channel in channels) places.Add((ulong)Math.Max(0, tally[channel] - 1), channelBits);
        places.End();
        at += PackedBits.Bytes(channels.Length, channelBits);
        return exceptions;
    }

    /// <summary>Greatest common divisor of the differences; of most streams two or three of them say that it is 1.</summary>
    private static long FindGrid(ReadOnlySpan<long> steps)
    {
        long grid = 0;
        foreach (long step in steps)
        {
            if (step == long.MinValue) return 1; // has no absolute value
            long rest = Math.Abs(step);
            while (rest != 0) (grid, rest) = (rest, grid % rest);
            if (grid == 1) return 1;
        }

        return Math.Max(grid, 1);
    }

    private Span<long> Divide(ReadOnlySpan<long> steps, long grid)
    {
        Span<long> divided = quotients.AsSpan(0, steps.Length);
        for (int index = 0; index < steps.Length; index++) divided[index] = steps[index] / grid;
        return divided;
    }

    private (long Earliest, long Latest) TakeDifferences(ReadOnlySpan<long> ticks)
    {
        long earliest = long.MaxValue;
        long latest = long.MinValue;
        long previous = 0;
        for (int index = 0; index < ticks.Length; index++)
        {
            long time = ticks[index];
            earliest = Math.Min(earliest, time);
            latest = Math.Max(latest, time);
            differences[index] = time - previous; // may wrap: modulo 2^64 it is what the decoder adds
            previous = time;
        }

        differences[0] = ticks[0] - earliest;
        return (earliest, latest);
    }

    /// <summary>The number of low bits that makes the block shortest, from the differences sorted by their length in bits: an
    /// outlier must not move it. Of a difference the high bits are half a unit less than its quotient, on average.</summary>
    private static int ChooseTimeBits(ReadOnlySpan<long> steps)
    {
        Span<int> counts = stackalloc int[65];
        Span<double> sums = stackalloc double[65];
        counts.Clear();
        sums.Clear();
        foreach (long step in steps)
        {
            int length = 64 - BitOperations.LeadingZeroCount((ulong)step);
            counts[length]++;
            sums[length] += step;
        }

        int best = 0;
        double shortest = double.PositiveInfinity;
        for (int bits = 0; bits <= QttLayout.MostTimeBits; bits++)
        {
            double size = (double)steps.Length * (bits + 1);
            for (int length = bits + 1; length <= 64; length++)
            {
                // A length of 64 is that of a step back.
                double high = length == 64 ? double.PositiveInfinity : (sums[length] / (1L << bits)) - (0.5 * counts[length]);
                size += Math.Min(high, 8.0 * QttLayout.TimeExceptionBytes * counts[length]);
            }

            if (size >= shortest) continue;
            shortest = size;
            best = bits;
        }

        return best;
    }

    /// <summary>Fills the palette with the commonest channels, as many as make the block shortest; returns the bits of
    /// a place in it.</summary>
    private int ChoosePalette(ReadOnlySpan<int> channels)
    {
        tally.Clear();
        foreach (int channel in channels) tally[channel]++;
        palette.Clear();
        tally.AddTo(palette);
        distinctChannels = palette.Count;
        palette.Sort(static (x, y) => x.Count != y.Count ? y.Count.CompareTo(x.Count) : x.Channel.CompareTo(y.Channel));
        int best = 0;
        long fewest = long.MaxValue;
        int covered = 0;
        int place = 0;
        for (int bits = 0; bits <= QttLayout.MostChannelBits; bits++)
        {
            for (; place < Math.Min(1 << bits, palette.Count); place++) covered += palette[place].Count;
            long size = ((long)channels.Length * bits) + (8L * sizeof(int) * place)
                + (8L * QttLayout.ChannelExceptionBytes * (channels.Length - covered));
            if (size >= fewest) continue;
            fewest = size;
            best = bits;
        }

        if (palette.Count > 1 << best) palette.RemoveRange(1 << best, palette.Count - (1 << best));
        return best;
    }
}
