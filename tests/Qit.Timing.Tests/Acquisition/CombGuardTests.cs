using Qit.Timing.Acquisition;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Acquisition;

/// <summary>Pulsed light: every pulse of one side fits every pulse of the other.</summary>
public class CombGuardTests
{
    /// <summary>Unrelated photons of two detectors under one pulsed laser: nothing tells one tooth from the next.</summary>
    [TestCase(12_500)]
    [TestCase(3_125)]
    public void AComb_IsAmbiguous(long period)
    {
        (long[] a, long[] b) = Pulsed(period, 0, seed: 1);
        AcquisitionResult result = new PeakAcquisition(
            new AcquisitionOptions { MaximumOffsetSeconds = 1e-3, MaximumSkewPpm = 1, MaximumEffort = 0.05 }).Search(a, b);
        Assert.That(result.Found, Is.False);
        Assert.That(result.AmbiguityPicoseconds, Is.EqualTo((double)period).Within(0.01 * period));
        Assert.That(result.Reason, Does.StartWith("ambiguous modulo"));
        Assert.That(result.Log10Ambiguity, Is.GreaterThan(-9));
    }

    /// <summary>Control: the same with pairs on one tooth, which stands out.</summary>
    [Test]
    public void TheToothThatStandsOut_IsPicked([Values(1, 2, 3)] int seed)
    {
        (long[] a, long[] b) = Pulsed(12_500, 0.1, seed);
        AcquisitionResult result = new PeakAcquisition(
            new AcquisitionOptions { MaximumOffsetSeconds = 1e-3, MaximumSkewPpm = 1, MaximumEffort = 0.05 }).Search(a, b);
        Assert.That(result.Found, Is.True, result.Reason);
        Assert.That(result.OffsetPicoseconds, Is.EqualTo(125_000).Within(1000));
    }

    [Test]
    public void TheHydraHarpRecording_GivesNoWrongSkew()
    {
        TagData data = TagFile.Load(File.OpenRead(SharedData.Path("hydraharp400_t2.ptu")), "hydraharp400_t2.ptu");
        AcquisitionResult result = new PeakAcquisition(new AcquisitionOptions { MaximumOffsetSeconds = 1e-3, MaximumSkewPpm = 1, MaximumEffort = 0.05 })
            .Search(data.SelectPicoseconds(0), data.SelectPicoseconds(1));
        TestContext.Out.WriteLine(result);
        Assert.That(result.Found, Is.False, "the teeth of a pulsed single emitter are alike");
        Assert.That(result.AmbiguityPicoseconds, Is.EqualTo(3125).Within(30));
    }

    private static (long[] A, long[] B) Pulsed(long period, double pairs, int seed)
    {
        var random = new Random(seed);
        var a = new List<long>();
        var b = new List<long>();
        const double EachPulse = 5e-4;
        for (double pulse = 0; pulse < 1e12 / period;)
        {
            pulse -= Math.Log(1 - random.NextDouble()) / EachPulse;
            long time = (long)pulse * period;
            bool both = random.NextDouble() < pairs;
            bool toA = random.Next(2) == 0;
            if (both || toA) a.Add(time + (long)(200 * SimulatedStreams.Gaussian(random)));
            if (both || !toA) b.Add(time + 125_000 + (long)(200 * SimulatedStreams.Gaussian(random)));
        }

        a.Sort();
        b.Sort();
        return ([.. a], [.. b]);
    }
}
