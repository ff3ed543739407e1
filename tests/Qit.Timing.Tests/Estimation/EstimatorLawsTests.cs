using CsCheck;
using Qit.Benchmarks.Estimation;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

/// <summary>Laws that hold for any data.</summary>
public class EstimatorLawsTests
{
    private const long Span = 100_000_000_000;

    private static readonly Gen<(ulong Seed, EstimationWorld World)> Worlds =
        Gen.Select(Gen.ULong[1, 1000], Gen.Double[300, 3000], Gen.Double[0, 20_000], Gen.Double[0, 0.4])
            .Select((seed, pairs, lone, tail) => (seed, new EstimationWorld
            {
                Pairs = pairs,
                LoneA = lone,
                LoneB = lone,
                Seconds = Span * 1e-12,
                TailA = (tail, 350),
                TailB = (tail, 350),
            }));

    [Test]
    public void LaterTagsOfB_MoveTheOffsetAndNothingElse() => Worlds.Sample(c =>
    {
        (long[] a, long[] b) = Tags(c);
        const long Shift = 987_654_321;
        OffsetEstimate plain = Fit(a, b, 0);
        OffsetEstimate shifted = Fit(a, [.. b.Select(tag => tag + Shift)], Shift);
        Assert.That(shifted.OffsetFemtoseconds - plain.OffsetFemtoseconds, Is.EqualTo(Shift * 1000));
        Assert.That(shifted.OffsetStandardErrorPicoseconds, Is.EqualTo(plain.OffsetStandardErrorPicoseconds));
    }, iter: 30);

    [Test]
    public void ReversedTime_NegatesTheOffset() => Worlds.Sample(c =>
    {
        (long[] a, long[] b) = Tags(c);
        OffsetEstimate plain = Fit(a, b, 0);
        OffsetEstimate reversed = Fit(Reverse(a), Reverse(b), 0);
        Near(-reversed.OffsetFemtoseconds * 1e-3, plain);
        Assert.That(reversed.FrequencyOffset,
            Is.EqualTo(plain.FrequencyOffset).Within(0.05 * plain.FrequencyOffsetStandardError));

        static long[] Reverse(long[] tags) => [.. tags.Reverse().Select(tag => Span - tag)];
    }, iter: 30);

    [Test]
    public void ExchangedStations_NegateTheOffset() => Worlds.Sample(c =>
    {
        (long[] a, long[] b) = Tags(c);
        OffsetEstimate plain = Fit(a, b, 0);
        OffsetEstimate exchanged = Fit(b, a, 0);
        Near(-exchanged.OffsetFemtoseconds * 1e-3, plain);
    }, iter: 30);

    [Test]
    public void LongerPicoseconds_ScaleEverything() => Worlds.Sample(c =>
    {
        (long[] a, long[] b) = Tags(c);
        OffsetEstimate plain = Fit(a, b, 0);
        long[] wideA = [.. a.Select(tag => 8 * tag)];
        long[] wideB = [.. b.Select(tag => 8 * tag)];
        OffsetEstimate wide = new OffsetEstimator()
            .EstimateSpan(wideA, wideB, new OffsetLine(4 * Span, 800, 0), 8 * 1200, 0, 8 * Span)!;
        Near(wide.OffsetFemtoseconds / 8e3, plain);
        Assert.That(wide.OffsetStandardErrorPicoseconds / 8,
            Is.EqualTo(plain.OffsetStandardErrorPicoseconds).Within(0.02 * plain.OffsetStandardErrorPicoseconds));
        Assert.That(wide.Coincidences, Is.EqualTo(plain.Coincidences).Within(0.02 * plain.Coincidences));
    }, iter: 30);

    /// <summary>The data hold no more information than the true shape's, but for their chance: with n coincidences it
    /// varies by some 1/sqrt(n), and 5 of those are allowed.</summary>
    [Test]
    public void StatedErrors_AreNotBelowTheBound() => Worlds.Sample(c =>
    {
        (long[] a, long[] b) = Tags(c);
        OffsetEstimate estimate = Fit(a, b, 0);
        PeakResponse response = PeakResponse.OfDetectors(200 * Math.Sqrt(2), c.World.TailA, c.World.TailB);
        double floor = (double)a.Length * b.Length / Span;
        var bound = EstimationBound.Of(response, c.World.Pairs, floor, c.World.Seconds, PeakFamily.Gaussian);
        double ratio = estimate.OffsetStandardErrorPicoseconds / bound.OffsetKnownShape;
        Assert.That(ratio, Is.InRange(1 - (5 / Math.Sqrt(c.World.Pairs)), 1.5));
    }, iter: 100);

    /// <summary>Bins lose nothing: the same Gaussian likelihood over single pairs has its maximum at the same place.
    /// </summary>
    [Test]
    public void Bins_GiveWhatSinglePairsGive([Values(1, 2, 3, 4, 5)] int seed)
    {
        var tags = new EstimationTags();
        var world = new EstimationWorld { Pairs = 500, LoneA = 20_000, LoneB = 20_000, Seconds = 1e-3, Skew = 2e-8 };
        tags.Generate(world, new FastRandom((ulong)seed));
        var line = new OffsetLine(500_000_000, 10, 0);
        OffsetEstimate binned = new OffsetEstimator(new OffsetEstimatorOptions { Family = PeakFamily.Gaussian })
            .EstimateSpan(tags.A, tags.B, line, 1200, 0, 1_000_000_000)!;
        var pairs = new PairDifferences();
        pairs.Collect(tags.A, tags.B, line, 12 * binned.PeakWidthPicosecondsRms);
        double[] start = [0, 0, Math.Log(300), Math.Log(500), Math.Log(0.4)];
        (double offset, double error) = new PairwisePeakFit(pairs).Fit(start)!.Value;
        Assert.That(binned.OffsetFemtoseconds * 1e-3, Is.EqualTo(10 + offset).Within(0.03 * error));
        Assert.That(binned.OffsetStandardErrorPicoseconds, Is.EqualTo(error).Within(0.04 * error));
        Assert.That(binned.FrequencyOffset, Is.EqualTo(start[1] * 1e-12)
            .Within(0.05 * binned.FrequencyOffsetStandardError));
    }

    [Test]
    public void PairsReadInStretches_AreTheSame([Values(100.0, 3000.0)] double mostKept)
    {
        var tags = new EstimationTags();
        tags.Generate(new EstimationWorld { Pairs = 500, LoneA = 5000, LoneB = 5000, Seconds = 1e-5 }, new FastRandom(1));
        var line = new OffsetLine(5_000_000, 0, 1e-7);
        var whole = new PairSource();
        whole.Collect(tags.A, tags.B, line, 5000);
        var stretches = new PairSource(mostKept);
        stretches.Collect(tags.A, tags.B, line, 5000);
        var one = new Sink();
        var other = new Sink();
        whole.Read(tags.A, tags.B, one);
        stretches.Read(tags.A, tags.B, other);
        Assert.That(one.Stretches, Is.EqualTo(1));
        Assert.That(other.Stretches, Is.GreaterThan(2));
        Assert.That(other.Residuals, Is.EqualTo(one.Residuals));
    }

    [Test]
    public void MillsRatio_EqualsTailOverDensity() => Gen.Double[0, 36].Sample(v => Assert.That(
        MillsRatio.At(v) * NormalDistribution.Density(v) / NormalDistribution.Cumulative(-v),
        Is.EqualTo(1).Within(v < 12 ? 1e-9 : 1e-6)));

    private static void Near(double offset, OffsetEstimate plain) => Assert.That(
        offset,
        Is.EqualTo(plain.OffsetFemtoseconds * 1e-3).Within(0.05 * plain.OffsetStandardErrorPicoseconds));

    private static OffsetEstimate Fit(long[] a, long[] b, long offset) => new OffsetEstimator()
        .EstimateSpan(a, b, new OffsetLine(Span / 2, offset, 0), 1200, 0, Span)!;

    private static (long[] A, long[] B) Tags((ulong Seed, EstimationWorld World) c)
    {
        var tags = new EstimationTags();
        tags.Generate(c.World, new FastRandom(c.Seed));
        return (tags.A.ToArray(), tags.B.ToArray());
    }

    private sealed class Sink : IPairSink
    {
        public List<double> Residuals { get; } = [];

        public int Stretches { get; private set; }

        public void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> times)
        {
            Residuals.AddRange(residuals);
            Stretches++;
        }
    }
}
