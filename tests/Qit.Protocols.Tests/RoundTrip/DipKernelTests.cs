using CsCheck;
using Qit.Protocols.RoundTrip;

namespace Qit.Protocols.Tests.RoundTrip;

public class DipKernelTests
{
    [Test]
    public void Displacement_IsWithinItsBound_OverTheFullRange() =>
        (from width in Gen.Int[2, 32767]
         from part in Gen.Double[0.5, 1.5]
         from bits in Gen.Int[1, 62]
         from plateau in Gen.Long[1, 1L << bits]
         from left in Gen.Double[0, 1]
         from right in Gen.Double[0, 1]
         select (width, flank: Math.Clamp((int)(part * width), (width + 1) / 2, 3 * width / 2), plateau,
            left: (long)(left * plateau), right: (long)(right * plateau))).Sample(
            s =>
            {
                long gain = DipDiscriminator.Gain(s.width, s.flank);
                if (!DipDiscriminator.TryDisplacement(s.plateau, s.left, s.right, gain, out long displacement))
                    return s.left >= s.plateau || s.right >= s.plateau;
                double exact = 256.0 * s.width * s.width / (2.0 * s.flank)
                    * (Math.Log(s.plateau - s.right) - Math.Log(s.plateau - s.left));
                return Math.Abs(displacement - exact) <= 2;
            },
            iter: 500_000);

    [Test]
    public void Displacement_IsThatOfTheCentre_WhateverTheVisibility() =>
        (from visibility in Gen.Double[0.05, 1]
         from shift in Gen.Double[-60, 60]
         from flank in Gen.Int[25, 75]
         select (visibility, shift, flank)).Sample(s =>
        {
            const long plateau = 1_000_000_000_000;
            long Rate(double x) => (long)(plateau * (1 - (s.visibility * Math.Exp(-(x - s.shift) * (x - s.shift) / 5000))));
            Assert.That(DipDiscriminator.TryDisplacement(plateau, Rate(-s.flank), Rate(s.flank),
                DipDiscriminator.Gain(50, s.flank), out long displacement), Is.True);
            Assert.That(displacement / 256.0, Is.EqualTo(s.shift).Within(0.01));
        });

    [Test]
    public void Rate_IsRoundedToHalfAUnit() =>
        (from counts in Gen.Long[0, DwellRecord.Max]
         from live in Gen.Int[1, int.MaxValue]
         select (counts, live)).Sample(s =>
        {
            var record = new DwellRecord { Coincidences = s.counts, LiveMicroseconds = s.live };
            decimal exact = s.counts * 1_000_000_000m / s.live;
            return Math.Abs(record.RateMillihertz - exact) <= 0.5m;
        });

    /// <summary>A flat rate in 30 000 scans of 40 places: 6 sigma of a filter at 38 places, whose Poisson tail on the low side
    /// is shorter than Gaussian, would be exceeded once in 900 runs of this test.</summary>
    [TestCase(4)]
    [TestCase(100)]
    public void AFlatRate_ShowsNoDip(int mean)
    {
        var random = new Random(1);
        var search = new DipSearch();
        for (int scan = 0; scan < 30_000 / 4; scan++)
        {
            search.Begin(40);
            for (int place = 0; place < 40; place++)
                search.Add(place, Record(Poisson(mean, random)));
            Assert.That(search.TryFind(out _), Is.False);
        }
    }

    [Test]
    public void ADip_IsFoundInTime_AtItsPlace()
    {
        var random = new Random(2);
        for (int seed = 0; seed < 100; seed++)
        {
            double centre = 3 + (34 * random.NextDouble());
            var search = new DipSearch();
            search.Begin(40);
            int scans = 0;
            int dip;
            do
            {
                for (int place = 0; place < 40; place++)
                    search.Add(place, Record(Poisson(
                        60 * (1 - (0.8 * Math.Exp(-0.5 * (place - centre) * (place - centre)))), random)));
                scans++;
            }
            while (!search.TryFind(out dip) && scans < 20);
            Assert.That(scans, Is.LessThan(8));
            Assert.That(dip, Is.EqualTo(centre).Within(1));
            Assert.That(search.PlateauMillihertz(dip), Is.EqualTo(60_000_000).Within(11).Percent,
                "5 sigma of 33 places with 60 counts");
        }
    }

    [Test]
    public void YearsOfScanning_DoNotOverflow()
    {
        var search = new DipSearch();
        search.Begin(DipSearch.MaxPlaces);
        var most = new DwellRecord { Coincidences = DwellRecord.Max, LiveMicroseconds = DwellRecord.Max };
        for (int scan = 0; scan < 20; scan++)
        {
            for (int place = 0; place < DipSearch.MaxPlaces; place++)
                search.Add(place, most);
            Assert.That(search.TryFind(out int dip), Is.False);
            Assert.That(search.PlateauMillihertz(dip), Is.EqualTo(1_000_000_000));
        }
    }

    private static DwellRecord Record(int counts) => new() { Coincidences = counts, LiveMicroseconds = 1000 };

    private static int Poisson(double mean, Random random)
    {
        int count = 0;
        for (double sum = -Math.Log(1 - random.NextDouble()); sum < mean; sum -= Math.Log(1 - random.NextDouble()))
            count++;
        return count;
    }
}
