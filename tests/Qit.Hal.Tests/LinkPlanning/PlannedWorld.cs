using Qit.Hal.Simulation;
using Qit.Hal.Tests.Simulation;
using Qit.Timing.Counting;
using Qit.Timing.Estimation;
using Qit.Timing.LinkPlanning;

namespace Qit.Hal.Tests.LinkPlanning;

/// <summary>The simulated world that a link's options describe, and what the pipeline measures in it.</summary>
internal sealed class PlannedWorld
{
    private const double LightMetresPerSecond = 299_792_458;
    private readonly LinkOptions link;

    public PlannedWorld(LinkOptions link, ulong seed)
        : this(link, seed, link.Source.SignalNanometres, link.Source.IdlerNanometres, link.Fibre.LengthToAMetres,
            link.Fibre.LengthToBMetres, link.Source.BandwidthNanometres)
    {
    }

    /// <summary>With the wavelengths and lengths of one configuration of the one-way protocol.</summary>
    public PlannedWorld(
        LinkOptions link, ulong seed, double nanometresA, double nanometresB, double metresA, double metresB, double bandwidth)
    {
        this.link = link;
        double rms = bandwidth / (2 * Math.Sqrt(2 * Math.Log(2)));
        Options = new WorldOptions
        {
            Seed = seed,
            Source = new PairSourceOptions
            {
                Kind = link.Source.Kind, PairsPerSecond = link.Source.PairsPerSecond,
                PumpMilliwatts = link.Source.PumpMilliwatts, Modes = link.Source.Modes,
                CoherencePicoseconds = link.Source.CoherencePicoseconds, RepetitionHertz = link.Source.RepetitionHertz,
                RamanPhotonsPerSecond = link.Source.RamanPhotonsPerSecond,
                CorrelationTimePicosecondsRms = link.Source.CorrelationTimePicosecondsRms,
            },
            ChannelA = Channel(nanometresA, metresA, rms, link.Fibre.InsertionLossADecibels,
                ClassicalNoise.At(link, nanometresA, metresA, false, metresB).Total),
            ChannelB = Channel(nanometresB, metresB, rms, link.Fibre.InsertionLossBDecibels,
                ClassicalNoise.At(link, nanometresB, metresB, true, metresA).Total),
            DetectorA = Detector(link.DetectorA),
            DetectorB = Detector(link.DetectorB),
            ClockA = Worlds.PerfectClock,
            ClockB = Worlds.PerfectClock,
            TaggerA = Tagger(link.DetectorA),
            TaggerB = Tagger(link.DetectorB),
        };
    }

    public WorldOptions Options { get; }

    /// <summary>Tags of both stations in picoseconds.</summary>
    public (long[] A, long[] B) Tags(double seconds)
    {
        Tags tags = Simulation.Tags.Generate(Options, seconds);
        long tickA = (long)link.DetectorA.TickPicoseconds, tickB = (long)link.DetectorB.TickPicoseconds;
        return ([.. tags.A.Select(tag => tag * tickA)], [.. tags.B.Select(tag => tag * tickB)]);
    }

    /// <summary>tB - tA of a pair, truth.</summary>
    public double DelayPicoseconds => new SimulatedWorld(Options).PathDelayDifferencePicoseconds;

    /// <summary>What `qit count` would count.</summary>
    public (AnalysisResult Counted, double Seconds) Count(double seconds, double windowPicoseconds)
    {
        (long[] a, long[] b) = Tags(seconds);
        long end = (long)(seconds * 1e12);
        long period = link.Source.RepetitionHertz > 0 ? (long)(1e12 / link.Source.RepetitionHertz) : 1_000_000;
        var counting = new CountingOptions
        {
            ChannelCount = 2, Patterns = [new CoincidencePattern(3, (long)windowPicoseconds)],
            DelaysPicoseconds = [0, (long)Math.Round(DelayPicoseconds)],
        };
        AnalysisResult counted = CoincidenceAnalysis.Analyse(
            [new ChannelTags(a, 0, end), new ChannelTags(b, 0, end)], counting,
            new AnalysisOptions { ShiftPicoseconds = period * Math.Max(1, 2_000_000 / period), ShiftCount = 50 });
        return (counted, counted.DurationPicoseconds * 1e-12);
    }

    /// <summary>What the offset estimator finds, as error against the truth, with its own standard error.</summary>
    public (double Error, double StandardError) Offset(double seconds)
    {
        (long[] a, long[] b) = Tags(seconds);
        var estimator = new OffsetEstimator(new OffsetEstimatorOptions { Family = PeakFamily.Gaussian });
        double delay = DelayPicoseconds;
        long middle = (long)(seconds * 0.5e12);
        OffsetEstimate estimate = estimator.EstimateSpan(
            a, b, new OffsetLine(middle, (long)delay, 0), 30 * PairRates.Of(link).PeakPicosecondsRms, 0, 2 * middle)!;
        return ((estimate.OffsetFemtoseconds * 1e-3) - delay, estimate.OffsetStandardErrorPicoseconds);
    }

    private ChannelOptions Channel(double nanometres, double metres, double rms, double insertion, double photons) => new()
    {
        LengthMetres = metres,
        GroupIndex = link.Fibre.Dispersion.SlownessAt(nanometres) * 1e-12 * LightMetresPerSecond,
        AttenuationDecibelsPerKilometre = link.Fibre.LossAt(nanometres),
        InsertionLossDecibels = insertion,
        ChromaticSpreadPicosecondsRms = link.Fibre.Dispersion.DispersionAt(nanometres) * metres / 1000 * rms,
        BackgroundPhotonsPerSecond = photons * Math.Pow(10, -insertion / 10),
    };

    private static DetectorOptions Detector(LinkDetector detector) => new()
    {
        Efficiency = detector.Efficiency, DarkCountsPerSecond = detector.DarkCountsPerSecond,
        DeadTimePicoseconds = detector.DeadTimePicoseconds, AfterpulseProbability = detector.AfterpulseProbability,
        AfterpulseDecayNanoseconds = detector.AfterpulseDecayNanoseconds, JitterPicosecondsRms = detector.JitterPicosecondsRms,
    };

    private static TaggerOptions Tagger(LinkDetector detector) =>
        new() { TickFemtosecondsNumerator = (int)(detector.TickPicoseconds * 1000) };
}
