using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>Stable32's results for two data sets: every printed digit and the number of terms, at every averaging factor
/// printed.</summary>
public class Stable32ReferenceTests
{
    [TestCase("phase_dat_adev.txt", StabilityMeasure.Allan)]
    [TestCase("phase_dat_adev_octave.txt", StabilityMeasure.Allan)]
    [TestCase("phase_dat_oadev.txt", StabilityMeasure.OverlappingAllan)]
    [TestCase("phase_dat_oadev_octave.txt", StabilityMeasure.OverlappingAllan)]
    [TestCase("phase_dat_mdev.txt", StabilityMeasure.ModifiedAllan)]
    [TestCase("phase_dat_mdev_octave.txt", StabilityMeasure.ModifiedAllan)]
    [TestCase("phase_dat_tdev.txt", StabilityMeasure.Time)]
    [TestCase("phase_dat_tdev_octave.txt", StabilityMeasure.Time)]
    [TestCase("phase_dat_hdev.txt", StabilityMeasure.Hadamard)]
    [TestCase("phase_dat_hdev_octave.txt", StabilityMeasure.Hadamard)]
    [TestCase("phase_dat_ohdev.txt", StabilityMeasure.OverlappingHadamard)]
    [TestCase("phase_dat_ohdev_octave.txt", StabilityMeasure.OverlappingHadamard)]
    [TestCase("phase_dat_totdev.txt", StabilityMeasure.Total)]
    [TestCase("phase_dat_totdev_octave.txt", StabilityMeasure.Total)]
    [TestCase("phase_dat_tierms.txt", StabilityMeasure.TimeIntervalErrorRms)]
    [TestCase("phase_dat_mtie.txt", StabilityMeasure.MaximumTimeIntervalError)]
    public void PhaseDat_EqualsStable32(string reference, StabilityMeasure measure)
    {
        double[] phase = [.. ReferenceFile.Rows("allan/phasedat/PHASE.DAT").Select(row => row[0])];
        Check(ClockData.OfPhase(phase, 1), measure, "allan/phasedat/" + reference);
    }

    [TestCase("stable32_adev_alltau.txt", StabilityMeasure.Allan)]
    [TestCase("stable32_oadev_alltau.txt", StabilityMeasure.OverlappingAllan)]
    [TestCase("stable32_mdev_alltau.txt", StabilityMeasure.ModifiedAllan)]
    [TestCase("stable32_tdev_alltau.txt", StabilityMeasure.Time)]
    [TestCase("stable32_hdev_alltau.txt", StabilityMeasure.Hadamard)]
    [TestCase("stable32_ohdev_alltau.txt", StabilityMeasure.OverlappingHadamard)]
    [TestCase("stable32_totdev_alltau.txt", StabilityMeasure.Total)]
    public void OcxoFrequency_EqualsStable32(string reference, StabilityMeasure measure)
    {
        double[] fractional =
            [.. ReferenceFile.Rows("allan/ocxo_frequency.txt").Select(row => (row[0] - 1e7) / 1e7)];
        Check(ClockData.OfFrequency(fractional, 1), measure, "allan/" + reference);
    }

    private static void Check(ClockData data, StabilityMeasure measure, string reference)
    {
        double[][] expected = [.. ReferenceFile.Rows(reference)];
        int[] multiples = [.. expected.Select(row => (int)row[0])];
        IReadOnlyList<StabilityPoint> points = StabilityAnalysis.Compute(data, measure, multiples);
        Assert.That(points, Has.Count.EqualTo(expected.Length));
        // Columns: factor, tau, terms, [noise type, lower limit,] value [, upper limit].
        int column = expected[0].Length == 4 ? 3 : 5;
        Assert.Multiple(() =>
        {
            for (int index = 0; index < points.Count; index++)
            {
                double wanted = expected[index][column];
                Assert.That(points[index].Value, Is.EqualTo(wanted).Within(Rounding(wanted)), $"m = {multiples[index]}");
                Assert.That(points[index].Terms, Is.EqualTo((int)expected[index][2]), $"m = {multiples[index]}");
                Assert.That(points[index].LeftOut, Is.Zero);
            }
        });
    }

    /// <summary>Half of the last of five printed digits, and 3e-8 of the value: Stable32's own rounding shows where a
    /// value lies on the edge between two digits (TDEV of PHASE.DAT at m = 47 is 7.88355013e-1 in rational arithmetic,
    /// MDEV of the oscillator at m = 1994 is 6.99265014e-12; both are printed one digit lower).</summary>
    private static double Rounding(double printed) =>
        (0.5e-4 * Math.Pow(10, Math.Floor(Math.Log10(printed)))) + (3e-8 * printed);
}
