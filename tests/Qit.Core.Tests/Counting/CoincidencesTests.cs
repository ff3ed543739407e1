using CsCheck;
using Qit.Core.Counting;

namespace Qit.Core.Tests.Counting;

public class CoincidencesTests
{
    private static readonly Gen<long[]> Tags =
        from times in Gen.Long[0, 120].Array[0, 9]
        select times.Order().ToArray();

    [Test]
    public void Count_IsTheLargestNumberOfPairs_AsBruteForceFindsIt() =>
        Gen.Select(Tags, Tags, Gen.Long[-30, 30], Gen.Long[0, 12]).Sample((a, b, delay, window) =>
            Coincidences.Count(a, a.Length, b, b.Length, delay, window) == BruteForce(a, 0, b, 0, delay, window));

    [Test]
    public void Count_UsesOnlyTheTagsItIsGiven() =>
        Assert.That(Coincidences.Count([0, 100], 1, [0, 100], 2, 0, 1), Is.EqualTo(1));

    [TestCase(9, 0)]
    [TestCase(10, 1)]
    [TestCase(12, 1)]
    [TestCase(14, 1)]
    [TestCase(15, 0)]
    public void Count_WindowEdgesCount(long tagB, int expected) =>
        Assert.That(Coincidences.Count([0], 1, [tagB], 1, 12, 2), Is.EqualTo(expected));

    /// <summary>Tries every way of pairing: skip a, skip b, or pair them.</summary>
    private static int BruteForce(long[] a, int i, long[] b, int j, long delay, long window)
    {
        if (i == a.Length || j == b.Length)
            return 0;
        int best = Math.Max(BruteForce(a, i + 1, b, j, delay, window), BruteForce(a, i, b, j + 1, delay, window));
        return Math.Abs(b[j] - a[i] - delay) <= window
            ? Math.Max(best, 1 + BruteForce(a, i + 1, b, j + 1, delay, window))
            : best;
    }
}
