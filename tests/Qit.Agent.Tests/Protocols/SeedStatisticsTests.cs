using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Simulation;

namespace Qit.Agent.Tests.Protocols;

/// <summary>The judge itself: a good estimator passes, each kind of bad one fails.</summary>
public sealed class SeedStatisticsTests
{
    [TestCase(0.0, 1.0, true, true)]
    [TestCase(0.5, 1.0, false, true)]
    [TestCase(0.0, 0.5, true, false)]
    [TestCase(0.0, 2.0, true, false)]
    public void Bias_AndWrongErrors_AreFound(double bias, double statedOverTrue, bool isUnbiased, bool isHonest)
    {
        const int Worlds = 400;
        var statistics = new SeedStatistics();
        var random = new Random(5);
        for (int i = 0; i < Worlds; i++)
        {
            double error = 0;
            for (int j = 0; j < 12; j++)
                error += random.NextDouble() - 0.5;
            statistics.Add(
                new ProtocolAnswer
                {
                    IsSimulated = true, OffsetPicoseconds = 100 + error + bias, StandardErrorPicoseconds = statedOverTrue,
                    BoundPicoseconds = 0.5,
                },
                truthPicoseconds: 100);
        }
        statistics.Add(new ProtocolAnswer { IsSimulated = true, Refusal = "none" }, 100);
        statistics.Add(null, 100);
        Assert.That(statistics.Count, Is.EqualTo(Worlds));
        Assert.That(statistics.Refused, Is.EqualTo(2));
        Assert.That(statistics.IsUnbiased, Is.EqualTo(isUnbiased));
        Assert.That(statistics.IsHonest || bias > 0, Is.EqualTo(isHonest));
        Assert.That(statistics.RmsErrorPicoseconds, Is.EqualTo(Math.Sqrt(1 + (bias * bias))).Within(0.12));
        Assert.That(statistics.BoundPicoseconds, Is.EqualTo(0.5).Within(1e-12));
    }
}
