using System.Security.Cryptography;
using System.Text;
using Qit.Randomness.Certification;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Certification;

public sealed class EntropyAccumulationParametersTests
{
    private static readonly EntropyAccumulationConfiguration Example = new()
    {
        Trials = 1_000_000,
        ThresholdWinningProbability = 0.83,
        Conditions = new RunConditions
        {
            Geometry = new TrialGeometry
            {
                StationSeparationMetres = 100,
                StationA = new StationTiming(0, 200),
                StationB = new StationTiming(10.5, 220),
                TimingUncertaintyNanoseconds = 1,
            },
        },
    };

    private static EntropyAccumulationConfiguration With(TrialGeometry? geometry) =>
        Example with { Conditions = new RunConditions { Geometry = geometry } };

    [Test]
    public void CanonicalText_IsPinned()
    {
        // Whoever audits a certificate rebuilds this text: a change of form changes every hash.
        EntropyAccumulationParameters parameters = Example.Build();
        string[] lines = parameters.CanonicalText.Split('\n');
        Assert.That(lines.Select(line => line.Split('=')[0]), Is.EqualTo(new[]
        {
            "certification", "outputAlphabet", "trials", "testProbability", "thresholdWinningProbability",
            "maximumLossCount", "smoothingError", "eventError", "settingsBias", "tradeoff", "tradeoffAtOne",
            "tradeoffSlope", "renyiExcess", "certifiedBits", "plausibilityFalseAlarm", "assumeShielded", "stationSeparationMetres", "choiceStartANanoseconds",
            "outcomeEndANanoseconds", "choiceStartBNanoseconds", "outcomeEndBNanoseconds",
            "timingUncertaintyNanoseconds", "",
        }));
        Assert.That(lines, Does.Contain("smoothingError=1E-08").And.Contain("maximumLossCount=170000")
            .And.Contain("choiceStartBNanoseconds=10.5").And.Contain("trials=1000000"));
        Assert.That(parameters.Hash, Is.EqualTo(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parameters.CanonicalText)))));
        Assert.That(Example.Build().Hash, Is.EqualTo(parameters.Hash));
    }

    [Test]
    public void Hash_AnyChange_Differs()
    {
        TrialGeometry geometry = Example.Conditions.Geometry!;
        EntropyAccumulationConfiguration[] variants =
        [
            Example,
            Example with { Trials = 1_000_001 },
            Example with { TestProbability = 0.5 },
            Example with { ThresholdWinningProbability = 0.8300001 },
            Example with { SmoothingError = 2e-8 },
            Example with { EventError = 2e-8 },
            Example with { SettingsBias = 1e-3 },
            Example with { Tradeoff = ChshTradeoff.OneParty },
            Example with { Conditions = Example.Conditions with { PlausibilityFalseAlarm = 1e-6 } },
            Example with { Conditions = Example.Conditions with { AssumeShielded = true } },
            With(null),
            With(geometry with { StationSeparationMetres = 101 }),
            With(geometry with { StationA = new StationTiming(1, 200) }),
            With(geometry with { StationA = new StationTiming(0, 201) }),
            With(geometry with { StationB = new StationTiming(11, 220) }),
            With(geometry with { StationB = new StationTiming(10.5, 221) }),
            With(geometry with { TimingUncertaintyNanoseconds = 2 }),
        ];
        Assert.That(variants.Select(v => v.Build().Hash).Distinct().Count(), Is.EqualTo(variants.Length));
    }

    [TestCase(0.84, 1e5, 1.0)]
    [TestCase(0.83, 1e9, 0.01)]
    [TestCase(0.7503, 1e11, 1.0)]
    [TestCase(0.853, 1e7, 0.1)]
    public void Build_FreeParameters_AreNotBeatenOnACoarseGrid(double w, double trials, double gamma)
    {
        EntropyAccumulationParameters parameters = (Example with
        {
            Tradeoff = ChshTradeoff.OneParty,
            Trials = (long)trials,
            TestProbability = gamma,
            ThresholdWinningProbability = w,
        }).Build();
        double best = double.NegativeInfinity;
        for (double t = 0.75001; t < ChshEntropy.TsirelsonWinningProbability; t += 0.00025)
        for (double log = -2; log > -34; log -= 0.125)
            best = Math.Max(best,
                EntropyAccumulationBound.Bits((long)trials, gamma, 1 - w, 1e-8, 1e-8, t, Math.Pow(2, log)));
        Assert.That(best, Is.Positive, "the case must be one that certifies");
        Assert.That(parameters.CertifiedBits, Is.GreaterThan(best - 2));
        Assert.That(parameters.CertifiedBits, Is.LessThan(best * 1.05),
            "the grid is near the optimum, so more is an error");
    }

    [Test]
    public void CertifiedBits_GrowWithEverythingThatHelps()
    {
        long Bits(EntropyAccumulationConfiguration c) => c.Build().CertifiedBits;
        long reference = Bits(Example);
        Assert.That(reference, Is.Positive);
        Assert.That(Bits(Example with { ThresholdWinningProbability = 0.831 }), Is.GreaterThan(reference));
        Assert.That(Bits(Example with { Trials = 1_100_000 }), Is.GreaterThan(reference));
        Assert.That(Bits(Example with { SmoothingError = 1e-7 }), Is.GreaterThan(reference));
        Assert.That(Bits(Example with { EventError = 1e-9 }), Is.LessThan(reference));
        Assert.That(Bits(Example with { TestProbability = 0.1 }), Is.LessThan(reference));
        Assert.That(Bits(Example with { SettingsBias = 1e-3 }), Is.LessThan(reference));
        Assert.That(Bits(Example with { Tradeoff = ChshTradeoff.OneParty }), Is.LessThan(0.75 * reference));
    }

    [Test]
    public void Build_SettingsBias_LeavesNothingToTheLocalDeviceThatUsesIt()
    {
        // Settings leaned to and fro by e give a local device 1 - (1/2 - e)^2 of the games: 0.750999 at e = 1e-3.
        const double Bias = 1e-3;
        EntropyAccumulationConfiguration wide = Example with
        {
            Trials = 1_000_000_000_000,
            ThresholdWinningProbability = 1 - ((0.5 - Bias) * (0.5 - Bias)),
        };
        Assert.That((wide with { SettingsBias = Bias }).Build().CertifiedBits, Is.Zero);
        Assert.That(wide.Build().CertifiedBits, Is.Positive, "the control: bits for it when the settings are taken for fair");
    }

    [TestCase(0.71)]
    [TestCase(0.75)]
    [TestCase(0.7505)]
    public void Build_NearLocalThreshold_CertifiesNothing(double threshold) =>
        Assert.That((Example with { ThresholdWinningProbability = threshold }).Build().CertifiedBits, Is.Zero);

    [TestCase(1_000_000L, 0.84, 1e-6, 1.0)]
    [TestCase(1_000_000L, 0.84, 1e-6, 0.05)]
    [TestCase(1000L, 0.8, 0.01, 1.0)]
    [TestCase(1_000_000_000_000L, 0.83, 1e-9, 0.01)]
    public void FromExpected_KeepsTheCompletenessErrorAndNoMoreRoom(long trials, double w, double error, double gamma)
    {
        EntropyAccumulationParameters parameters =
            EntropyAccumulationConfiguration.FromExpected(trials, w, error, gamma).Build();
        double loss = gamma * (1 - w);
        Assert.That(BinomialTail.LnUpper(parameters.MaximumLossCount + 1, trials, loss),
            Is.LessThanOrEqualTo(Math.Log(error)));
        Assert.That(BinomialTail.LnUpper(parameters.MaximumLossCount, trials, loss), Is.GreaterThan(Math.Log(error)));
    }

    [Test]
    public void Build_BadValues_NameTheProperty()
    {
        Assert.That(() => (Example with { Trials = 0 }).Build(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Example with { TestProbability = 0 }).Build(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Example with { SmoothingError = 1 }).Build(),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
            .With.Property("ParamName").EqualTo("SmoothingError"));
        Assert.That(() => (Example with { ThresholdWinningProbability = double.NaN }).Build(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() =>
            With(Example.Conditions.Geometry! with { StationB = new StationTiming(5, 4) }).Build(),
            Throws.ArgumentException.With.Message.Contains("StationB"));
    }
}
