using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>Stable32's results for two data sets: every printed digit and the number of terms, at every averaging factor
/// printed.</summary>
public class Stable32ReferenceTests
{
    private const double EdgeRounding = 4e-8;

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
    [TestCase("phase_dat_mtotdev_octave.txt", StabilityMeasure.ModifiedTotal)]
    [TestCase("phase_dat_mtotdev_octave_alpha0.txt", StabilityMeasure.ModifiedTotal)]
    [TestCase("phase_dat_mtotdev_decade.txt", StabilityMeasure.ModifiedTotal)]
    [TestCase("phase_dat_ttotdev_octave.txt", StabilityMeasure.TimeTotal)]
    [TestCase("phase_dat_ttotdev_decade.txt", StabilityMeasure.TimeTotal)]
    [TestCase("phase_dat_htotdev_octave_nobias.txt", StabilityMeasure.HadamardTotal)]
    [TestCase("phase_dat_theo1_alpha0.txt", StabilityMeasure.Theo1)]
    [TestCase("phase_dat_theo1_alpha0_decade.txt", StabilityMeasure.Theo1)]
    [TestCase("phase_dat_tierms.txt", StabilityMeasure.TimeIntervalErrorRms)]
    [TestCase("phase_dat_mtie.txt", StabilityMeasure.MaximumTimeIntervalError)]
    public void PhaseDat_EqualsStable32(string reference, StabilityMeasure measure)
    {
        Check(PhaseDat(), measure, "allan/phasedat/" + reference, (_, _) => 1);
    }

    /// <summary>These were run with Stable32's correction for bias, for the noise type in the fourth column.</summary>
    [TestCase("phase_dat_mtotdev.txt", StabilityMeasure.ModifiedTotal)]
    [TestCase("phase_dat_ttotdev_all.txt", StabilityMeasure.TimeTotal)]
    [TestCase("phase_dat_htotdev_octave.txt", StabilityMeasure.HadamardTotal)]
    public void PhaseDat_CorrectedForBias_EqualsStable32(string reference, StabilityMeasure measure)
    {
        Check(PhaseDat(), measure, "allan/phasedat/" + reference, (multiple, alpha) =>
            Math.Sqrt(TotalBias.VarianceRatio(measure, alpha, multiple, 1001)));
    }

    /// <summary>Run with the correction for flicker phase noise; no source at hand prints its factor, so it is taken from
    /// the first row, and the others must have the same: a check of the shape of the curve.</summary>
    [Test]
    public void Theo1_OfFlickerPhase_IsStable32s_ButForOneFactor()
    {
        const string Reference = "allan/phasedat/phase_dat_theo1.txt";
        double[] first = ReferenceFile.Rows(Reference).Skip(1).First();
        double ratio = StabilityAnalysis.Compute(PhaseDat(), StabilityMeasure.Theo1, [(int)first[0]])[0].Value / first[5];
        Assert.That(ratio, Is.EqualTo(1 / Math.Sqrt(0.6028)).Within(1e-4));
        // The factor itself is known to half a digit of that row.
        Check(PhaseDat(), StabilityMeasure.Theo1, Reference, (_, _) => ratio, also: 1e-5);
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
        Check(ClockData.OfFrequency(fractional, 1), measure, "allan/" + reference, (_, _) => 1);
    }

    /// <summary>These were run on frequencies of 1 + 1e-10, whose sum of 2e4 rounds at 4e-12: with the same phase, rounded
    /// the same way, come the same digits. TOTDEV is corrected for bias. Of overlapping HDEV the order of Stable32's
    /// operations is not known, and its rounding shows by up to 2.4e-4 of the deviation; centred, all digits agree
    /// (above).</summary>
    [TestCase("oadev_octave.txt", StabilityMeasure.OverlappingAllan, EdgeRounding)]
    [TestCase("mdev_octave.txt", StabilityMeasure.ModifiedAllan, EdgeRounding)]
    [TestCase("tdev_octave.txt", StabilityMeasure.Time, EdgeRounding)]
    [TestCase("totdev_octave.txt", StabilityMeasure.Total, EdgeRounding)]
    [TestCase("ohdev_octave.txt", StabilityMeasure.OverlappingHadamard, 2.4e-4)]
    public void OcxoFrequency_NotCentred_EqualsStable32(string reference, StabilityMeasure measure, double also)
    {
        double[] fractional = [.. ReferenceFile.Rows("allan/ocxo_frequency.txt").Select(row => row[0] / 1e7)];
        var phase = new double[fractional.Length + 1];
        for (int index = 0; index < fractional.Length; index++) phase[index + 1] = phase[index] + fractional[index];
        Check(ClockData.OfPhase(phase, 1), measure, "allan/" + reference, (multiple, alpha) =>
            Math.Sqrt(TotalBias.VarianceRatio(measure, alpha, multiple, phase.Length)), also);
    }

    /// <summary>The same frequencies, but averaged without going through the phase: the rounding shows by up to 1.6e-4 of
    /// the deviation.</summary>
    [TestCase("adev_octave.txt", StabilityMeasure.Allan)]
    [TestCase("hdev_octave.txt", StabilityMeasure.Hadamard)]
    public void OcxoFrequency_AveragedNotCentred_EqualsStable32_ButForItsRounding(string reference, StabilityMeasure measure)
    {
        double[] fractional =
            [.. ReferenceFile.Rows("allan/ocxo_frequency.txt").Select(row => (row[0] - 1e7) / 1e7)];
        Check(ClockData.OfFrequency(fractional, 1), measure, "allan/" + reference, (_, _) => 1, also: 1.6e-4);
    }

    private static ClockData PhaseDat() =>
        ClockData.OfPhase([.. ReferenceFile.Rows("allan/phasedat/PHASE.DAT").Select(row => row[0])], 1);

    private static void Check(
        ClockData data, StabilityMeasure measure, string reference, Func<int, int, double> bias, double also = EdgeRounding)
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
                double[] row = expected[index];
                double wanted = row[column];
                double found = points[index].Value / bias(multiples[index], column == 3 ? 0 : (int)row[3]);
                Assert.That(found, Is.EqualTo(wanted).Within(Rounding(wanted, also)), $"m = {multiples[index]}");
                // Theo1's are printed with five digits.
                Assert.That(points[index].Terms, Is.EqualTo(row[2]).Within(row[2] > 99999 ? 5e-5 * row[2] : 0));
                Assert.That(points[index].LeftOut, Is.Zero);
            }
        });
    }

    /// <summary>Half of the last of five printed digits, and 4e-8 of the value: Stable32's own rounding shows where a
    /// value lies on the edge between two digits (TDEV of PHASE.DAT at m = 47 is 7.88355013e-1 in rational arithmetic,
    /// MDEV of the oscillator at m = 1994 is 6.99265014e-12; both are printed one digit lower).</summary>
    private static double Rounding(double printed, double also) =>
        (0.5e-4 * Math.Pow(10, Math.Floor(Math.Log10(printed)))) + (also * printed);
}
