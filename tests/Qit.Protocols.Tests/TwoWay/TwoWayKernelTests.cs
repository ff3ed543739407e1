using CsCheck;
using Qit.Protocols.TwoWay;

namespace Qit.Protocols.Tests.TwoWay;

/// <summary>The bounds that the docstrings of the phase kernels state, against double precision.</summary>
public class TwoWayKernelTests
{
    private const double Turn = 4294967296.0;

    private static readonly Gen<long> Count =
        from bits in Gen.Int[0, 31]
        from value in Gen.Long[0, FringeRecord.Max]
        select value >> (31 - bits);

    [Test]
    public void Phase_IsWithinItsBound_OverTheFullRange()
    {
        double largest = 0;
        Gen.Select(Count.Array[4], Count.Array[4], Count.Array[4]).Sample(
            (live, plus, minus) =>
            {
                var record = new FringeRecord();
                double[] rates = new double[4];
                for (int step = 0; step < 4; step++)
                {
                    record.Set(step, Math.Max(1, live[step]), plus[step], minus[step]);
                    rates[step] = (plus[step] - minus[step]) / (double)Math.Max(1, live[step]) * (1L << 30);
                }
                double x = rates[0] - rates[2], y = rates[3] - rates[1];
                if (!QuadraturePhase.TryPhase(record, out int phase)) return;
                double exact = Math.Atan2(y, x) / (2 * Math.PI) * Turn;
                double bound = 0.55 + (1.5 / double.Hypot(x, y) / (2 * Math.PI) * Turn);
                double error = Math.Abs(Math.IEEERemainder(phase - exact, Turn));
                largest = Math.Max(largest, error / bound);
                Assert.That(error, Is.LessThan(bound));
            },
            iter: 200_000, threads: 1);
        TestContext.Out.WriteLine($"largest error {largest:F3} of the bound");
        Assert.That(largest, Is.GreaterThan(0.3), "the bound is not idle");
    }

    [Test]
    public void CountsWithoutNoise_GiveTheirPhase_WhateverThePortsDifferBy() =>
        Gen.Select(Gen.Double[-3.14, 3.14], Gen.Double[0.05, 1], Gen.Double[0.3, 1]).Sample((phase, visibility, ratio) =>
        {
            FringeRecord record = Record(phase, visibility, ratio, 1e8);
            Assert.That(QuadraturePhase.TryPhase(record, out int found), Is.True);
            Assert.That(Math.IEEERemainder((found / Turn * 2 * Math.PI) - phase, 2 * Math.PI), Is.EqualTo(0).Within(1e-5));
        });

    /// <summary>Amplitude of 5 sigma by chance: exp(-12.5), 4e-6 a fringe; three of 10 000 are one in 100 000.</summary>
    [Test]
    public void NoiseAlone_HasNoPhase()
    {
        var random = new Random(3);
        int found = 0;
        for (int i = 0; i < 10_000; i++)
        {
            var record = new FringeRecord();
            for (int step = 0; step < 4; step++)
                record.Set(step, 1000, 1000 + (long)(Normal(random) * 31.6), 1000 + (long)(Normal(random) * 31.6));
            if (QuadraturePhase.TryPhase(record, out _)) found++;
        }
        Assert.That(found, Is.LessThan(3));
        var dark = new FringeRecord();
        Assert.That(QuadraturePhase.TryPhase(dark, out _), Is.False, "no live time");
    }

    [Test]
    public void Climb_CountsTheTurns_AsLongAsTheLowestRateTurnsByLessThanHalf() =>
        Gen.Select(Gen.Double[-0.4, 0.4], Gen.Int, Gen.Int[0, 20]).Sample((turns, rest, doublings) =>
        {
            var tracker = new PhaseTracker();
            tracker.Begin(rest);
            // A fiftieth of a turn of error, either sign, at each fringe.
            for (int doubling = 0; doubling <= doublings; doubling++)
            {
                double exact = (turns * Math.Pow(2, doubling)) + ((doubling & 1) == 0 ? 0.02 : -0.02);
                tracker.Climb((int)(long)((uint)((long)(exact * Turn) + rest)));
                Assert.That(tracker.Phase / Turn, Is.EqualTo(exact).Within(1e-6));
            }
        });

    [Test]
    public void Follow_StaysWithinItsBound_OfTheSameLoopInDoublePrecision([Range(0, 8)] int shift)
    {
        var random = new Random(shift);
        var tracker = new PhaseTracker();
        tracker.Begin(0);
        double phase = 0, slope = 0, truth = 0, gain = Math.Pow(2, -shift), largest = 0;
        for (int i = 0; i < 200_000; i++)
        {
            // The steepest drift that the docstring lets it follow, from the first fringe on, and noise.
            truth += gain / 4;
            int measured = (int)(long)(uint)(long)((truth + (0.1 * (random.NextDouble() - 0.5))) * Turn);
            tracker.Follow(measured, shift);
            double predicted = phase + slope;
            double nearest = predicted + Math.IEEERemainder(measured - predicted, Turn);
            phase = predicted + (gain * (nearest - predicted));
            slope += gain * gain / 4 * (nearest - predicted);
            largest = Math.Max(largest, Math.Abs(tracker.Phase - phase));
        }
        TestContext.Out.WriteLine($"shift {shift}: largest difference {largest:F2} units");
        Assert.That(largest, Is.LessThan(1 + Math.Pow(2, (2 * shift) - 5)));
        Assert.That(tracker.Phase / Turn, Is.EqualTo(truth).Within(0.5), "it lost no turn");
    }

    private static FringeRecord Record(double phase, double visibility, double ratio, double clicks)
    {
        var record = new FringeRecord();
        for (int step = 0; step < 4; step++)
        {
            double fringe = visibility * Math.Cos(phase + (step * Math.PI / 2));
            record.Set(step, 1_000_000, (long)(clicks * (1 + fringe)), (long)(ratio * clicks * (1 - fringe)));
        }
        return record;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
