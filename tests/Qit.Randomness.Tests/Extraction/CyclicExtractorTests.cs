using CsCheck;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Extraction;

/// <summary>Circulant, Dodis and modified Toeplitz extractors, and the lengths they admit.</summary>
public sealed class CyclicExtractorTests
{
    // From vectors/extractors/known-answers.json; bit 0 is 0x80 of byte 0.
    [TestCase("circulant", 16, 8, "4410", "a67b80", "5d")]
    [TestCase("circulant", 100, 40, "4a082aaaf7298f298dbe524fc0", "5cc95274e33145f754822b6680", "5d99bcaf51")]
    [TestCase("dodis", 19, 8, "1bde20", "ded8c0", "a1")]
    [TestCase("dodis", 101, 40, "7838f9c545fb23aadb9fc2fae0", "3d2244f86114ece95260d62448", "6750917460")]
    public void Extract_KnownAnswers(string name, int n, int m, string input, string seed, string output)
    {
        ConvolutionExtractor extractor = name == "dodis"
            ? new DodisExtractor(n, m, SideInformation.Classical) : new CirculantExtractor(n, m);
        Assert.That(extractor.Name, Is.EqualTo(name));
        Assert.That(extractor.SeedBits, Is.EqualTo(name == "dodis" ? n : n + 1));
        BitString result = extractor.Extract(BitStrings.FromHex(input, n), BitStrings.FromHex(seed, extractor.SeedBits));
        Assert.That(Convert.ToHexStringLower(result.ToBytes(BitOrder.MostSignificantFirst)), Is.EqualTo(output));
    }

    [Test]
    public void Extract_AnySizes_EqualsTheDefinition() =>
        Gen.Select(Gen.Int[2, 3000], Gen.Double[0, 1], Gen.ULong).Sample((n, fraction, key) =>
        {
            int m = 1 + (int)(fraction * (n - 1));
            var random = new SplitMix(key);
            BitString x = BitStrings.Random(random, n);
            ConvolutionExtractor[] cyclic = [new CirculantExtractor(n, m), new DodisExtractor(n, m, SideInformation.Quantum)];
            foreach (ConvolutionExtractor extractor in cyclic)
            {
                BitString y = BitStrings.Random(random, extractor.SeedBits);
                if (!extractor.Extract(x, y).Equals(SchoolbookToeplitz.ExtractCyclic(x, y, m))) return false;
            }
            m = Math.Min(m, n - 1);
            BitString s = BitStrings.Random(random, n - 1);
            BitString first = BitStrings.Of(n - m, i => x[i]);
            BitString last = BitStrings.Of(m, i => x[n - m + i]);
            return new ModifiedToeplitzExtractor(n, m).Extract(x, s)
                .Equals(BitStrings.Xor(SchoolbookToeplitz.Extract(first, s, m), last));
        }, iter: 100);

    [Test]
    public void Circulant_OverAllSeeds_IsTwoUniversal()
    {
        // n = 6, m = 4: N = 7 is prime, yet 2 has order 3 modulo 7 and x = 1 + z^2 + z^3 + z^4 spans only 3 of 4 rows.
        var admitted = new CirculantExtractor(6, 4);
        Assert.That(admitted.SeedBits, Is.EqualTo(11));
        Assert.That(Collisions.OfAllDifferences(admitted), Is.All.EqualTo(1 << (11 - 4)));
        Assert.That(new CirculantExtractor(6, 3).SeedBits, Is.EqualTo(7));
        Assert.That(Collisions.OfAllDifferences(new CirculantExtractor(6, 3)), Is.All.EqualTo(1 << (7 - 3)));

        int worst = Collisions.Of(6, 7, (x, y) => SchoolbookToeplitz.ExtractCyclic(x, y, 4)).Max();
        Assert.That(worst, Is.GreaterThan(1 << (7 - 4)), "without the condition on the order the family is not two-universal");
    }

    [Test]
    public void ModifiedToeplitz_OverAllSeeds_IsTwoUniversal() =>
        Assert.That(Collisions.OfAllDifferences(new ModifiedToeplitzExtractor(7, 3)), Is.All.LessThanOrEqualTo(1 << (6 - 3)));

    [Test]
    public void Dodis_OverAllSeeds_LosesAtMostOneBitOfRank()
    {
        // N = 11 with 2 as a primitive root: only all-ones (rank 1) is an exception, and every other rank is at least m.
        int[] collisions = Collisions.OfAllDifferences(new DodisExtractor(11, 4, SideInformation.Classical));
        Assert.That(collisions[..^1], Is.All.EqualTo(1 << (11 - 4)));
        Assert.That(collisions[^1], Is.EqualTo(1 << (11 - 1)));
    }

    [Test]
    public void AdmissibleLengths_AgreeWithTrialOfEveryPower()
    {
        for (int n = 1; n < 700; n++)
        {
            Assert.That(AdmissibleLengths.NextDodis(n), Is.EqualTo(
                Enumerable.Range(Math.Max(n, 3), 1000).First(candidate => OrderByTrial(candidate) == candidate - 1)));
            int m = 1 + (n / 2);
            Assert.That(AdmissibleLengths.NextCirculant(n, m), Is.EqualTo(
                Enumerable.Range(Math.Max(n + 1, 3), 1000).First(candidate => OrderByTrial(candidate) >= m)));
        }
        // Sizes in use: 10^8 + 7 is prime with 2 of order (N - 1) / 2, and the Mersenne prime 2^31 - 1 has order 31.
        Assert.That(AdmissibleLengths.OrderOfTwo(100_000_007), Is.EqualTo(50_000_003));
        Assert.That(AdmissibleLengths.OrderOfTwo(int.MaxValue), Is.EqualTo(31));
        Assert.That(() => AdmissibleLengths.NextDodis(int.MaxValue), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => AdmissibleLengths.OrderOfTwo(9), Throws.ArgumentException);
    }

    [Test]
    public void Configurations_GiveTheSizesOfTheProofs()
    {
        double error = Math.Pow(2, -20);
        CirculantExtractor uniform = new CirculantExtractorConfiguration
        {
            InputBits = 4000,
            MinEntropyBits = 1000,
            ExtractionError = error,
        }.Build();
        Assert.That((uniform.SeedBits, uniform.OutputBits), Is.EqualTo((4001, 960)));
        CirculantExtractor weak = new CirculantExtractorConfiguration
        {
            InputBits = 4000,
            MinEntropyBits = 1000,
            ExtractionError = error,
            SeedMinEntropyRate = 0.9,
        }.Build();
        Assert.That(weak.OutputBits, Is.EqualTo((int)Math.Floor(1000 - (0.1 * 4001) - 40)));

        var dodis = new DodisExtractorConfiguration
        {
            InputBits = 4000,
            MinEntropyBits = 3000,
            ExtractionError = error,
            SeedMinEntropyRate = 0.75,
            SideInformation = SideInformation.Classical,
        };
        int length = AdmissibleLengths.NextDodis(4000);
        Assert.That(dodis.Build().OutputBits, Is.EqualTo((int)Math.Floor(3000 - (0.25 * length) + 1 - 40)));
        Assert.That(dodis.Build().Security.IsQuantumProof, Is.False);
        DodisExtractor quantum = (dodis with { SideInformation = SideInformation.Quantum }).Build();
        Assert.That(quantum.OutputBits,
            Is.EqualTo((int)Math.Floor(0.2 * (3000 - (0.25 * length) - 160 + 9 - (4 * Math.Log2(3))))));
        Assert.That(quantum.Security.IsQuantumProof, Is.True);
        Assert.That((dodis with { SeedMinEntropyRate = 0.25 }).Build,
            Throws.ArgumentException.With.Message.Contains("No bit can be extracted"));
        Assert.That((dodis with { SeedMinEntropyRate = 0 }).Build, Throws.InstanceOf<ArgumentOutOfRangeException>());

        ModifiedToeplitzExtractor modified = new ModifiedToeplitzExtractorConfiguration
        {
            InputBits = 4000,
            MinEntropyBits = 1000,
            ExtractionError = error,
        }.Build();
        Assert.That((modified.SeedBits, modified.OutputBits), Is.EqualTo((3999, 962)));
        Assert.That(() => new ModifiedToeplitzExtractor(5, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static int OrderByTrial(int candidate)
    {
        if (candidate < 3 || Enumerable.Range(2, candidate - 2).TakeWhile(d => d * d <= candidate).Any(d => candidate % d == 0))
            return 0;
        int power = 2;
        int order = 1;
        for (; power != 1; order++) power = power * 2 % candidate;
        return order;
    }
}
