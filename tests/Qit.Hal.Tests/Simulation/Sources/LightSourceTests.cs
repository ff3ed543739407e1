using Qit.Hal.Simulation;
using Qit.Timing.Counting;

namespace Qit.Hal.Tests.Simulation.Sources;

/// <summary>Statistics of light as the counting pipeline measures them on the world's tags, against theory. Judged at 5
/// standard errors, see <see cref="Statistic"/>.</summary>
public class LightSourceTests
{
    private const double RepetitionHertz = 1e7;
    private const long PeriodPicoseconds = 100_000;

    private static PairSourceOptions Pulsed(string kind, double photonsAPulse) => new()
    {
        Kind = kind, PairsPerSecond = photonsAPulse * RepetitionHertz, RepetitionHertz = RepetitionHertz,
        CorrelationTimePicosecondsRms = 0,
    };

    [TestCase(LightSourceKind.Spdc, 1.0, 2.0)]
    [TestCase(LightSourceKind.Spdc, 2.0, 1.5)]
    [TestCase(LightSourceKind.Sfwm, 5.0, 1.2)]
    [TestCase(LightSourceKind.Poisson, 1.0, 1.0)]
    [TestCase(LightSourceKind.WeakCoherent, 1.0, 1.0)]
    [TestCase(LightSourceKind.TwoLevel, 1.0, 0.05)]
    public void SecondOrder_BehindASplitter_IsThatOfTheLight(string kind, double modes, double expected)
    {
        PairSourceOptions source = Pulsed(kind, 0.1) with { Modes = modes, SecondOrderAtZero = 0.05, IsSplit = true };
        Assert.That(LightSource.Describe(source).SecondOrder, Is.EqualTo(expected).Within(1e-12));
        CorrelationBin[] g2 = SecondOrder(source, 1, PeriodPicoseconds, 4);
        CorrelationBin centre = g2[g2.Length / 2];
        Statistic.IsNear(centre.Value.Value, expected, centre.Value.StandardError, "same pulse");
        // Other pulses know nothing of each other.
        foreach (CorrelationBin other in g2.Where(bin => bin != centre))
            Statistic.IsNear(other.Value.Value, 1, other.Value.StandardError, "other pulse");
    }

    /// <summary>Continuous light: the bunching is a triangle as wide as the coherence time.</summary>
    [Test]
    public void Bunching_LastsForTheCoherenceTime()
    {
        var source = new PairSourceOptions
        {
            Kind = LightSourceKind.Spdc, PairsPerSecond = 4e6, CoherencePicoseconds = 20_000, Modes = 2, IsSplit = true,
            CorrelationTimePicosecondsRms = 0,
        };
        foreach (CorrelationBin bin in SecondOrder(source, 1, 4000, 10))
        {
            double inside = Math.Max(0, 1 - (Math.Abs(bin.DelayPicoseconds) / 20_000));
            // The triangle's tip is flattened by the bin: a quarter of the half width.
            if (Math.Abs(bin.DelayPicoseconds) < 2000) inside = 1 - (1000.0 / 20_000);
            if (Math.Abs(Math.Abs(bin.DelayPicoseconds) - 20_000) < 2000) inside = 250.0 / 20_000;
            Statistic.IsNear(bin.Value.Value, 1 + (inside / 2), bin.Value.StandardError, $"{bin.DelayPicoseconds} ps");
        }
    }

    /// <summary>Thermal pairs: g2 of signal against idler is 1 + 1/m + 1/K, and loss does not change it.</summary>
    [TestCase(0.02, 1.0)]
    [TestCase(0.1, 1.0)]
    [TestCase(0.1, 4.0)]
    public void SignalAgainstIdler_IsOneAndTheModesAndTheBrightness(double mean, double modes)
    {
        CorrelationBin[] g2 = SecondOrder(Lossy(mean, modes), 1, PeriodPicoseconds, 2);
        // Combinations of one pulse are no independent counts: more than Poisson's error by the photons of a pulse.
        double error = g2[2].Value.StandardError * (1 + (2 * mean));
        Statistic.IsNear(g2[2].Value.Value, 1 + (1 / mean) + (1 / modes), error, "g2 of signal against idler");
    }

    /// <summary>True coincidences over accidentals, accidentals from shifted pulses: CAR = 1/m + 1/K.</summary>
    [TestCase(0.01, 1.0)]
    [TestCase(0.02, 1.0)]
    public void CoincidenceToAccidentalRatio_FallsWithBrightness(double mean, double modes)
    {
        Tags tags = Tags.Generate(Lossy(mean, modes), 1);
        var counting = new CountingOptions { ChannelCount = 2, Patterns = [new CoincidencePattern(3, 4000)] };
        PatternResult result = CoincidenceAnalysis.Analyse(
            [new ChannelTags(tags.A, 0, 999_999_999_999), new ChannelTags(tags.B, 0, 999_999_999_999)], counting,
            new AnalysisOptions { ShiftPicoseconds = 10 * PeriodPicoseconds, ShiftCount = 40 }).Patterns[0];
        ValueWithError car = result.CoincidenceToAccidentalRatio!.Value;
        Statistic.IsNear(car.Value, (1 / mean) + (1 / modes), car.StandardError, "CAR");
    }

    /// <summary>Heralded g2(0): the idlers herald, the signal's photons part at a splitter. Summed over photon numbers, with
    /// every idler tag a herald and a detector that sees one photon or many alike.</summary>
    [TestCase(0.02, 1.0)]
    [TestCase(0.2, 1.0)]
    [TestCase(0.2, 8.0)]
    public void HeraldedSecondOrder_GrowsWithBrightness(double mean, double modes)
    {
        const double signal = 0.5, idler = 0.25;
        WorldOptions world = Worlds.Perfect with
        {
            Source = Pulsed(LightSourceKind.Spdc, mean) with { Modes = modes },
            DetectorA = Worlds.PerfectDetector with { Efficiency = signal },
            DetectorB = Worlds.PerfectDetector with { Efficiency = idler },
        };
        Tags tags = Tags.Generate(world, 2);
        var random = new Random(5);
        ILookup<bool, long> parts = tags.A.ToLookup(_ => random.Next(2) == 0);
        HeraldedCorrelation counted = HeraldedCorrelation.Count(tags.B, [.. parts[true]], [.. parts[false]], 4000);
        double heralds = 0, one = 0, both = 0, probability = Math.Pow(1 + (mean / modes), -modes);
        for (int n = 1; n < 100; n++)
        {
            probability *= (n - 1 + modes) / n * (mean / (mean + modes));
            double none = Math.Pow(1 - (signal / 2), n);
            heralds += probability * n;
            one += probability * n * (1 - none);
            both += probability * n * (1 - (2 * none) + Math.Pow(1 - signal, n));
        }

        ValueWithError g2 = counted.SecondOrder!.Value;
        // Heralds of one pulse see the same photons: their error is larger than that of independent ones.
        Statistic.IsNear(g2.Value, heralds * both / one / one, 1.5 * g2.StandardError, "heralded g2");
        Assert.That(g2.StandardError / g2.Value, Is.LessThan(0.05), "enough to judge");
    }

    /// <summary>Pairs against the pump: linear for SPDC, square for SFWM, whose Raman noise is linear.</summary>
    [TestCase(LightSourceKind.Spdc, 2.0, 0.0)]
    [TestCase(LightSourceKind.Sfwm, 2.0, 3e5)]
    [TestCase(LightSourceKind.Sfwm, 0.5, 3e5)]
    [TestCase(LightSourceKind.Poisson, 3.0, 0.0)]
    public void Brightness_FollowsThePump(string kind, double pump, double raman)
    {
        var source = new PairSourceOptions
        {
            Kind = kind, PairsPerSecond = 2e5, PumpMilliwatts = pump, RamanPhotonsPerSecond = raman, Modes = 1000,
            CorrelationTimePicosecondsRms = 0,
        };
        Tags tags = Tags.Generate(Worlds.Perfect with { Source = source }, 1);
        double pairs = 2e5 * (kind == LightSourceKind.Sfwm ? pump * pump : pump);
        double noise = raman * pump;
        Statistic.IsNear(tags.A.Length, pairs + noise, Math.Sqrt(pairs + noise), "singles A");
        Statistic.IsNear(tags.B.Length, pairs + noise, Math.Sqrt(pairs + noise), "singles B");
        double together = tags.Differences(0, 0.5).Count;
        double accidental = (pairs + noise) * (pairs + noise) * 1e-12;
        Statistic.IsNear(together, pairs + accidental, Math.Sqrt(pairs), "pairs");
        Assert.That(LightSource.Describe(source).BrightnessPerSecond, Is.EqualTo(pairs).Within(1e-6));
    }

    [Test]
    public void Emission_OfATwoLevelEmitter_IsSpreadByItsLifetime()
    {
        PairSourceOptions source = Pulsed(LightSourceKind.TwoLevel, 0.2) with
        {
            LifetimePicoseconds = 3000, CoherencePicoseconds = 1,
        };
        Tags tags = Tags.Generate(Worlds.Perfect with { Source = source }, 0.2);
        double mean = tags.A.Average(tag => (double)(tag % PeriodPicoseconds));
        Statistic.IsNear(mean, 3000, 3000 / Math.Sqrt(tags.A.Length), "lifetime");
    }

    [Test]
    public void EverySource_StatesWhatItIs()
    {
        LightSourceStatement pairs = new SimulatedWorld(new WorldOptions()).Source;
        Assert.That((pairs.Kind, pairs.Encoding, pairs.SignalNanometres), Is.EqualTo(("poisson", "polarization", 810.0)));
        Assert.That(pairs.Entanglement, Is.EqualTo(0.96).Within(1e-12));
        Assert.That(pairs.BrightnessPerSecond, Is.EqualTo(14_000));
        LightSourceStatement single = LightSource.Describe(
            Pulsed(LightSourceKind.TwoLevel, 0.1) with { Indistinguishability = 0.9 });
        Assert.That((single.Entanglement, single.Indistinguishability), Is.EqualTo((0.0, 0.9)));
    }

    [TestCase("lamp", 0, 1, "source.kind is 'lamp'")]
    [TestCase(LightSourceKind.TwoLevel, 0, 1, "source.repetitionHertz")]
    [TestCase(LightSourceKind.TwoLevel, 2e9, 1, "at most 1/lifetime")]
    [TestCase(LightSourceKind.TwoLevel, 1000, 1, "at most a photon a pulse")]
    [TestCase(LightSourceKind.Spdc, 1e10, 1, "source.coherencePicoseconds")]
    [TestCase(LightSourceKind.Sfwm, 0, 1000, "source.pumpMilliwatts")]
    public void Nonsense_IsRefused(string kind, double repetition, double pump, string message)
    {
        var options = new WorldOptions
        {
            Source = new PairSourceOptions
            {
                Kind = kind, RepetitionHertz = repetition, PumpMilliwatts = pump, PairsPerSecond = 1e5,
            },
        };
        Assert.That(() => new SimulatedWorld(options), Throws.TypeOf<WorldOptionException>().With.Message.Contains(message));
    }

    private static WorldOptions Lossy(double mean, double modes) => Worlds.Perfect with
    {
        Source = Pulsed(LightSourceKind.Spdc, mean) with { Modes = modes },
        ChannelA = Worlds.PerfectChannel with { InsertionLossDecibels = 6 },
        ChannelB = Worlds.PerfectChannel with { InsertionLossDecibels = 4 },
    };

    private static CorrelationBin[] SecondOrder(PairSourceOptions source, double seconds, long bin, int halfBins) =>
        SecondOrder(Worlds.Perfect with { Source = source }, seconds, bin, halfBins);

    private static CorrelationBin[] SecondOrder(WorldOptions world, double seconds, long bin, int halfBins)
    {
        Tags tags = Tags.Generate(world, seconds);
        var histogram = CorrelationHistogram.Cross(bin, halfBins);
        histogram.Add(tags.A, tags.B);
        histogram.Finish();
        return SecondOrderCorrelation.Normalize(histogram, seconds * 1e12);
    }
}
