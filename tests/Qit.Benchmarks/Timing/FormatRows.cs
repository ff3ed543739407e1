// Reading: files of a Poisson stream at 1 Mtag/s over four detectors, as long as asked for, in a temporary folder; read
// by the engine's reader and by the loop one would write first, each on one thread, both through a FileStream. Memory is
// what the reading thread allocated in all, which bounds what it held. The differences repeat after 2^20 tags, which no
// reader here can notice.
// Size: bytes a tag of qtt against the entropy of the stream, log2(e m) bits for exponential differences of mean m
// ticks (exact to 1e-6 bits for m above 1000) and log2(n) for n equally likely channels.
using System.Globalization;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Benchmarks.Timing;

/// <summary>Reading speed of the tag formats, and size of qtt.</summary>
internal static class FormatRows
{
    private const long Tags = 100_000_000;
    private const long OtherTags = 40_000_000;
    private const long TextTags = 5_000_000;
    private const double AskedTagsPerSecond = 50e6;
    private const double AskedBytesPerTag = 2.5;
    private static readonly TickLength Nanosecond256Th = TickLength.Nanosecond256Th;

    public static IEnumerable<BenchmarkRow> Measure()
    {
        string folder = Directory.CreateTempSubdirectory("qit-formats-").FullName;
        try
        {
            yield return Reading(folder, TagFormat.A1, Tags, AskedTagsPerSecond);
            yield return Reading(folder, TagFormat.Ptu, OtherTags, AskedTagsPerSecond);
            yield return Reading(folder, TagFormat.Qutag, OtherTags, AskedTagsPerSecond);
            yield return Reading(folder, TagFormat.Qtt, Tags, AskedTagsPerSecond);
            yield return Reading(folder, TagFormat.Text, TextTags, asked: 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        yield return Writing();
        (string Name, TickLength Tick)[] ticks =
        [
            ("1 ps", TickLength.OnePicosecond),
            ("3 ps", new TickLength(3000, 1)),
            ("3.90625 ps", Nanosecond256Th),
            ("4 ps", new TickLength(4000, 1)),
            ("10 ps", new TickLength(10_000, 1)),
        ];
        foreach ((string name, TickLength tick) in ticks)
        {
            foreach (int channels in new[] { 1, 4, 8 }) yield return Size(name, tick, channels);
        }
    }

    private static BenchmarkRow Reading(string folder, TagFormat format, long tags, double asked)
    {
        string path = Path.Combine(folder, TagFormats.Name(format));
        FormatFiles.Write(path, format, tags);
        // The plain loop for qtt reads the same events as a1.
        TagFormat plain = format == TagFormat.Qtt ? TagFormat.A1 : format;
        string plainPath = Path.Combine(folder, TagFormats.Name(plain));
        if (plain != format) FormatFiles.Write(plainPath, plain, tags);
        long ours = 0;
        long theirs = 0;
        SideBySide times = SideBySide.Measure(
            () => ours = FormatFiles.ReadAll(path, format), () => theirs = FormatFiles.ReadPlainly(plainPath, plain, tags), rounds: 2);
        if (ours != theirs) throw new InvalidOperationException($"{format}: the readers disagree: {ours} and {theirs}");
        File.Delete(path);
        File.Delete(plainPath);
        double rate = tags / times.Seconds;
        string what = string.Create(CultureInfo.InvariantCulture, $"read {TagFormats.Name(format)}, {tags / 1e6:0} million tags");
        return new BenchmarkRow(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} Mtag/s {times.Bytes / 1048576.0:0.0} MiB"),
            plain == TagFormat.Text ? "StreamReader and long.Parse"
                : plain == format ? "BinaryReader loop" : "BinaryReader loop over a1",
            times.Ratio,
            asked > 0 ? "50 Mtag/s" : "",
            rate >= asked);
    }

    private static BenchmarkRow Writing()
    {
        const int Batches = 256;
        var stream = new PoissonStream(256_000, 4, arePatterns: true);
        long[] ticks = new long[Batches * PoissonStream.Batch];
        int[] channels = new int[ticks.Length];
        stream.Next(ticks, channels);
        SideBySide times = SideBySide.Measure(WriteQtt, WritePlainly, rounds: 2);
        double rate = ticks.Length / times.Seconds;
        return new BenchmarkRow(
            string.Create(CultureInfo.InvariantCulture, $"write qtt, {ticks.Length / 1e6:0} million tags"),
            string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} Mtag/s {times.Bytes / 1048576.0:0.0} MiB"),
            "BinaryWriter loop of a1",
            times.Ratio);

        void WriteQtt()
        {
            using var writer = new QttWriter(
                Stream.Null, new QttHeader { TickLength = Nanosecond256Th, ChannelsArePatterns = true });
            writer.Write(ticks, channels);
        }

        void WritePlainly()
        {
            using var writer = new BinaryWriter(new BufferedStream(Stream.Null, 1 << 16));
            for (int index = 0; index < ticks.Length; index++) writer.Write(A1Layout.Word(ticks[index], channels[index]));
        }
    }

    private static BenchmarkRow Size(string name, TickLength tick, int channels)
    {
        const int Events = 1 << 21;
        const double PicosecondsPerTag = 1e6;
        var stream = new PoissonStream(PicosecondsPerTag / tick.Picoseconds, channels, arePatterns: false);
        long[] ticks = new long[PoissonStream.Batch];
        int[] values = new int[PoissonStream.Batch];
        using var writer = new QttWriter(Stream.Null, new QttHeader { TickLength = tick });
        for (int done = 0; done < Events; done += ticks.Length)
        {
            stream.Next(ticks, values);
            writer.Write(ticks, values);
        }

        writer.Complete();
        double size = (double)writer.BytesWritten / writer.Events;
        double entropy = (Math.Log2(Math.E * PicosecondsPerTag / tick.Picoseconds) + Math.Log2(channels)) / 8;
        bool isPossible = entropy < AskedBytesPerTag;
        return new BenchmarkRow(
            $"qtt size, 1 Mtag/s, tick {name}, {channels} channel{(channels == 1 ? "" : "s")}",
            string.Create(CultureInfo.InvariantCulture, $"{size:0.000} B/tag (+{100 * ((size / entropy) - 1):0.00} %)"),
            string.Create(CultureInfo.InvariantCulture, $"entropy {entropy:0.000}{(isPossible ? "" : ", above 2.5")}"),
            entropy / size,
            isPossible ? "2.5 B/tag" : "",
            !isPossible || size <= AskedBytesPerTag);
    }
}
