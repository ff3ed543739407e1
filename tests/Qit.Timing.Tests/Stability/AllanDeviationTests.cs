using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

public class AllanDeviationTests
{
    /// <summary>Stable32's results for PHASE.DAT: every printed digit, at every averaging factor printed.</summary>
    [TestCase("phase_dat_adev_octave.txt", false)]
    [TestCase("phase_dat_oadev_octave.txt", true)]
    [TestCase("phase_dat_adev.txt", false)]
    [TestCase("phase_dat_oadev.txt", true)]
    public void PhaseDat_EqualsStable32(string reference, bool overlapping)
    {
        double[] phase = [.. Rows("PHASE.DAT").Select(row => row[0])];
        double[][] expected = [.. Rows(reference)];
        int[] multiples = [.. expected.Select(row => (int)row[0])];
        IReadOnlyList<StabilityPoint> points = AllanDeviation.OfPhase(phase, 1, multiples, overlapping);
        Assert.That(points, Has.Count.EqualTo(expected.Length));
        for (int index = 0; index < points.Count; index++)
        {
            string printed = points[index].Deviation.ToString("0.0000e+00", CultureInfo.InvariantCulture);
            string wanted = expected[index][5].ToString("0.0000e+00", CultureInfo.InvariantCulture);
            Assert.That(printed, Is.EqualTo(wanted), $"m = {multiples[index]}");
        }
    }

    [Test]
    public void FrequencyOffset_ShowsNoDeviation_DriftShowsTauOverRootTwo()
    {
        double[] line = [.. Enumerable.Range(0, 100).Select(index => 3.0 * index)];
        double[] drift = [.. Enumerable.Range(0, 100).Select(index => 0.5 * 0.01 * index * index)];
        int[] multiples = AllanDeviation.Octaves(100);
        Assert.That(multiples, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32 }));
        foreach (StabilityPoint point in AllanDeviation.OfPhase(line, 1, multiples, overlapping: true))
            Assert.That(point.Deviation, Is.Zero);
        foreach (StabilityPoint point in AllanDeviation.OfPhase(drift, 1, multiples, overlapping: false))
            Assert.That(point.Deviation, Is.EqualTo(0.01 * point.TauSeconds / Math.Sqrt(2)).Within(1e-12));
    }

    [Test]
    public void TooLongAveraging_IsLeftOut_BadArgumentsAreRefused()
    {
        Assert.That(AllanDeviation.OfPhase([0, 1, 2], 1, [1, 2], overlapping: true), Has.Count.EqualTo(1));
        Assert.That(() => AllanDeviation.OfPhase([0, 1, 2], 1, [0], overlapping: true),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AllanDeviation.OfPhase([0, 1, 2], 0, [1], overlapping: true),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static IEnumerable<double[]> Rows(string name) =>
        File.ReadLines(SharedData.Path("allan/phasedat/" + name))
            .Where(line => line.Trim().Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray());
}
