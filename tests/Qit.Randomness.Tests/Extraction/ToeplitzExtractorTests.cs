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
        BitString result = extractor.Extract(FromHex(input, n), FromHex(seed, extractor.SeedBits));
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
            BitString x = Random(random, n);
            BitString s = Random(random, n + m - 1);
            BitString expected = Bits(m, i =>
            {
                bool sum = false;
                for (int j = 0; j < n; j++) sum ^= s[i - j >= 0 ? i - j : m + n - 1 + i - j] & x[j];
                return sum;
            });
            return new ToeplitzExtractor(n, m).Extract(x, s).Equals(expected);
        }, iter: 300);

    [Test]
    public void Extract_IsLinearInTheInputAndInTheSeed() =>
        Gen.Select(Gen.Int[1, 2000], Gen.Double[0, 1], Gen.ULong).Sample((n, fraction, key) =>
        {
            int m = 1 + (int)(fraction * (n - 1));
            var random = new SplitMix(key);
            var extractor = new ToeplitzExtractor(n, m);
            BitString x1 = Random(random, n), x2 = Random(random, n);
            BitString s1 = Random(random, n + m - 1), s2 = Random(random, n + m - 1);
            return extractor.Extract(Xor(x1, x2), s1).Equals(Xor(extractor.Extract(x1, s1), extractor.Extract(x2, s1)))
                && extractor.Extract(x1, Xor(s1, s2)).Equals(Xor(extractor.Extract(x1, s1), extractor.Extract(x1, s2)));
        }, iter: 100);

    [Test]
    public void Extract_OverAllSeeds_IsTwoUniversal()
    {
        // The property the proof needs: for two different inputs exactly 2^-m of the seeds collide.
        const int N = 5;
        const int M = 3;
        var extractor = new ToeplitzExtractor(N, M);
        int seeds = 1 << extractor.SeedBits;
        for (int difference = 1; difference < 1 << N; difference++)
        {
            BitString input = Number(difference, N); // linear: a collision of x and x' is a zero of their difference
            int collisions = Enumerable.Range(0, seeds).Count(s =>
                extractor.Extract(input, Number(s, extractor.SeedBits)).Equals(Number(0, M)));
            Assert.That(collisions, Is.EqualTo(seeds >> M), $"difference {difference}");
        }
    }

    [Test]
    public void Extract_LargeBlock_EqualsTheDefinitionAtSampledBits()
    {
        const int N = 262_144;
        const int M = 80_000;
        var random = new SplitMix(9);
        BitString x = Random(random, N);
        BitString s = Random(random, N + M - 1);
        BitString output = new ToeplitzExtractor(N, M).Extract(x, s);
        foreach (int i in new[] { 0, 1, 63, 64, 12_345, 79_999 })
        {
            bool sum = false;
            for (int j = 0; j < N; j++) sum ^= s[i - j >= 0 ? i - j : M + N - 1 + i - j] & x[j];
            Assert.That(output[i], Is.EqualTo(sum), $"bit {i}");
        }
    }

    [Test]
    public void Extract_WrongLengths_AreRefused()
    {
        var extractor = new ToeplitzExtractor(16, 8);
        Assert.That(() => extractor.Extract(Number(0, 15), Number(0, 23)),
            Throws.ArgumentException.With.Message.Contains("takes 16"));
        Assert.That(() => extractor.Extract(Number(0, 16), Number(0, 22)),
            Throws.ArgumentException.With.Message.Contains("23 are needed"));
        Assert.That(() => new ToeplitzExtractor(8, 9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ToeplitzExtractor(int.MaxValue, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static BitString FromHex(string hex, int length) =>
        BitString.FromBytes(Convert.FromHexString(hex), length, BitOrder.MostSignificantFirst);

    private static BitString Number(int value, int length) => Bits(length, i => ((value >> i) & 1) == 1);

    private static BitString Random(SplitMix random, int length) => Bits(length, _ => random.NextBit() == 1);

    private static BitString Xor(BitString left, BitString right) => Bits(left.Length, i => left[i] ^ right[i]);

    private static BitString Bits(int length, Func<int, bool> bit) =>
        Trials.BitStringTests.Bits([.. Enumerable.Range(0, length).Select(bit)]);
}
