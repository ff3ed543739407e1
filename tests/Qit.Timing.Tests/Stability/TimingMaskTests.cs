using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

public class TimingMaskTests
{
    [TestCase("prtc-a", 100, 52.5, 3)]
    [TestCase("prtc-a", 500, 100, 15)]
    [TestCase("prtc-a", 5000, 100, 30)]
    [TestCase("prtc-a", 0.1, double.NaN, double.NaN)]
    [TestCase("prtc-a", 10_000, 100, double.NaN)]
    [TestCase("prtc-b", 10, 27.75, 1)]
    [TestCase("prtc-b", 1000, 40, 5)]
    [TestCase("eprtc", 1, 4, 1)]
    [TestCase("eprtc", 100, 15.004, 1)]
    [TestCase("eprtc", 1_000_000, 30, double.NaN)]
    [TestCase("t-bc-c", 1, 10, 2)]
    [TestCase("t-bc-c", 1001, double.NaN, double.NaN)]
    [TestCase("g8271.1-c", 2, 250, double.NaN)]
    [TestCase("prc", 1000, 300, 30)]
    [TestCase("prc", 5000, 340, 30)]
    [TestCase("eec-1", 1, 40, 3.2)]
    [TestCase("eec-1", 32, 56.568542, 3.6203867)]
    [TestCase("eec-1", 1000, 100.522061, 6.4)]
    [TestCase("eec-1", 1001, double.NaN, double.NaN)]
    public void Limits_AreThoseOfTheTables(string name, double tau, double mtie, double tdev)
    {
        TimingMask mask = TimingMasks.Find(name)!;
        Assert.That(Limit(mask.Mtie, tau), Is.EqualTo(mtie).Within(1e-6));
        Assert.That(Limit(mask.Tdev, tau), Is.EqualTo(tdev).Within(1e-6));
    }

    /// <summary>Pieces follow one another without hole or overlap, and a limit never falls with tau by more than the
    /// rounding of the recommendations' coefficients.</summary>
    [Test]
    public void EveryMask_IsWhole()
    {
        foreach (TimingMask mask in TimingMasks.All)
        {
            foreach (IReadOnlyList<MaskRow> rows in new[] { mask.Mtie, mask.Tdev })
            {
                for (int index = 1; index < rows.Count; index++)
                {
                    Assert.That(rows[index].AboveSeconds, Is.EqualTo(rows[index - 1].UpToSeconds), mask.Name);
                    double before = rows[index - 1].At(rows[index - 1].UpToSeconds);
                    double after = rows[index].At(Math.BitIncrement(rows[index].AboveSeconds));
                    Assert.That(after, Is.GreaterThan(before * 0.995), $"{mask.Name} at {rows[index].AboveSeconds} s");
                }
            }
        }
    }

    [Test]
    public void Compare_FindsWhatExceeds_AndOnlyThat()
    {
        // 30 ns peak to peak every other second: MTIE of 30 ns exceeds PRTC-B's 25.275 ns at 1 s, meets its 32.7 at 28 s.
        double[] phase = [.. Enumerable.Range(0, 200).Select(index => index % 2 == 0 ? 15e-9 : -15e-9)];
        TimingMask mask = TimingMasks.Find("prtc-b")!;
        IReadOnlyList<MaskComparison> found = MaskCheck.Compare(mask, ClockData.OfPhase(phase, 1), [1, 28]);
        Assert.That(found.Select(one => (one.Quantity, one.TauSeconds, one.Holds)), Is.EqualTo(new[]
        {
            ("max|TE|", (double?)null, true), ("MTIE", 1.0, false), ("MTIE", 28.0, true), ("TDEV", 1.0, false),
            ("TDEV", 28.0, true),
        }));
        double[] still = new double[200];
        Assert.That(MaskCheck.Compare(mask, ClockData.OfPhase(still, 1), [1, 28]), Has.All.Property("Holds").True);
        double[] steps = new double[199];
        Assert.That(MaskCheck.Compare(mask, ClockData.OfFrequency(steps, 1), [1]).Select(one => one.Quantity),
            Is.EqualTo(new[] { "MTIE", "TDEV" }), "frequency data have no absolute time error");
    }

    [TestCase("class-a+", 65)]
    [TestCase("class-a", 130)]
    [TestCase("class-b", 260)]
    [TestCase("class-c", 3000)]
    public void Classes_LimitTheTimeErrorOnly(string name, double limit)
    {
        double[] phase = [0, limit * 1e-9, 0, 0];
        TimingMask mask = TimingMasks.Find(name)!;
        MaskComparison holds = MaskCheck.Compare(mask, ClockData.OfPhase(phase, 1), [1]).Single();
        Assert.That((holds.Quantity, holds.Factor), Is.EqualTo(("max|TE|", 1)).Using<(string, double)>(
            (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12));
        phase[1] *= 2.5;
        MaskComparison fails = MaskCheck.Compare(mask, ClockData.OfPhase(phase, 1), [1]).Single();
        Assert.That(fails.Holds, Is.False);
        Assert.That(fails.Factor, Is.EqualTo(2.5).Within(1e-12));
    }

    /// <summary>A limit is compared at both sides of where its pieces meet, also where no octave falls there.</summary>
    [Test]
    public void Multiples_HoldTheEndsOfThePieces()
    {
        int[] found = MaskCheck.Multiples(TimingMasks.Find("prtc-a")!, 0.5, [1, 2, 4], 2000);
        Assert.That(found, Is.EqualTo(new[] { 1, 2, 4, 200, 201, 546, 547, 2000 }));
    }

    private static double Limit(IReadOnlyList<MaskRow> rows, double tau) =>
        rows.Select(row => row.At(tau)).FirstOrDefault(limit => !double.IsNaN(limit), double.NaN);
}
