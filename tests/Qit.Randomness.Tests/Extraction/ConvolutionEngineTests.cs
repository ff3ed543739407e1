using System.Numerics;
using CsCheck;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;
using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Extraction;

/// <summary>
/// The fast product behind the convolution extractors against the schoolbook one, and what it promises of memory.
/// </summary>
public sealed class ConvolutionEngineTests
{
    private static readonly Gf2Kernel[] Kernels =
        [Gf2Kernel.Portable, .. new[] { new ToeplitzExtractor(1, 1).Kernel }.Where(kernel => kernel != Gf2Kernel.Portable)];

    private static IEnumerable<(int N, int M)> Edges()
    {
        int[] edges = [1, 2, 63, 64, 65, 127, 128, 129, 2047, 2048, 2049, 4095, 4096, 4097, 16_383, 16_384, 16_385, 65_537];
        return from n in edges from m in edges where m <= n && (m is 1 or 64 or 2049 or 16_383 || m == n) select (n, m);
    }

    [Test]
    public void Extract_EdgeSizes_EqualTheSchoolbookProduct([ValueSource(nameof(Kernels))] Gf2Kernel kernel)
    {
        var random = new SplitMix(7);
        foreach ((int n, int m) in Edges())
        {
            BitString x = BitStrings.Random(random, n);
            BitString s = BitStrings.Random(random, n + m - 1);
            Assert.That(new ToeplitzExtractor(n, m) { Kernel = kernel }.Extract(x, s),
                Is.EqualTo(SchoolbookToeplitz.Extract(x, s, m)), $"n = {n}, m = {m}");
        }
    }

    [Test]
    public void Extract_RandomSizesAndBudgets_EqualTheSchoolbookProduct([ValueSource(nameof(Kernels))] Gf2Kernel kernel) =>
        Gen.Select(Gen.Double[0, 16], Gen.Double[0, 1], Gen.Double[12, 22], Gen.ULong).Sample((logN, fraction, logBudget, key) =>
        {
            int n = (int)Math.Pow(2, logN);
            int m = 1 + (int)(fraction * (n - 1));
            var random = new SplitMix(key);
            BitString x = BitStrings.Random(random, n);
            BitString s = BitStrings.Random(random, n + m - 1);
            var extractor = new ToeplitzExtractor(n, m) { Kernel = kernel, MemoryBudgetBytes = (long)Math.Pow(2, logBudget) };
            return extractor.Extract(x, s).Equals(SchoolbookToeplitz.Extract(x, s, m));
        }, iter: 60);

    [Test]
    public void Extract_LargeBlock_KernelsAndBudgetsAgreeAndSampledBitsFollowTheDefinition()
    {
        const int N = 3_000_001;
        const int M = 1_300_003;
        var random = new SplitMix(9);
        BitString x = BitStrings.Random(random, N);
        BitString s = BitStrings.Random(random, N + M - 1);
        BitString output = new ToeplitzExtractor(N, M).Extract(x, s);
        foreach (int i in new[] { 0, 1, 63, 64, 12_345, M - 1 })
        {
            bool sum = false;
            for (int j = 0; j < N; j++) sum ^= s[i - j >= 0 ? i - j : M + N - 1 + i - j] & x[j];
            Assert.That(output[i], Is.EqualTo(sum), $"bit {i}");
        }
        Assert.That(new ToeplitzExtractor(N, M) { MemoryBudgetBytes = 1 << 18 }.Extract(x, s), Is.EqualTo(output));
        Assert.That(new ToeplitzExtractor(N, M) { Kernel = Gf2Kernel.Portable }.Extract(x, s), Is.EqualTo(output));
    }

    [Test]
    public void PreparedSeed_Reused_EqualsFreshAndAllocatesOnlyItsOutput()
    {
        var random = new SplitMix(5);
        ConvolutionExtractor[] extractors =
        [
            new ToeplitzExtractor(100_003, 40_000), new ModifiedToeplitzExtractor(100_003, 40_000),
            new CirculantExtractor(100_003, 40_000), new DodisExtractor(100_003, 40_000, SideInformation.Classical),
            new ToeplitzExtractor(100_003, 40_000) { MemoryBudgetBytes = 30_000 },
            new ToeplitzExtractor(100_003, 40_000) { Kernel = Gf2Kernel.Portable },
        ];
        foreach (ConvolutionExtractor extractor in extractors)
        {
            BitString seed = BitStrings.Random(random, extractor.SeedBits);
            PreparedSeed prepared = extractor.Prepare(seed);
            for (int block = 0; block < 3; block++)
            {
                BitString x = BitStrings.Random(random, 100_003);
                long before = GC.GetAllocatedBytesForCurrentThread();
                BitString output = prepared.Extract(x);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.That(output, Is.EqualTo(extractor.Extract(x, seed)), extractor.Name);
                if (block > 0) Assert.That(allocated, Is.LessThan((40_000 / 8) + 128), extractor.Name);
            }
        }
    }

    [Test]
    public void MemoryBudget_BoundsWhatIsAllocated()
    {
        const int N = 1_000_000;
        var random = new SplitMix(3);
        BitString x = BitStrings.Random(random, N);
        BitString s = BitStrings.Random(random, (2 * N) - 1);
        foreach (int budget in new[] { 1 << 15, 1 << 17, 1 << 20 })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            new ToeplitzExtractor(N, N) { MemoryBudgetBytes = budget }.Extract(x, s);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            // Beside the budget: the seed in the order of the diagonals, the output, tables and plans.
            Assert.That(allocated, Is.LessThan(budget + (3 * N / 8) + 500_000));
        }
        Assert.That(() => new ToeplitzExtractor(N, N) { MemoryBudgetBytes = 1000 }.Extract(x, s),
            Throws.ArgumentException.With.Message.Contains("at least 2560"));
    }

    [Test]
    public void Prepare_ChecksSeedAndInput()
    {
        var extractor = new CirculantExtractor(100, 10);
        Assert.That(() => extractor.Prepare(BitStrings.Number(0, 100)),
            Throws.ArgumentException.With.Message.Contains("101 are needed"));
        PreparedSeed prepared = extractor.Prepare(BitStrings.Number(0, 101));
        Assert.That(() => prepared.Extract(BitStrings.Number(0, 101)),
            Throws.ArgumentException.With.Message.Contains("takes 100"));
    }

    [Test]
    public void Field_ConstantsAreWhatTheTransformNeeds()
    {
        // g as the engine states it; y^(2^32) + y = 1 modulo g and y generates the field, so g is its minimal polynomial.
        BigInteger g = (BigInteger.One << 64) | 0x7F93_86C0_ED16_4457;
        BigInteger y = 2;
        BigInteger power = y;
        for (int i = 0; i < 32; i++) power = Product(power, power, g);
        Assert.That(power ^ y, Is.EqualTo(BigInteger.One));
        // Of the degrees dividing 64 only 64 is left: y^(2^32) is not y. With y^(2^64) = y this makes g irreducible.
        for (int i = 0; i < 32; i++) power = Product(power, power, g);
        Assert.That(power, Is.EqualTo(y));

        static BigInteger Product(BigInteger a, BigInteger b, BigInteger modulus)
        {
            BigInteger sum = BigInteger.Zero;
            for (int i = 63; i >= 0; i--)
            {
                sum <<= 1;
                if (((sum >> 64) & 1) == 1) sum ^= modulus;
                if (((b >> i) & 1) == 1) sum ^= a;
            }
            return sum;
        }
    }
}
