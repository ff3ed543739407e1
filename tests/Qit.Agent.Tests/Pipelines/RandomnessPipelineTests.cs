using Qit.Agent.Configuration;
using Qit.Agent.Pipelines;
using Qit.Agent.Results;

namespace Qit.Agent.Tests.Pipelines;

public class RandomnessPipelineTests
{
    private const int ChunkBytes = 256;
    private const int TrialsPerChunk = ChunkBytes * 8;

    private static readonly RandomnessConfiguration Configuration = new() { TrialsPerBlock = 262_144 };

    [Test]
    public void GoodTrials_GiveABlockOfBits_WithItsErrorBound()
    {
        RandomnessResult block = Run(winningProbability: 0.83).Single();
        Assert.That(block.IsCertified, Is.True, block.Refusal);
        Assert.That(block.Trials, Is.EqualTo(Configuration.TrialsPerBlock));
        Assert.That(block.OutputBits, Is.GreaterThan(20_000));
        Assert.That(block.Output, Has.Length.EqualTo((block.OutputBits + 7) / 8));
        Assert.That(block.OutputBits, Is.LessThanOrEqualTo(block.MinEntropyBits), "no more bits than entropy");
        Assert.That(block.SoundnessError, Is.EqualTo(3e-8).Within(1e-15));
        Assert.That(block.IsSimulated, Is.True);
        Assert.That(block.SettingsBits, Is.EqualTo(2.0 * block.Trials));
        // The seed is fresh for each block and as long as the extractor wants it.
        Assert.That(block.SeedBits, Is.EqualTo(2 * block.Trials + block.OutputBits - 1));
    }

    [Test]
    public void ParametersHash_IsOut_BeforeTheFirstTrial()
    {
        List<AgentResult> results = RunChunks(_ => { });
        var first = (TrialProgressResult)results.Single();
        Assert.That(first.Trials, Is.Zero);
        Assert.That(first.ParametersSha256, Is.EqualTo(RandomnessParameters.Build(Configuration).Hash));
        Assert.That(Run(0.83).Single().ParametersSha256, Is.EqualTo(first.ParametersSha256), "and judges the block");
    }

    [Test]
    public void SameTrials_GiveOtherBits_BecauseTheSeedIsFresh() =>
        Assert.That(Run(0.83).Single().Output, Is.Not.EqualTo(Run(0.83).Single().Output));

    // Below the local bound, at it, and above it but below the threshold fixed beforehand.
    [TestCase(0.70)]
    [TestCase(0.75)]
    [TestCase(0.81)]
    public void TrialsBelowTheThreshold_GiveAVerdictAndNoBit(double winningProbability)
    {
        RandomnessResult block = Run(winningProbability).Single();
        Assert.That(block.IsCertified, Is.False);
        Assert.That(block.Refusal, Is.Not.Empty);
        Assert.That(block.Output, Is.Empty);
        Assert.That(block.OutputBits, Is.Zero);
        Assert.That(block.MinEntropyBits, Is.Zero);
        Assert.That(block.SeedBits, Is.Zero);
    }

    [Test]
    public void AGap_ThrowsTheBlockAway_AndIsCounted()
    {
        List<AgentResult> results = RunChunks(pipeline =>
        {
            var trials = new GameSampler(0.83, seed: 4);
            trials.Post(pipeline, 0, 50 * TrialsPerChunk);
            // One chunk is lost at one station: the trials after it are another block.
            trials.PostOneStation(pipeline, TrialsPerChunk);
            trials.Post(pipeline, 51 * TrialsPerChunk, 127 * TrialsPerChunk);
        });
        Assert.That(results.OfType<RandomnessResult>(), Is.Empty, "127 chunks are one short of a block");
        Assert.That(
            results.OfType<TrialProgressResult>().Last().DiscardedTrials, Is.GreaterThanOrEqualTo(50 * TrialsPerChunk));
    }

    [Test]
    public void ABoot_StartsANewBlock_WhateverTheTrialNumbers()
    {
        List<AgentResult> results = RunChunks(pipeline =>
        {
            new GameSampler(0.83, seed: 4).Post(pipeline, 100 * TrialsPerChunk, 50 * TrialsPerChunk);
            pipeline.PostBoot(0);
            pipeline.PostBoot(1);
            new GameSampler(0.83, seed: 5).Post(pipeline, 0, (int)Configuration.TrialsPerBlock);
        });
        Assert.That(results.OfType<RandomnessResult>().Single().FirstTrial, Is.Zero);
    }

    [Test]
    public void Parameters_AreRefused_WhereTheStationsAreTooClose()
    {
        RandomnessConfiguration near = Configuration with { StationSeparationMetres = 100 };
        Assert.That(
            () => RandomnessParameters.Build(near),
            Throws.TypeOf<BadInputException>().With.Message.Contains("right would be at least 285 m"));
        Assert.That(() => RandomnessParameters.Build(near with { Isolation = "shielded" }), Throws.Nothing);
    }

    private static IEnumerable<RandomnessResult> Run(double winningProbability) => RunChunks(
        pipeline => new GameSampler(winningProbability, seed: 3).Post(pipeline, 0, (int)Configuration.TrialsPerBlock))
        .OfType<RandomnessResult>();

    private static List<AgentResult> RunChunks(Action<RandomnessPipeline> post)
    {
        var results = new List<AgentResult>();
        using (var pipeline = new RandomnessPipeline(
            Configuration, RandomnessParameters.Build(Configuration), isSimulated: false, TimeProvider.System, results.Add))
        {
            post(pipeline);
        }
        return results;
    }

    /// <summary>Trials of the CHSH game with uniform settings and outcomes, won with a given probability: the statistics of
    /// a Werner state at the best angles.</summary>
    private sealed class GameSampler(double winningProbability, int seed)
    {
        private readonly Random random = new(seed);

        public void Post(RandomnessPipeline pipeline, long firstTrial, int trials)
        {
            for (int done = 0; done < trials; done += TrialsPerChunk)
            {
                (byte[] x, byte[] y, byte[] a, byte[] b) = Sample();
                pipeline.Post(0, true, firstTrial + done, x, a);
                pipeline.Post(1, true, firstTrial + done, y, b);
            }
        }

        public void PostOneStation(RandomnessPipeline pipeline, int trials)
        {
            (byte[] x, _, byte[] a, _) = Sample();
            pipeline.Post(0, true, 50L * trials, x, a);
        }

        private (byte[] X, byte[] Y, byte[] A, byte[] B) Sample()
        {
            byte[] x = new byte[ChunkBytes];
            byte[] y = new byte[ChunkBytes];
            byte[] a = new byte[ChunkBytes];
            byte[] b = new byte[ChunkBytes];
            random.NextBytes(x);
            random.NextBytes(y);
            random.NextBytes(a);
            for (int i = 0; i < ChunkBytes; i++)
            {
                int lost = 0;
                for (int bit = 0; bit < 8; bit++)
                    lost |= (random.NextDouble() < winningProbability ? 0 : 1) << bit;
                b[i] = (byte)(a[i] ^ (x[i] & y[i]) ^ lost);
            }
            return (x, y, a, b);
        }
    }
}
