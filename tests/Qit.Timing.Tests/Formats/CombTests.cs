using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Recordings of an emitter pulsed at 320 MHz behind a beam splitter (test data of the ETA project): photons of
/// the two detectors are whole periods of 3.125 ns apart, but for jitter and lifetime.</summary>
public class CombTests
{
    private const long PeriodPicoseconds = 3125;

    [Test]
    public void HydraHarpRecording_HasTheKnownCounts()
    {
        TagData data = Load("hydraharp400_t2.ptu");
        Assert.That(data.Report, Is.EqualTo(new TagFileReport
        {
            SourceName = "hydraharp400_t2.ptu",
            Format = TagFormat.Ptu,
            Records = 409_482,
            AnnouncedRecords = 409_482,
            Events = 384_019,
            Overflows = 25_463,
            EpochWraps = data.Report.EpochWraps,
        }));
        Assert.That(data.CountByChannel(), Is.EqualTo(new[] { (0, 159_298L), (1, 224_721L) }));
        Assert.That(data.TickLength.ToPicoseconds(data.Ticks[^1]), Is.EqualTo(999_986_170_000).Within(5_000));
        Assert.That(data.Report.EpochWraps, Is.EqualTo(data.Ticks[^1] >> 25).Within(1));
    }

    [Test]
    public void QutagRecording_IsRecognized()
    {
        TagData data = Load("qutag_320mhz_hbt.qutag");
        Assert.That(data.Report.Format, Is.EqualTo(TagFormat.Qutag));
        Assert.That(data.Report.Records, Is.EqualTo(211_773));
        Assert.That(data.Report.AnnouncedRecords, Is.EqualTo(211_773));
        Assert.That(data.CountByChannel(), Is.EqualTo(new[] { (1, 43_736L), (2, 62_437L), (5, 105_600L) }));
        Assert.That(data.Report.OutOfOrder, Is.Zero);
        Assert.That(data.Ticks.ToArray(), Is.Ordered);
    }

    [TestCase("hydraharp400_t2.ptu", 0, 1)]
    [TestCase("qutag_320mhz_hbt.qutag", 1, 2)]
    public void TheDifferences_FormAComb(string name, int channelA, int channelB)
    {
        TagData data = Load(name);
        long[] a = data.SelectPicoseconds(channelA);
        long[] b = data.SelectPicoseconds(channelB);
        double comb = Visibility(a, b, PeriodPicoseconds);
        double control = Visibility(a, b, 2890);
        TestContext.Out.WriteLine($"{name}: {comb:0.000} at 3.125 ns, {control:0.000} at 2.890 ns");
        Assert.That(comb, Is.GreaterThan(0.5));
        Assert.That(control, Is.LessThan(0.1), "control: another period shows no comb");
    }

    /// <summary>Length of the mean phasor of b - a within 200 ns, over a period: 0 for an even histogram, 1 for a sharp
    /// comb.</summary>
    private static double Visibility(long[] a, long[] b, long period)
    {
        const long Reach = 200_000;
        long[] histogram = new long[period];
        int first = 0;
        long pairs = 0;
        foreach (long time in a)
        {
            while (first < b.Length && b[first] < time - Reach) first++;
            for (int index = first; index < b.Length && b[index] <= time + Reach; index++, pairs++)
                histogram[(((b[index] - time) % period) + period) % period]++;
        }

        Assert.That(pairs, Is.GreaterThan(1000));
        double real = 0;
        double imaginary = 0;
        for (int phase = 0; phase < period; phase++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * phase / period);
            real += histogram[phase] * cosine;
            imaginary += histogram[phase] * sine;
        }

        return Math.Sqrt((real * real) + (imaginary * imaginary)) / pairs;
    }

    private static TagData Load(string name) => TagFile.Load(File.OpenRead(SharedData.Path(name)), name);
}
