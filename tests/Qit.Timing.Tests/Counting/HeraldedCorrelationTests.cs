using CsCheck;
using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class HeraldedCorrelationTests
{
    private static readonly Gen<long[]> Stream = Gen.Long[0, 300].Array[0, 30].Select(times => times.Order().ToArray());

    [Test]
    public void Counts_AreThoseOfTheDefinition() =>
        (from herald in Stream from a in Stream from b in Stream from window in Gen.Long[0, 20]
         select (herald, a, b, window)).Sample(
            (herald, a, b, window) =>
            {
                bool Has(long[] tags, long time) => tags.Any(tag => Math.Abs(tag - time) <= window / 2);
                HeraldedCorrelation found = HeraldedCorrelation.Count(herald, a, b, window);
                Assert.That(found, Is.EqualTo(new HeraldedCorrelation(herald.Length, herald.Count(h => Has(a, h)),
                    herald.Count(h => Has(b, h)), herald.Count(h => Has(a, h) && Has(b, h)))));
            },
            iter: 1000);

    /// <summary>Unrelated streams give 1, single photons split at random 0. 5 sigma, one seed.</summary>
    [Test]
    public void SinglePhotons_GiveNone_UnrelatedStreamsOne()
    {
        var random = new Random(2);
        long[] Tags(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1_000_000_000_000)).Order()];
        ValueWithError unrelated = HeraldedCorrelation.Count(Tags(200_000), Tags(300_000), Tags(300_000), 400_000)
            .SecondOrder!.Value;
        Assert.That(unrelated.Value, Is.EqualTo(1).Within(5 * unrelated.StandardError));
        Assert.That(unrelated.StandardError, Is.LessThan(0.03));

        long[] photons = Tags(20_000);
        bool[] toA = [.. photons.Select(_ => random.Next(2) == 0)];
        HeraldedCorrelation single = HeraldedCorrelation.Count(photons, [.. photons.Where((_, index) => toA[index])],
            [.. photons.Where((_, index) => !toA[index])], 1000);
        Assert.That(single.WithA + single.WithB, Is.EqualTo(photons.Length).Within(20));
        Assert.That(single.SecondOrder!.Value.Value, Is.LessThan(0.01));
        Assert.That(single.SecondOrder!.Value.StandardError, Is.GreaterThan(0), "none seen is not certainly none");
    }

    [Test]
    public void KnownAnswer()
    {
        ValueWithError found = new HeraldedCorrelation(1000, 100, 50, 2).SecondOrder!.Value;
        Assert.That(found.Value, Is.EqualTo(0.4).Within(1e-12));
        // d ln g2: 0.5 + 0.001 - 0.01 - 0.02; -0.009; -0.019; 0.001, squared times 2, 98, 48, 852.
        double variance = (0.471 * 0.471 * 2) + (0.009 * 0.009 * 98) + (0.019 * 0.019 * 48) + (0.001 * 0.001 * 852);
        Assert.That(found.StandardError, Is.EqualTo(0.4 * Math.Sqrt(variance)).Within(1e-9));
        Assert.That(new HeraldedCorrelation(5, 0, 2, 0).SecondOrder, Is.Null);
    }
}
