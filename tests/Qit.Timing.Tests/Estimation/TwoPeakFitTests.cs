using Qit.Timing.Estimation;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Estimation;

public class TwoPeakFitTests
{
    /// <summary>Lee et al., APL 114, 101102 (2019): real two-way histograms of ta - tb. Reference: a weighted Gaussian
    /// refit of the same data, 0.393(24) and 0.435(23) ns beyond 3 827 495 ns; the authors give 0.39(3) and 0.44(3).
    /// Same data, another fit: they must agree within the reference's own error.</summary>
    [TestCase("fibre_00m_data.dat", 0.393, 0.024)]
    [TestCase("fibre_05m_data.dat", 0.435, 0.023)]
    public void RealHistograms_GiveTheKnownOffset(string name, double offsetNanoseconds, double errorNanoseconds)
    {
        foreach (bool commonWidth in new[] { false, true })
        {
            TwoPeakResult result = TwoPeakFit.Fit(Load(name), commonWidth)!;
            double offset = (-result.OffsetPicoseconds * 1e-3) - 3_827_495;
            Assert.That(offset, Is.EqualTo(offsetNanoseconds).Within(errorNanoseconds));
            Assert.That(result.OffsetStandardErrorPicoseconds * 1e-3, Is.InRange(0.003, 0.03));
            Assert.That(result.ErrorScale, Is.GreaterThan(1.5), "real peaks fit no simple shape, and the fit says so");
            Assert.That(result.Shape, Is.EqualTo(TwoPeakShape.GaussianWithPedestal));
            TwoPeakResult plain = TwoPeakFit.Fit(Load(name), commonWidth, TwoPeakShape.Gaussian)!;
            Assert.That(plain.ReducedChiSquare, Is.GreaterThan(2 * result.ReducedChiSquare),
                "why the pedestal is there");
        }
    }

    /// <summary>The two fibres differ by 5 m more of fibre each way: c / 1.468 makes 24.5 ns; a connector more or less
    /// does not change that by 1 ns.</summary>
    [Test]
    public void TheLongerFibre_TakesLonger()
    {
        double delay = TwoPeakFit.Fit(Load("fibre_05m_data.dat"))!.TravelTimePicoseconds
            - TwoPeakFit.Fit(Load("fibre_00m_data.dat"))!.TravelTimePicoseconds;
        Assert.That(delay, Is.EqualTo(5 * 1.468 / 299_792_458e-12).Within(1000));
    }

    /// <summary>Seeds 1..100; limits as for the offset estimator: 4 standard errors.</summary>
    [TestCase(2000, 3000, 60.0)]
    [TestCase(150, 400, 25.0)]
    [TestCase(3000, 1500, 7.0)]
    public void SimulatedHistograms_HavePullsOfOne(int pairs1, int pairs2, double separationBins)
    {
        const int Seeds = 100;
        double sum = 0, squares = 0, travelSum = 0, travelSquares = 0;
        int gaussian = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            double centre1 = 300.3 + (0.0137 * seed);
            double centre2 = centre1 + separationBins + (0.021 * seed);
            TwoPeakResult result = TwoPeakFit.Fit(Simulate(seed, centre1, centre2, 1.1, pairs1, pairs2, 0.3))!;
            Assert.That(result, Is.Not.Null, $"seed {seed}");
            double pull = (result.OffsetPicoseconds
                - (125 * (centre1 + centre2) / 2)) / result.OffsetStandardErrorPicoseconds;
            double travelPull = (result.TravelTimePicoseconds
                - (125 * (centre2 - centre1) / 2)) / result.TravelTimeStandardErrorPicoseconds;
            sum += pull;
            squares += pull * pull;
            travelSum += travelPull;
            travelSquares += travelPull * travelPull;
            if (result.Shape == TwoPeakShape.Gaussian) gaussian++;
        }

        double limit = 4 / Math.Sqrt(Seeds);
        Assert.That(sum / Seeds, Is.EqualTo(0).Within(limit));
        Assert.That(travelSum / Seeds, Is.EqualTo(0).Within(limit));
        // Errors are never scaled down, so the deviation may be a little below 1.
        Assert.That(Math.Sqrt(squares / Seeds), Is.InRange(0.8, 1 + (4 / Math.Sqrt(2.0 * Seeds))));
        Assert.That(Math.Sqrt(travelSquares / Seeds), Is.InRange(0.8, 1 + (4 / Math.Sqrt(2.0 * Seeds))));
        Assert.That(gaussian, Is.GreaterThanOrEqualTo(97), "Gaussian peaks need no pedestal");
    }

    [Test]
    public void OnePeak_OrNone_IsNoTwoWayHistogram([Values(1, 2, 3, 4, 5)] int seed)
    {
        Assert.That(TwoPeakFit.Fit(Simulate(seed, 300, 400, 4, 2000, 0, 0.3)), Is.Null);
        Assert.That(TwoPeakFit.Fit(Simulate(seed, 300, 400, 4, 0, 0, 0.3)), Is.Null);
    }

    [TestCase("", "holds 0 bins")]
    [TestCase("1 2\nx y\n", "line 2: 'x y' is not a bin")]
    [TestCase("1 2\n2 -1\n", "line 2: count -1")]
    [TestCase("1 2\n2 0.5\n", "line 2: count 0.5")]
    [TestCase("1 0\n2 0\n3 0\n4 0\n5 0\n6 0\n7 0\n9 0\n", "not one bin width apart")]
    [TestCase("8 0\n7 0\n6 0\n5 0\n4 0\n3 0\n2 0\n1 0\n", "not one bin width apart")]
    public void BadHistograms_AreRefused(string text, string expected) => Assert.That(
        () => DifferenceHistogram.Read(new StringReader(text), "h.dat"),
        Throws.TypeOf<TagFileException>().With.Message.StartsWith("h.dat: ").And.Message.Contains(expected));

    private static DifferenceHistogram Load(string name)
    {
        using var reader = new StreamReader(SharedData.Path("twoway/" + name));
        return DifferenceHistogram.Read(reader, name);
    }

    private static DifferenceHistogram Simulate(
        int seed, double centre1, double centre2, double sigma, int pairs1, int pairs2, double floor)
    {
        const int Bins = 600;
        var random = new Random(seed);
        long[] counts = new long[Bins];
        Throw(pairs1, () => centre1 + (sigma * SimulatedStreams.Gaussian(random)));
        Throw(pairs2, () => centre2 + (sigma * SimulatedStreams.Gaussian(random)));
        Throw((int)(Bins * floor), () => (random.NextDouble() * Bins) - 0.5);
        return new DifferenceHistogram("simulated", 0, 125, counts);

        void Throw(int mean, Func<double> draw)
        {
            double left = mean;
            while (left > 0)
            {
                left += Math.Log(1 - random.NextDouble()); // a Poisson number of draws
                if (left <= 0) break;
                counts[Math.Clamp((int)Math.Round(draw()), 0, Bins - 1)]++;
            }
        }
    }
}
