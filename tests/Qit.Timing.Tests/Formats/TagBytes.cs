using System.Buffers.Binary;
using System.Text;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Builds tag files in memory.</summary>
internal static class TagBytes
{
    public static byte[] A1(IEnumerable<ulong> words, bool highHalfFirst = false)
    {
        var bytes = new List<byte>();
        foreach (ulong word in words)
        {
            byte[] record = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(record, highHalfFirst ? (word << 32) | (word >> 32) : word);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }

    public static byte[] A0(IEnumerable<ulong> words) =>
        Encoding.ASCII.GetBytes(string.Concat(words.Select(word => $"{(uint)word:x8}\n{(uint)(word >> 32):x8}\n")));

    public static byte[] A2(IEnumerable<ulong> words) =>
        Encoding.ASCII.GetBytes(string.Concat(words.Select(word => $"{word:x16}\n")));

    public static byte[] Ascii(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Events at about 100 kHz with patterns 1, 2, 4, 8 in turn.</summary>
    public static ulong[] Words(int count, long startTicks = 1L << 50, int seed = 1)
    {
        var random = new Random(seed);
        long time = startTicks;
        ulong[] words = new ulong[count];
        for (int index = 0; index < count; index++)
        {
            time += 1 + random.Next(5_120_000); // up to 20 us
            words[index] = A1Layout.Word(time, 1 << (index % 4));
        }

        return words;
    }

    public static TagData Load(byte[] bytes, TagReadOptions? options = null) =>
        TagFile.Load(new MemoryStream(bytes), "test.ts", options);

    /// <summary>Hands out a few bytes at a time, as a pipe may.</summary>
    public sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
