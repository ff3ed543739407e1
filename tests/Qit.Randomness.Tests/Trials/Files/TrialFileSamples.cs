using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Randomness.Tests.Trials.Files;

/// <summary>Files and records from a seed.</summary>
internal static class TrialFileSamples
{
    public static EntropyAccumulationParameters Parameters(long trials, double testProbability = 1) =>
        new EntropyAccumulationConfiguration
        {
            Trials = trials,
            TestProbability = testProbability,
            ThresholdWinningProbability = 0.845,
            Conditions = new RunConditions { AssumeShielded = true },
        }.Build();

    public static BitString RandomBits(int count, SplitMix random)
    {
        byte[] bytes = random.Bytes((count + 7) / 8);
        if ((count & 7) != 0) bytes[^1] &= (byte)((1 << (count & 7)) - 1);
        return BitString.FromBytes(bytes, count, BitOrder.LeastSignificantFirst);
    }

    public static TrialRecord RandomRecord(int count, bool hasTests, ulong seed)
    {
        var random = new SplitMix(seed);
        return new TrialRecord(RandomBits(count, random), RandomBits(count, random), RandomBits(count, random),
            RandomBits(count, random), hasTests ? RandomBits(count, random) : null);
    }

    public static byte[] Write(TrialRecord record, TrialFileHeader header) => Write(record, header, out _);

    public static byte[] Write(TrialRecord record, TrialFileHeader header, out string digest)
    {
        using var stream = new MemoryStream();
        using var writer = new TrialFileWriter(stream, header);
        writer.Append(TrialPlanes.Of(record));
        digest = writer.Complete();
        return stream.ToArray();
    }

    public static bool IsSame(TrialRecord left, TrialRecord right) =>
        left.X.Equals(right.X) && left.Y.Equals(right.Y) && left.A.Equals(right.A) && left.B.Equals(right.B)
        && Equals(left.Tests, right.Tests);

    /// <summary>Bits from..from+count of a string.</summary>
    public static BitString Part(BitString bits, int from, int count)
    {
        var bytes = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++)
            if (bits[from + i]) bytes[i >> 3] |= (byte)(1 << (i & 7));
        return BitString.FromBytes(bytes, count, BitOrder.LeastSignificantFirst);
    }

    public static TrialRecord Part(TrialRecord record, int from, int count) => new(
        Part(record.X, from, count), Part(record.Y, from, count), Part(record.A, from, count),
        Part(record.B, from, count), record.Tests is null ? null : Part(record.Tests, from, count));
}
