using Qit.Hal.Simulation;
using Qit.Hal.Tests.Simulation;
using Qit.Timing.Counting;
using Qit.Timing.LinkPlanning;

namespace Qit.Hal.Tests.LinkPlanning;

/// <summary>Planned rates against the simulated world, counted by the pipeline of `qit count`. Judged at 5 standard errors, see
/// <see cref="Statistic"/>.</summary>
public class PlannedRatesTests
{
    private static readonly LinkDetector Silicon = new()
    {
        Efficiency = 0.6, DarkCountsPerSecond = 5000, DeadTimePicoseconds = 60_000, AfterpulseProbability = 0.03,
        AfterpulseDecayNanoseconds = 50, JitterPicosecondsRms = 150,
    };

    private static readonly LinkOptions Plain = new();

    private static readonly LinkDetector Short = new() { DeadTimePicoseconds = 10_000 };

    private static IEnumerable<TestCaseData> Links()
    {
        yield return new TestCaseData(Plain).SetName("the defaults");
        yield return new TestCaseData(Plain with
        {
            DetectorA = Silicon, DetectorB = Silicon with { DeadTimePicoseconds = 30_000 }, WindowPicoseconds = 1000,
            Source = new LinkSource { Kind = SourceKind.Poisson, PairsPerSecond = 3e6 },
            Fibre = new LinkFibre { LengthToAMetres = 2000, LengthToBMetres = 5000 },
        }).SetName("dead time and afterpulses");
        yield return new TestCaseData(Plain with
        {
            DetectorA = Silicon with { DeadTimePicoseconds = 1e6, Efficiency = 0.25 },
            DetectorB = Silicon with { DeadTimePicoseconds = 2e6, Efficiency = 0.25 }, WindowPicoseconds = 1000,
            Source = new LinkSource { Kind = SourceKind.Poisson, PairsPerSecond = 1e7 },
        }).SetName("saturated detectors");
        yield return new TestCaseData(Plain with
        {
            Classical = [new ClassicalChannel { Nanometres = 1550, LaunchDecibelMilliwatts = 3 },
                new ClassicalChannel { Nanometres = 1530, LaunchDecibelMilliwatts = 3, Direction = "to-a" }],
            Source = new LinkSource { Kind = SourceKind.Poisson, PairsPerSecond = 1e6 }, WindowPicoseconds = 2000,
        }).SetName("C band beside O band");
        yield return new TestCaseData(Plain with
        {
            Source = new LinkSource { PairsPerSecond = 4e6, RepetitionHertz = 5e7, CoherencePicoseconds = 50, Modes = 2 },
            DetectorA = Short, DetectorB = Short,
        }).SetName("thermal pulses");
        yield return new TestCaseData(Plain with
        {
            Source = new LinkSource { PairsPerSecond = 2e6, RepetitionHertz = 5e7, CoherencePicoseconds = 50 },
            DetectorA = new LinkDetector { DeadTimePicoseconds = 50_000 },
            DetectorB = new LinkDetector { DeadTimePicoseconds = 10_000 },
        }).SetName("thermal pulses and dead time");
        yield return new TestCaseData(Plain with
        {
            Source = new LinkSource { PairsPerSecond = 6e6, CoherencePicoseconds = 2000 }, WindowPicoseconds = 1500,
            DetectorB = new LinkDetector { DeadTimePicoseconds = 0 },
            Fibre = new LinkFibre { LengthToBMetres = 3000 },
        }).SetName("thermal light of long coherence");
        yield return new TestCaseData(Plain with
        {
            Source = new LinkSource
            {
                Kind = SourceKind.Sfwm, PairsPerSecond = 4e5, PumpMilliwatts = 2, RamanPhotonsPerSecond = 1e6,
                RepetitionHertz = 5e7, CoherencePicoseconds = 20,
            },
            DetectorA = Short, DetectorB = Short,
        }).SetName("four-wave mixing with Raman light");
    }

    [TestCaseSource(nameof(Links))]
    public void Rates_AreThoseThatAreCounted(LinkOptions link)
    {
        PairRates planned = LinkPlan.Of(link).Rates!;
        (AnalysisResult counted, double seconds) = new PlannedWorld(link, 11).Count(1, planned.WindowPicoseconds);
        PatternResult pattern = counted.Patterns[0];
        TestContext.Out.WriteLine($"measured, planned: singles {counted.Singles[0] / seconds:F0} "
            + $"{planned.A.SinglesPerSecond:F0}, {counted.Singles[1] / seconds:F0} {planned.B.SinglesPerSecond:F0}, coincidences "
            + $"{pattern.Coincidences / seconds:F0} {planned.CoincidencesPerSecond:F0}, accidentals "
            + $"{pattern.Accidentals.Value / seconds:F1} {planned.AccidentalsPerSecond:F1}, "
            + $"CAR {pattern.CoincidenceToAccidentalRatio?.Value:F2} {planned.CoincidenceToAccidentalRatio:F2}");
        // Afterpulses come in the wake of their avalanche: (1 + p) / (1 - p) of Poisson's variance and less.
        double bunched = Math.Sqrt(1 + (2 * link.DetectorA.AfterpulseProbability) + (2 * link.Source.PairsPerSecond * 2e-8));
        IsNear(counted.Singles[0], planned.A.SinglesPerSecond, seconds, bunched, "singles A");
        IsNear(counted.Singles[1], planned.B.SinglesPerSecond, seconds, bunched, "singles B");
        IsNear(pattern.Coincidences, planned.CoincidencesPerSecond, seconds, bunched, "coincidences");
        Statistic.IsNear(pattern.Accidentals.Value, planned.AccidentalsPerSecond * seconds, pattern.Accidentals.StandardError,
            "accidentals");
        ValueWithError car = pattern.CoincidenceToAccidentalRatio!.Value;
        Statistic.IsNear(car.Value, planned.CoincidenceToAccidentalRatio, car.StandardError, "CAR");
    }

    private static void IsNear(long counted, double planned, double seconds, double factor, string what) =>
        Statistic.IsNear(counted, planned * seconds, factor * Math.Sqrt(planned * seconds), what);
}
