using Qit.Timing.ClockSources;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

/// <summary>Known answers of equation (1), to all digits that are printed.</summary>
public class PurificationPlanTests
{
    private const double Picosecond = 1e-12;
    private const double Femtosecond = 1e-15;

    [Test]
    public void WithoutPurification_EqualsTheReport()
    {
        Assert.That(Cesium(PurificationProtocol.Bbpssw, false).Rows[0].ErrorSeconds / Picosecond, Printed(5.475, 3));
        double strontium = PurificationPlan.ErrorSeconds(ClockSource.Strontium87.FrequencyHertz, 1e8, 0, 0.01);
        Assert.That(strontium / Femtosecond, Printed(0.0371, 4));
    }

    [TestCase(PurificationProtocol.Bbpssw, false, 8, 1.545)]
    [TestCase(PurificationProtocol.Bbpssw, true, 8, 1.674)]
    [TestCase(PurificationProtocol.Dejmps, false, 4, 0.290)]
    public void BestRounds_EqualTheKnownAnswers(
        PurificationProtocol protocol, bool countsSuccess, int rounds, double picoseconds)
    {
        PurificationPlan plan = Cesium(protocol, countsSuccess);
        Assert.That(plan.Best.Rounds, Is.EqualTo(rounds));
        Assert.That(plan.Best.ErrorSeconds / Picosecond, Printed(picoseconds, 3));
        Assert.That(plan.IsWorthIt);
        Assert.That(plan.Gain, Is.EqualTo(plan.Rows[0].ErrorSeconds / plan.Best.ErrorSeconds));
    }

    [Test]
    public void Rows_GoOnWhileAPairIsLeft_AndHalveThePairsAtLeast()
    {
        PurificationPlan plan = Cesium(PurificationProtocol.Bbpssw, true);
        Assert.That(plan.Rows.Select(row => row.Rounds), Is.EqualTo(Enumerable.Range(0, plan.Rows.Count)));
        for (int n = 1; n < plan.Rows.Count; n++)
        {
            PurificationRow row = plan.Rows[n];
            Assert.That(row.SurvivingPairs, Is.EqualTo(plan.Rows[n - 1].SurvivingPairs * row.SuccessProbability / 2)
                .Within(1e-9).Percent);
            Assert.That(row.SurvivingPairs, Is.GreaterThanOrEqualTo(1));
        }

        Assert.That(plan.Rows[^1].SurvivingPairs, Is.LessThan(2 / 0.9), "the next row would have none");
    }

    /// <summary>Few pairs, or pairs below one half: no round helps.</summary>
    [TestCase(10, 0.9)]
    [TestCase(1e6, 0.45)]
    [TestCase(1e6, 1)]
    public void NotWorthIt_WhereTheCostIsMoreThanTheGain(double pairs, double fidelity)
    {
        PurificationPlan plan = PurificationPlan.Compute(
            1e10, pairs, BellDiagonal.Werner(fidelity), PurificationProtocol.Dejmps, countsSuccess: true);
        Assert.That(plan.IsWorthIt, Is.False);
        Assert.That(plan.Gain, Is.EqualTo(1));
    }

    [Test]
    public void BadArguments_AreRefused()
    {
        BellDiagonal state = BellDiagonal.Werner(0.9);
        Assert.That(() => PurificationPlan.Compute(0, 10, state, PurificationProtocol.Dejmps, false),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PurificationPlan.Compute(1e9, 0.5, state, PurificationProtocol.Dejmps, false),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PurificationPlan.Compute(1e9, double.NaN, state, PurificationProtocol.Dejmps, false),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PurificationPlan.ErrorSeconds(1e9, 10, 0, 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static PurificationPlan Cesium(PurificationProtocol protocol, bool countsSuccess) => PurificationPlan.Compute(
        ClockSource.Cesium133.FrequencyHertz, 1e5, BellDiagonal.Werner(0.9), protocol, countsSuccess);

    private static NUnit.Framework.Constraints.EqualNumericWithoutUsingConstraint<double> Printed(double value, int digits) =>
        Is.EqualTo(value).Within(0.5 * Math.Pow(10, -digits));
}
