using CsCheck;
using Qit.Randomness.Blocks;
using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;
using Chunk = Qit.Randomness.Tests.Blocks.BlockReference.Chunk;

namespace Qit.Randomness.Tests.Blocks;

public sealed class RandomnessBlockBuilderTests
{
    private static readonly PackedTrials Recording = TrialSampler.Quantum(4000, 0.95, seed: 17);

    private static EntropyAccumulationParameters Parameters(int trials) => new EntropyAccumulationConfiguration
    {
        Trials = trials,
        ThresholdWinningProbability = 0.8,
        Conditions = new RunConditions { AssumeShielded = true },
    }.Build();

    [Test]
    public void Blocks_AnyChunkingAndInterleaving_AreTheSame() =>
        Gen.Select(Gen.Int[1, 700], Gen.ULong).Sample((blockTrials, key) =>
        {
            var random = new SplitMix(key);
            List<Chunk> a = Faults(random);
            List<Chunk> b = Faults(random);
            (List<int> expected, BlockLosses losses) = BlockReference.Blocks(a, b, blockTrials);

            var builder = new RandomnessBlockBuilder(Parameters(blockTrials));
            List<TrialBlock> blocks = Feed(
                builder, BlockReference.Cut(a, random), BlockReference.Cut(b, random), random);
            Assert.That(blocks.Select(block => block.FirstTrial), Is.EqualTo(expected));
            foreach (TrialBlock block in blocks) AssertHoldsTheRecording(block, blockTrials);
            Assert.That(builder.Losses, Is.EqualTo(losses));
        }, iter: 300);

    [Test]
    public void Gap_AtOneStation_DiscardsTheBlockAndBeginsAfterIt()
    {
        var builder = new RandomnessBlockBuilder(Parameters(100));
        AddA(builder, new Chunk(0, 400));
        AddB(builder, new Chunk(0, 150));
        AddB(builder, new Chunk(151, 249)); // B lacks trial 150

        Assert.That(builder.TryTakeBlock(out TrialBlock? first), Is.True);
        Assert.That((first!.FirstTrial, first.LastTrial, first.Attempt), Is.EqualTo((0L, 99L, 1L)));
        Assert.That(builder.TryTakeBlock(out TrialBlock? second), Is.True);
        Assert.That((second!.FirstTrial, second.LastTrial, second.Attempt), Is.EqualTo((151L, 250L, 3L)),
            "the discarded block was an attempt");
        Assert.That(builder.TryTakeBlock(out _), Is.True);
        Assert.That(builder.TryTakeBlock(out _), Is.False);
        Assert.That(builder.Losses, Is.EqualTo(new BlockLosses(1, 50, 1, 0, 0)));
        Assert.That(builder.FilledTrials, Is.EqualTo(49));
    }

    [Test]
    public void Discard_DependsOnNumbersOnly()
    {
        // The same faults over different outcomes: the same trials are dropped.
        // Otherwise the loss could choose its trials.
        List<long> Run(ulong seed)
        {
            var random = new SplitMix(seed);
            var builder = new RandomnessBlockBuilder(Parameters(128));
            var firsts = new List<long>();
            foreach (Chunk chunk in new[] { new Chunk(0, 200), new Chunk(205, 300), new Chunk(500, 400) })
            {
                int bytes = (chunk.Count + 7) / 8;
                builder.AddStationA(chunk.First, chunk.Count, random.Bytes(bytes), random.Bytes(bytes));
                builder.AddStationB(chunk.First, chunk.Count, random.Bytes(bytes), random.Bytes(bytes));
                while (builder.TryTakeBlock(out TrialBlock? block)) firsts.Add(block.FirstTrial);
            }
            return firsts;
        }

        Assert.That(Run(1), Is.EqualTo(new[] { 0L, 205, 333, 505, 633, 761 }));
        Assert.That(Run(2), Is.EqualTo(Run(1)));
    }

    [Test]
    public void SilentStation_MemoryStaysBoundedAndTheLossIsCounted()
    {
        var builder = new RandomnessBlockBuilder(Parameters(50), lagTrialsMaximum: 300);
        for (int i = 0; i < 20; i++) AddA(builder, new Chunk(100 * i, 100)); // B is silent
        Assert.That(builder.Losses.OverflowTrials, Is.EqualTo(1800), "six times three chunks thrown away, two kept");
        AddB(builder, new Chunk(1800, 100));
        Assert.That(builder.TryTakeBlock(out TrialBlock? block), Is.True);
        Assert.That(block!.FirstTrial, Is.EqualTo(1800));
        AssertHoldsTheRecording(block, 50);
        Assert.That(() => AddA(builder, new Chunk(2000, 301)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Certify_BlockOfOtherParameters_IsRefused()
    {
        var builder = new RandomnessBlockBuilder(Parameters(1000));
        AddA(builder, new Chunk(0, 1000));
        AddB(builder, new Chunk(0, 1000));
        Assert.That(builder.TryTakeBlock(out TrialBlock? block), Is.True);

        // A threshold chosen after the data makes other parameters, and those do not accept the block.
        EntropyAccumulationConfiguration before = Parameters(1000).Configuration;
        EntropyAccumulationParameters later = (before with { ThresholdWinningProbability = 0.75 }).Build();
        Assert.That(later.Certify(block!).Refusals, Does.Contain(CertificationRefusal.OtherParameters));
        Assert.That(Parameters(1000).Certify(block!).Refusals, Does.Not.Contain(CertificationRefusal.OtherParameters));
    }

    [Test]
    public void Arguments_ThatFitNoBlock_AreRefused()
    {
        EntropyAccumulationParameters spot = (Parameters(1000).Configuration with { TestProbability = 0.5 }).Build();
        Assert.That(() => new RandomnessBlockBuilder(spot), Throws.ArgumentException);
        Assert.That(() =>
            new RandomnessBlockBuilder((spot.Configuration with { Trials = 1L << 31, TestProbability = 1 }).Build()),
            Throws.ArgumentException);
        var builder = new RandomnessBlockBuilder(Parameters(10));
        Assert.That(() => builder.AddStationA(0, 9, new byte[2], new byte[1]), Throws.ArgumentException);
        Assert.That(() => builder.AddStationB(-1, 8, new byte[1], new byte[1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Chunks over the recording with gaps and repeated numbers now and then.
    private static List<Chunk> Faults(SplitMix random)
    {
        var chunks = new List<Chunk>();
        int at = random.Next(50);
        while (at < Recording.Count - 1)
        {
            int count = Math.Min(Recording.Count - at, 1 + random.Next(900));
            chunks.Add(new Chunk(at, count));
            at += count;
            int fault = random.Next(4);
            if (fault == 0) at += 1 + random.Next(60);
            // A repetition of one old trial, or of the last ones followed by fresh trials.
            if (fault == 1) chunks.Add(new Chunk(Math.Max(0, at - 1 - random.Next(80)), 1));
            if (fault == 2) at = Math.Max(0, at - random.Next(40));
        }
        return chunks;
    }

    private static List<TrialBlock> Feed(RandomnessBlockBuilder builder, List<Chunk> a, List<Chunk> b, SplitMix random)
    {
        var blocks = new List<TrialBlock>();
        int nextA = 0;
        int nextB = 0;
        while (nextA < a.Count || nextB < b.Count)
        {
            bool takeA = nextB == b.Count || (nextA < a.Count && random.NextBit() == 0);
            if (takeA) AddA(builder, a[nextA++]);
            else AddB(builder, b[nextB++]);
            while (builder.TryTakeBlock(out TrialBlock? block)) blocks.Add(block);
        }
        return blocks;
    }

    private static void AddA(RandomnessBlockBuilder builder, Chunk c) => builder.AddStationA(c.First, c.Count,
        PackedTrials.Slice(Recording.X, c.First, c.Count), PackedTrials.Slice(Recording.A, c.First, c.Count));

    private static void AddB(RandomnessBlockBuilder builder, Chunk c) => builder.AddStationB(c.First, c.Count,
        PackedTrials.Slice(Recording.Y, c.First, c.Count), PackedTrials.Slice(Recording.B, c.First, c.Count));

    private static void AssertHoldsTheRecording(TrialBlock block, int count)
    {
        int from = (int)block.FirstTrial;
        byte[] a = PackedTrials.Slice(Recording.A, from, count);
        byte[] b = PackedTrials.Slice(Recording.B, from, count);
        Assert.That(block.LastTrial, Is.EqualTo(from + count - 1));
        Assert.That(block.Trials.A.ToBytes(BitOrder.LeastSignificantFirst), Is.EqualTo(a));
        Assert.That(block.Trials.B.ToBytes(BitOrder.LeastSignificantFirst), Is.EqualTo(b));
        Assert.That(block.Trials.TestCounts, Is.EqualTo(TrialCounter.Count(
            PackedTrials.Slice(Recording.X, from, count), PackedTrials.Slice(Recording.Y, from, count), a, b, count)));
        BitString raw = block.RawString();
        Assert.That((raw.Length, raw[0], raw[count]), Is.EqualTo((2 * count, block.Trials.A[0], block.Trials.B[0])));
    }
}
