using Qit.Randomness.Blocks;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Blocks;

/// <summary>The whole way of a run: parameters, streams, block, certificate, extraction, balance.</summary>
public sealed class FromTrialsToBitsTests
{
    [Test]
    public void Run_GoodSource_GivesTheBitsThatWereFixedBefore()
    {
        const int TrialCount = 131_072;
        EntropyAccumulationParameters parameters = (EntropyAccumulationConfiguration.FromExpected(
            TrialCount, TrialSampler.QuantumWinningProbability(0.99)) with { Conditions = new RunConditions { AssumeShielded = true } }).Build();
        var builder = new RandomnessBlockBuilder(parameters);

        PackedTrials trials = TrialSampler.Quantum(TrialCount, 0.99, seed: 2024);
        for (int from = 0; from < TrialCount; from += 8192)
        {
            builder.AddStationA(from, 8192, trials.X.AsSpan(from / 8, 1024), trials.A.AsSpan(from / 8, 1024));
            builder.AddStationB(from, 8192, trials.Y.AsSpan(from / 8, 1024), trials.B.AsSpan(from / 8, 1024));
        }
        Assert.That(builder.TryTakeBlock(out TrialBlock? block), Is.True);

        Certificate certificate = parameters.Certify(block!);
        Assert.That(certificate.Reasons, Is.Empty);
        BitString raw = block!.RawString();
        ToeplitzExtractor extractor = new ToeplitzExtractorConfiguration
        {
            InputBits = raw.Length,
            MinEntropyBits = certificate.CertifiedBits,
            ExtractionError = 1e-8,
        }.Build();
        var random = new SplitMix(1);
        BitString seed = Trials.BitStringTests.Bits(
            [.. Enumerable.Range(0, extractor.SeedBits).Select(_ => random.NextBit() == 1)]);
        BitString output = extractor.Extract(raw, seed);

        Assert.That(output.Length,
            Is.EqualTo(certificate.CertifiedBits + 2 - 54).And.GreaterThan(10_000)); // 2 log2 1e8 = 53.15
        var account = new ExpansionAccount(output.Length, TrialCount, 1, extractor.SeedBits);
        Assert.That(account.NetBits, Is.Negative, "with every trial a test the settings cost more than CHSH can give");

        // Ones of the output: 5 sigma, false alarm 6e-7.
        int ones = Enumerable.Range(0, output.Length).Count(i => output[i]);
        Assert.That(ones, Is.EqualTo(output.Length / 2.0).Within(2.5 * Math.Sqrt(output.Length)));
    }
}
