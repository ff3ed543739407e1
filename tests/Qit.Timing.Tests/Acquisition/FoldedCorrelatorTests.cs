using Qit.Timing.Acquisition;

namespace Qit.Timing.Tests.Acquisition;

public class FoldedCorrelatorTests
{
    [Test]
    public void Counts_EqualAllPairsCountedOneByOne([Values(1, 2, 3)] int seed)
    {
        const int Bins = 4096;
        const long Bin = 1000;
        const long Origin = 123_456;
        var random = new Random(seed);
        long[] a = Tags(random);
        long[] b = Tags(random);
        int[] expected = new int[Bins];
        foreach (long tagA in a)
        {
            foreach (long tagB in b)
            {
                long lag = FloorDivide(tagB - Origin, Bin) - FloorDivide(tagA - Origin, Bin);
                expected[((lag % Bins) + Bins) % Bins]++;
            }
        }

        float[] counts = new float[Bins];
        new FoldedCorrelator(Bins).Correlate(a, b, Origin, Bin, counts);
        Assert.That(counts, Is.EqualTo(expected));
    }

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    private static long[] Tags(Random random)
    {
        long[] tags = new long[300];
        for (int index = 0; index < tags.Length; index++) tags[index] = random.NextInt64(-20_000_000, 20_000_000);
        tags[0] = 123_456; // edges of bins
        tags[1] = 123_455;
        tags[2] = 123_456 + 1000;
        return tags;
    }
}
