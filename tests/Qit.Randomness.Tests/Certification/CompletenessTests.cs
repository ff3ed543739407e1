using Qit.Randomness.Certification;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.Tests.Certification;

public sealed class CompletenessTests
{
    [TestCase(1.0, 3)]
    [TestCase(0.05, 4)]
    public void Error_IsTheTailAndTheFalseAlarms(double gamma, int tests)
    {
        EntropyAccumulationParameters parameters = EntropyAccumulationConfiguration.FromExpected(
            1_000_000, 0.84, completenessError: 1e-6, testProbability: gamma).Build();
        Assert.That(Completeness.Error(parameters, 0.84), Is.InRange(0.5e-6, 1e-6 + (tests * 1e-9)));
        Assert.That(Completeness.Error(parameters, 0.86), Is.EqualTo(tests * 1e-9).Within(1e-12));
        Assert.That(Completeness.Error(parameters, 0.7), Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Error_SpotChecks_SumsOverTheNumberOfTests()
    {
        // Losses counted over every possible number of tests, against one binomial tail.
        const int N = 400;
        const double Gamma = 0.3;
        const double W = 0.8;
        EntropyAccumulationParameters parameters = (EntropyAccumulationConfiguration.FromExpected(
            N, W, completenessError: 0.01, testProbability: Gamma) with
        {
            Conditions = new RunConditions { PlausibilityFalseAlarm = 1e-15 },
        }).Build();
        double sum = 0;
        for (int t = 0; t <= N; t++)
        {
            sum += Math.Exp(BinomialTail.LnProbability(t, N, Gamma)
                + BinomialTail.LnUpper(parameters.MaximumLossCount + 1, t, 1 - W));
        }
        Assert.That(Completeness.Error(parameters, W), Is.EqualTo(sum).Within(1e-9).Percent.And.LessThan(0.01 + 1e-9));
        Assert.That(sum, Is.GreaterThan(0.003), "no more room than needed");
    }

    [Test]
    public void Error_NoProbability_IsRefused() =>
        Assert.That(() => Completeness.Error(EntropyAccumulationConfiguration.FromExpected(10, 0.8).Build(), 1.1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
}
