using System.Numerics;
using CsCheck;
using Qit.Core.Counting;

namespace Qit.Core.Tests.Counting;

public class DelayHistogramTests
{
    private static readonly Gen<long[]> Tags =
        from offset in Gen.Long[-DelayHistogram.MaxTicks, DelayHistogram.MaxTicks - 4000]
        from times in Gen.Long[0, 4000].Array[0, 40]
        select times.Select(time => time + offset).Order().ToArray();

    [Test]
    public void Add_CountsEveryPairInItsExactBin_OverTheFullRange() =>
        (from a in Tags
         from b in Gen.Long[0, 4000].Array[0, 40]
         from far in Gen.Bool
         from first in Gen.Long[-3000, 3000]
         from bin in Gen.Int[1, 200]
         from bins in Gen.Int[1, 60]
         select (a, b, far, first, bin, bins)).Sample(s =>
        {
            // Either near A, with a small delay, or at the other end of the range, with a delay as large as can be.
            long other = s.far ? 0 : s.a.Length == 0 ? 0 : s.a[0];
            long[] b = s.b.Select(time => Math.Clamp(time + other, -DelayHistogram.MaxTicks, DelayHistogram.MaxTicks)).Order().ToArray();
            long delay = s.far && s.a.Length > 0 ? -s.a[0] : 0;
            long first = Math.Clamp(s.first + delay, -DelayHistogram.MaxTicks, DelayHistogram.MaxTicks);
            var histogram = new DelayHistogram(first, s.bin, s.bins);
            histogram.Add(s.a, s.a.Length, b, b.Length);
            int[] expected = new int[s.bins];
            foreach (long one in s.a)
            {
                foreach (long two in b)
                {
                    BigInteger at = BigInteger.Divide((BigInteger)two - one - first, s.bin);
                    if ((BigInteger)two - one >= first && at < s.bins) expected[(int)at]++;
                }
            }

            return Enumerable.Range(0, s.bins).All(bin => histogram.Count(bin) == expected[bin]);
        }, iter: 2000);

    [Test]
    public void ExtremeTags_DoNotOverflow()
    {
        const long Most = DelayHistogram.MaxTicks;
        var histogram = new DelayHistogram(Most, DelayHistogram.MaxBinTicks, DelayHistogram.MaxBins);
        histogram.Add([-Most, 0, Most], 3, [-Most, 0, Most], 3);
        // Differences of 2^60 from -2^60 to 0 and from 0 to 2^60; 2^61 lies outside.
        Assert.That(histogram.Count(0), Is.EqualTo(2));
        Assert.That(histogram.Highest(), Is.Zero);
        histogram.Clear();
        Assert.That(histogram.Count(0), Is.Zero);
        Assert.That(histogram.TryCentreOfMass(0, histogram.Bins, out _), Is.False);
    }

    [Test]
    public void CentreOfMass_IsWithinAFiveHundredAndTwelfthOfATick_OverTheFullRange() =>
        (from bin in Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, DelayHistogram.MaxBinTicks])
         from bins in Gen.Int[1, DelayHistogram.MaxBins]
         from places in Gen.Int[0, DelayHistogram.MaxBins - 1].Array[1, 30]
         from counts in Gen.Int[1, int.MaxValue].Array[30]
         select (bin, bins, places, counts)).Sample(s =>
        {
            var histogram = new DelayHistogram(0, s.bin, s.bins);
            BigInteger sum = 0, pairs = 0;
            for (int i = 0; i < s.places.Length; i++) Fill(histogram, s.places[i] % s.bins, s.counts[i]);
            for (int i = 0; i < s.bins; i++)
            {
                sum += (BigInteger)histogram.Count(i) * ((2 * i) + 1);
                pairs += histogram.Count(i);
            }

            Assert.That(histogram.TryCentreOfMass(0, s.bins, out long centre), Is.True);
            // |centre/256 - bin sum / (2 pairs)| <= 1/512
            BigInteger off = BigInteger.Abs((centre * 2 * pairs) - ((BigInteger)256 * s.bin * sum));
            Assert.That(off, Is.LessThanOrEqualTo(pairs));
            double reference = 256.0 * s.bin * (double)sum / (2 * (double)pairs);
            Assert.That(centre, Is.EqualTo(reference).Within(0.5 + (reference * 1e-15)));
        }, iter: 500);

    [TestCase(-DelayHistogram.MaxTicks - 1, 1, 1)]
    [TestCase(0, 0, 1)]
    [TestCase(0, 1, 0)]
    [TestCase(0, 1, DelayHistogram.MaxBins + 1)]
    public void ArgumentsOutOfRange_AreRefused(long first, int bin, int bins) =>
        Assert.That(() => new DelayHistogram(first, bin, bins), Throws.InstanceOf<ArgumentOutOfRangeException>());

    /// <summary>Ten million tags through both kernels, in chunks as a device reads them.</summary>
    [Test]
    public void TenMillionTags_AllocateNothing()
    {
        const int Chunk = 1000;
        const int Chunks = 5000;
        long[] a = new long[Chunk];
        long[] b = new long[Chunk];
        var histogram = new DelayHistogram(-64, 1, 128);
        long pairs = 0;
        Run(0);
        histogram.Clear();
        pairs = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int chunk = 0; chunk < Chunks; chunk++) Run(chunk);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.Zero);
        Assert.That(pairs, Is.EqualTo(Chunk * Chunks));
        Assert.That(Enumerable.Range(0, 128).Sum(bin => (long)histogram.Count(bin)), Is.EqualTo(pairs));

        void Run(long chunk)
        {
            for (int i = 0; i < Chunk; i++)
            {
                a[i] = ((chunk * Chunk) + i) * 1000;
                b[i] = a[i] + ((i * 7) % 63);
            }

            histogram.Add(a, Chunk, b, Chunk);
            pairs += Coincidences.Count(a, Chunk, b, Chunk, 31, 31);
        }
    }

    private static void Fill(DelayHistogram histogram, int bin, int count)
    {
        // Doubling: n tags of A and n of B at one distance are n^2 pairs.
        long place = (long)bin * histogram.BinTicks;
        int root = (int)Math.Min(30, Math.Sqrt(count));
        histogram.Add(new long[root], root, [.. Enumerable.Repeat(place, root)], root);
    }
}
