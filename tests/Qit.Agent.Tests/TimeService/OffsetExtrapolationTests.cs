using CsCheck;
using Qit.Agent.Results;
using Qit.Agent.TimeService;
using Qit.Timing.Tracking;

namespace Qit.Agent.Tests.TimeService;

public sealed class OffsetExtrapolationTests
{
    private static readonly Gen<(double X, double Y, double D)> States = Gen.Select(
        Gen.Double[-1e9, 1e9], Gen.Double[-1e-6, 1e-6], Gen.Double[-1e-11, 1e-11]);

    private static readonly Gen<(double X, double Y, double D)> Errors = Gen.Select(
        Gen.Double[0, 3].Select(e => Math.Pow(10, e)), Gen.Double[-13, -9].Select(e => Math.Pow(10, e)),
        Gen.Double[-17, -13].Select(e => Math.Pow(10, e)));

    private static readonly Gen<ClockNoise> Noises = Gen.Select(
        Gen.Double[-26, -19], Gen.Double[-30, -21], Gen.Double[-38, -30],
        (a, b, c) => new ClockNoise(Math.Pow(10, a), Math.Pow(10, b), Math.Pow(10, c)));

    /// <summary>The filter knows its covariances; results carry standard errors only. What is made of these must cover the
    /// filter's own prediction, and by no more than the factor sqrt(3) that three unknown correlations can make.</summary>
    [Test]
    public void Uncertainty_CoversTheFiltersOwnPrediction() =>
        Gen.Select(Errors, Noises, Gen.Double[0, 1000], Gen.Double[0, 1000]).Sample((errors, noise, before, after) =>
        {
            var filter = new ClockFilter(noise, 0, 0, errors.X, 0, errors.Y, errors.D);
            filter.PredictTo(Picoseconds(before));
            OffsetExtrapolation extrapolation = Of((0, 0, 0), (filter.OffsetError, filter.FrequencyError, filter.DriftError), noise);
            filter.PredictTo(Picoseconds(before) + Picoseconds(after));
            // The filter counts whole picoseconds.
            ExtrapolatedOffset at = extrapolation.At(Picoseconds(after) * 1e-12);
            Assert.That(at.StatisticalPicoseconds, Is.GreaterThanOrEqualTo(filter.OffsetError * (1 - 1e-9)));
            Assert.That(at.FrequencyUncertainty, Is.GreaterThanOrEqualTo(filter.FrequencyError * (1 - 1e-9)));
            if (before == 0)
                Assert.That(at.StatisticalPicoseconds, Is.LessThanOrEqualTo(filter.OffsetError * Math.Sqrt(3) * (1 + 1e-9)));
        });

    /// <summary>With one error at a time nothing is unknown, and the two agree.</summary>
    [TestCase(10, 0, 0)]
    [TestCase(0, 1e-11, 0)]
    [TestCase(0, 0, 1e-14)]
    public void OneError_IsCarriedExactly(double x, double y, double d)
    {
        NamedClock.TryGetPair("rubidium", out ClockNoise noise);
        var filter = new ClockFilter(noise, 0, 0, x, 0, y, d);
        filter.PredictTo(Picoseconds(100));
        Assert.That(Of((0, 0, 0), (x, y, d), noise).At(100).StatisticalPicoseconds, Is.EqualTo(filter.OffsetError).Within(1e-9).Percent);
    }

    [Test]
    public void Offset_FollowsFrequencyAndDrift() =>
        Gen.Select(States, Gen.Double[0, 1000]).Sample((state, t) =>
        {
            ExtrapolatedOffset at = Of(state, (1, 0, 0), new ClockNoise(0, 0)).At(t);
            double expected = state.X + (state.Y * 1e12 * t) + (state.D * 1e12 * t * t / 2);
            Assert.That(at.Picoseconds, Is.EqualTo(expected).Within(1e-12 * (Math.Abs(state.X) + 1e9)));
            Assert.That(at.Frequency, Is.EqualTo(state.Y + (state.D * t)).Within(1e-18));
        });

    [Test]
    public void Validity_EndsWhereTheUncertaintyPassesTheLimit() =>
        Gen.Select(States, Errors, Noises, Gen.Double[0, 6]).Sample((state, errors, noise, decades) =>
        {
            const double Most = 1000;
            OffsetExtrapolation extrapolation = Of(state, errors, noise);
            double limit = Math.Pow(10, decades);
            double until = extrapolation.SecondsUntil(limit, Most);
            if (until > 0)
            {
                foreach (double part in new[] { 0, 0.1, 0.5, 0.9, 1 })
                    Assert.That(extrapolation.At(part * until).UncertaintyPicoseconds, Is.LessThanOrEqualTo(limit * (1 + 1e-9)));
            }
            else
            {
                Assert.That(extrapolation.At(0).UncertaintyPicoseconds, Is.GreaterThanOrEqualTo(limit * (1 - 1e-9)));
            }
            if (until < Most)
                Assert.That(extrapolation.At(until + 1e-3).UncertaintyPicoseconds, Is.GreaterThan(limit));
        });

    [TestCase(double.NaN, 1, 0, 0)]
    [TestCase(0, double.NaN, 0, 0)]
    [TestCase(0, -1, 0, 0)]
    [TestCase(0, double.PositiveInfinity, 0, 0)]
    [TestCase(0, 1, double.NaN, 0)]
    [TestCase(0, 1, 0, double.NegativeInfinity)]
    public void WhatIsNoNumber_IsSeen(double x, double xError, double y, double d) =>
        Assert.That(Of((x, y, d), (xError, 0, 0), new ClockNoise(0, 0)).IsFinite, Is.False);

    private static long Picoseconds(double seconds) => (long)Math.Round(seconds * 1e12);

    private static OffsetExtrapolation Of(
        (double X, double Y, double D) state, (double X, double Y, double D) errors, ClockNoise noise) =>
        new(new OffsetResult(0, false)
        {
            StationA = "alice",
            StationB = "bob",
            StationTimePicoseconds = 0,
            OffsetPicoseconds = state.X,
            StandardErrorPicoseconds = errors.X,
            PathUncertaintyPicoseconds = 0,
            FrequencyOffset = state.Y,
            FrequencyOffsetStandardError = errors.Y,
            Coincidences = 0,
            Accidentals = 0,
            PeakWidthPicosecondsRms = 0,
            FilteredOffsetPicoseconds = state.X,
            FilteredStandardErrorPicoseconds = errors.X,
            FrequencyDrift = state.D,
            FrequencyDriftStandardError = errors.D,
        }, noise, ageUncertaintySeconds: 0.1);
}
