using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>The joint probabilities, and trials played through the twins, against quantum mechanics.</summary>
public class BellModelTests
{
    private const long Trials = 100_000;
    private static readonly double Tsirelson = (2 + Math.Sqrt(2)) / 4;
    private static readonly BellOptions Ideal = new()
    {
        Visibility = 1,
        EfficiencyA = 1,
        EfficiencyB = 1,
        DarkCountProbability = 0,
    };

    [Test]
    public void IdealState_WinsEveryPairOfSettings_WithTsirelsonsProbability()
    {
        var model = new BellModel(Ideal, 1);
        for (int x = 0; x < 2; x++)
            for (int y = 0; y < 2; y++)
                Assert.That(
                    model.Probability(0, x & y, x, y) + model.Probability(1, 1 ^ (x & y), x, y),
                    Is.EqualTo(Tsirelson).Within(1e-12),
                    $"x {x}, y {y}");
    }

    // Optimal settings of a lossy, noiseless Eberhard test: K = P(11|00) - P(10|01) - P(01|10) - P(11|11), angles counted
    // from the weak component, B's angles opposite to A's. K to the digits that the rounded angles carry.
    [TestCase(1, 1, 11.25, -33.75, 0.2071068)]
    [TestCase(0.95, 0.87067, 11.07, -33.63, 0.1424364)]
    [TestCase(0.9, 0.74122, 10.46, -33.18, 0.0899078)]
    [TestCase(0.8, 0.46522, 7.45, -30.47, 0.0219100)]
    [TestCase(0.7, 0.13639, 1.70, -19.73, 4.53563e-4)]
    [TestCase(0.68, 0.0575, 0.50, -13.34, 3.07599e-5)]
    public void LossyDetectors_GiveEberhardsViolation(double efficiency, double ratio, double a, double aPrime, double k)
    {
        var model = new BellModel(Ideal with
        {
            EfficiencyA = efficiency,
            EfficiencyB = efficiency,
            StateAngleDegrees = Math.Atan(ratio) * 180 / Math.PI,
            AngleA0Degrees = 90 + a,
            AngleA1Degrees = 90 + aPrime,
            AngleB0Degrees = 90 - a,
            AngleB1Degrees = 90 - aPrime,
        }, 1);
        double found = model.Probability(1, 1, 0, 0) - model.Probability(1, 0, 0, 1)
            - model.Probability(0, 1, 1, 0) - model.Probability(1, 1, 1, 1);
        Assert.That(found, Is.EqualTo(k).Within(1).Percent);
        Assert.That((8 * model.WinProbability()) - 4, Is.EqualTo(2 + (4 * k)).Within(0.04 * k), "S = 2 + 4 K");
    }

    [Test]
    public void Probabilities_AreADistribution_AndDoNotSignal()
    {
        var model = new BellModel(new BellOptions { StateAngleDegrees = 30, EfficiencyA = 0.7, DarkCountProbability = 0.01 }, 1);
        for (int x = 0; x < 2; x++)
        {
            for (int y = 0; y < 2; y++)
            {
                double sum = 0;
                for (int i = 0; i < 4; i++)
                {
                    Assert.That(model.Probability(i >> 1, i & 1, x, y), Is.InRange(0, 1));
                    sum += model.Probability(i >> 1, i & 1, x, y);
                }

                Assert.That(sum, Is.EqualTo(1).Within(1e-12));
            }

            Assert.That(MarginalA(model, x, 0), Is.EqualTo(MarginalA(model, x, 1)).Within(1e-12));
            Assert.That(MarginalB(model, 0, x), Is.EqualTo(MarginalB(model, 1, x)).Within(1e-12));
        }
    }

    [TestCase(1, 45, 1, 1, 0)]
    [TestCase(0.6, 45, 1, 1, 0)]
    [TestCase(0.98, 30, 0.9, 0.8, 1e-3)]
    [TestCase(0.9, 45, 0.5, 0.95, 0.05)]
    public void PlayedTrials_FollowTheQuantumFormula(
        double visibility, double stateAngle, double efficiencyA, double efficiencyB, double dark)
    {
        BellOptions options = Ideal with
        {
            Visibility = visibility,
            StateAngleDegrees = stateAngle,
            EfficiencyA = efficiencyA,
            EfficiencyB = efficiencyB,
            DarkCountProbability = dark,
        };
        var counts = new long[16];
        foreach (ulong seed in Statistic.Seeds)
        {
            BellRun run = BellRun.Play(options, seed, Trials);
            for (int i = 0; i < 16; i++) counts[i] += run.Counts[i];
        }

        for (int x = 0; x < 2; x++)
        {
            for (int y = 0; y < 2; y++)
            {
                double total = Enumerable.Range(0, 4).Sum(i => counts[(4 * i) + (2 * x) + y]);
                for (int i = 0; i < 4; i++)
                {
                    double p = Formula(options, i >> 1, i & 1, x, y);
                    Statistic.IsNear(
                        counts[(4 * i) + (2 * x) + y], p * total, Math.Sqrt(total * p * (1 - p)) + 1e-9, $"ab {i} x {x} y {y}");
                }
            }
        }
    }

    [Test]
    public void Visibility1_ReachesTsirelson()
    {
        double wins = Statistic.Seeds.Sum(seed => WinFraction(Ideal, seed)) / Statistic.Seeds.Length;
        Statistic.IsNear(wins, Tsirelson, Sigma(Tsirelson));
    }

    [Test]
    public void Visibility60_StaysClassical()
    {
        double expected = 0.5 + (0.6 * (Tsirelson - 0.5)); // 0.712
        foreach (ulong seed in Statistic.Seeds)
            Assert.That(WinFraction(Ideal with { Visibility = 0.6 }, seed), Is.LessThan(0.75), $"seed {seed}, expected {expected}");
    }

    [Test]
    public void LocalHiddenVariables_WinEveryTrialButOneInFour_AndNoMore()
    {
        foreach (ulong seed in Statistic.Seeds)
        {
            BellRun run = BellRun.Play(Ideal with { LocalHiddenVariables = true }, seed, Trials);
            long both = Enumerable.Range(0, 4).Sum(i => run.Count(i >> 1, i & 1, 1, 1));
            Assert.That(run.Wins, Is.EqualTo(run.Trials - both));
            double ones = Enumerable.Range(0, 4).Sum(i => run.Count(1, 1, i >> 1, i & 1));
            Statistic.IsNear(ones, run.Trials / 2.0, Math.Sqrt(run.Trials) / 2, "the shared coin is fair");
        }
    }

    [Test]
    public void Signalling_MovesBsMarginalWithAsSetting_AndWithoutItNothingMoves()
    {
        Assert.That(BMarginalShift(Ideal with { SignallingProbability = 0.05 }), Is.GreaterThan(Statistic.Sigmas));
        Assert.That(Math.Abs(BMarginalShift(Ideal)), Is.LessThan(Statistic.Sigmas));
    }

    // p(b=1|x=1,y=0) - p(b=1|x=0,y=0) in standard errors.
    private static double BMarginalShift(BellOptions options)
    {
        BellRun run = BellRun.Play(options, 5, 400_000);
        double n1 = 0, n0 = 0, ones1 = 0, ones0 = 0;
        for (int a = 0; a < 2; a++)
        {
            n1 += run.Count(a, 0, 1, 0) + run.Count(a, 1, 1, 0);
            n0 += run.Count(a, 0, 0, 0) + run.Count(a, 1, 0, 0);
            ones1 += run.Count(a, 1, 1, 0);
            ones0 += run.Count(a, 1, 0, 0);
        }

        return ((ones1 / n1) - (ones0 / n0)) / Math.Sqrt((0.25 / n1) + (0.25 / n0));
    }

    private static double WinFraction(BellOptions options, ulong seed)
    {
        BellRun run = BellRun.Play(options, seed, Trials);
        return (double)run.Wins / run.Trials;
    }

    private static double Sigma(double p) => Math.Sqrt(p * (1 - p) / (Trials * Statistic.Seeds.Length));

    private static double MarginalA(BellModel model, int x, int y) => model.Probability(1, 0, x, y) + model.Probability(1, 1, x, y);

    private static double MarginalB(BellModel model, int x, int y) => model.Probability(0, 1, x, y) + model.Probability(1, 1, x, y);

    // Written independently of the model: density matrix and measurement operators, p = tr(rho A (x) B).
    private static double Formula(BellOptions options, int a, int b, int x, int y)
    {
        double t = options.StateAngleDegrees * Math.PI / 180;
        double[] state = [Math.Cos(t), 0, 0, Math.Sin(t)];
        double[,] click1 = Click(x == 0 ? options.AngleA0Degrees : options.AngleA1Degrees, options.EfficiencyA, options.DarkCountProbability, a);
        double[,] click2 = Click(y == 0 ? options.AngleB0Degrees : options.AngleB1Degrees, options.EfficiencyB, options.DarkCountProbability, b);
        double p = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double rho = (options.Visibility * state[i] * state[j]) + (i == j ? (1 - options.Visibility) / 4 : 0);
                p += rho * click1[j >> 1, i >> 1] * click2[j & 1, i & 1];
            }
        }

        return p;
    }

    // Outcome 1 is the operator 1 - (1 - d)(1 - eta |angle><angle|), outcome 0 the rest.
    private static double[,] Click(double angleDegrees, double efficiency, double dark, int outcome)
    {
        double angle = angleDegrees * Math.PI / 180;
        double[] v = [Math.Cos(angle), Math.Sin(angle)];
        var m = new double[2, 2];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double none = (1 - dark) * ((i == j ? 1 : 0) - (efficiency * v[i] * v[j]));
                m[i, j] = outcome == 0 ? none : (i == j ? 1 : 0) - none;
            }
        }

        return m;
    }
}
