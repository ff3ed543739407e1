using CsCheck;
using Qit.Randomness.Extraction;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Extraction;

public sealed class ToeplitzExtractorTests
{
    // From vectors/extractors/known-answers.json ("Toeplitz"): known answers of the definition, re-derived by an
    // independent O(nm) implementation. Bit 0 is 0x80 of byte 0.
    [TestCase(16, 8, "ad88", "00b4c2", "5d")]
    [TestCase(97, 40, "3d11f76ff7994a6aa13503ee80", "a3c57e076d21f9ea31d312752b9b2f4952", "1ab23f70d3")]
    public void Extract_KnownAnswers(int n, int m, string input, string seed, string output)
    {
        var extractor = new ToeplitzExtractor(n, m);
        BitString result = extractor.Extract(BitStrings.FromHex(input, n), BitStrings.FromHex(seed, extractor.SeedBits));
        Assert.That(Convert.ToHexStringLower(result.ToBytes(BitOrder.MostSignificantFirst)), Is.EqualTo(output));
    }

    [Test]
    public void Extract_WrongBitOrder_GivesAnotherAnswer()
    {
        // Control for the vectors: the order matters, so the test above would notice a silent mix.
        byte[] input = Convert.FromHexString("ad88");
        byte[] seed = Convert.FromHexString("002d43");
        BitString result = new ToeplitzExtractor(16, 8).Extract(
            BitString.FromBytes(input, 16, BitOrder.LeastSignificantFirst),
            BitString.FromBytes(seed, 23, BitOrder.LeastSignificantFirst));
        Assert.That(result.ToBytes(BitOrder.MostSignificantFirst), Is.Not.EqualTo(new byte[] { 0x5d }));
    }

    [Test]
    public void Extract_AnySizes_EqualsTheDefinition() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.ULong).Sample((n, m, key) =>
        {
            m = Math.Min(n, m);
            var random = new SplitMix(key);
            BitString x = BitStrings.Random(random, n);
            BitString s = BitStrings.Random(random, n + m - 1);
            BitString expected = BitStrings.Of(m, i =>
            {
                bool sum = false;
                for (int j = 0; j < n; j++) sum ^= s[i - j >= 0 ? i - j : m + n - 1 + i - j] & x[j];
                return sum;
            });
            return new ToeplitzExtractor(n, m).Extract(x, s).Equals(expected)
                && SchoolbookToeplitz.Extract(x, s, m).Equals(expected);
        }, iter: 200);

    [Test]
    public void Extract_IsLinearInTheInputAndInTheSeed() =>
        Gen.Select(Gen.Int[1, 2000], Gen.Double[0, 1], Gen.ULong).Sample((n, fraction, key) =>
        {
            int m = 1 + (int)(fraction * (n - 1));
            var random = new SplitMix(key);
            var extractor = new ToeplitzExtractor(n, m);
            BitString x1 = BitStrings.Random(random, n), x2 = BitStrings.Random(random, n);
            BitString s1 = BitStrings.Random(random, n + m - 1), s2 = BitStrings.Random(random, n + m - 1);
            BitString both = extractor.Extract(x1, s1);
            return extractor.Extract(BitStrings.Xor(x1, x2), s1).Equals(BitStrings.Xor(both, extractor.Extract(x2, s1)))
                && extractor.Extract(x1, BitStrings.Xor(s1, s2)).Equals(BitStrings.Xor(both, extractor.Extract(x1, s2)));
        }, iter: 100);

    [Test]
    public void Extract_OverAllSeeds_IsTwoUniversal()
    {
        // The property the proof needs: for two different inputs exactly 2^-m of the seeds collide.
        var extractor = new ToeplitzExtractor(5, 3);
        foreach (int collisions in Collisions.OfAllDifferences(extractor))
            Assert.That(collisions, Is.EqualTo(1 << (extractor.SeedBits - 3)));
    }

    [Test]
    public void Extract_WrongLengths_AreRefused()
    {
        var extractor = new ToeplitzExtractor(16, 8);
        Assert.That(() => extractor.Extract(BitStrings.Number(0, 15), BitStrings.Number(0, 23)),
            Throws.ArgumentException.With.Message.Contains("takes 16"));
        Assert.That(() => extractor.Extract(BitStrings.Number(0, 16), BitStrings.Number(0, 22)),
            Throws.ArgumentException.With.Message.Contains("23 are needed"));
        Assert.That(() => new ToeplitzExtractor(8, 9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ToeplitzExtractor(int.MaxValue, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
