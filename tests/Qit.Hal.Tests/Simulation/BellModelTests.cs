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

    // Optimal settings of a lossy, noiseless Eberhard test: K = P(11|00) - P(10|01) - P(01|10) - P(11|11), angles
    // counted from the weak component, B's angles opposite to A's. K to the digits that the rounded angles carry.
    [TestCase(1, 1, 11.25, -33.75, 0.2071068)]
    [TestCase(0.95, 0.87067, 11.07, -33.63, 0.1424364)]
    [TestCase(0.9, 0.74122, 10.46, -33.18, 0.0899078)]
    [TestCase(0.8, 0.46522, 7.45, -30.47, 0.0219100)]
    [TestCase(0.7, 0.13639, 1.70, -19.73, 4.53563e-4)]
    [TestCase(0.68, 0.0575, 0.50, -13.34, 3.07599e-5)]
    public void LossyDetectors_GiveEberhardsViolation(
        double efficiency, double ratio, double a, double aPrime, double k)
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
    public void Defaults_ViolateTheBellInequality_AsFarAsTheirLossAllows()
    {
        // Efficiency e, visibility V: with one photon lost the outcomes are uncorrelated, with both they are equal,
        // so S = e^2 V 2 sqrt 2 + 2 (1 - e)^2.
        double s = (0.97 * 0.97 * 0.98 * 2 * Math.Sqrt(2)) + (2 * 0.03 * 0.03);
        double w = new BellModel(new BellOptions(), 1).WinProbability();
        Assert.That((8 * w) - 4, Is.EqualTo(s).Within(1e-4)); // the dark counts
    }

    [Test]
    public void Twins_PlayTheModelsOutcomes()
    {
        var options = new BellOptions { TrialsPerSecond = 8e6 };
        var model = new BellModel(options, 7);
        var world = new SimulatedWorld(Worlds.Perfect with { Seed = 7, Bell = options });
        var settings = new byte[100];
        new SimulatedEntropySource(new EntropyOptions(), 1).Read(settings, 0, 100, out _);
        world.Station(Station.A).BasisSelector.Queue(settings, 0, 50, out _);
        world.Station(Station.B).BasisSelector.Queue(settings, 50, 50, out _);
        world.AdvanceTo(SimulatedWorld.SlicePicoseconds);
        var outcomesA = new byte[50];
        var outcomesB = new byte[50];
        world.Station(Station.A).TrialRecorder.Read(new byte[50], outcomesA, 0, 50, out int read, out _);
        world.Station(Station.B).TrialRecorder.Read(new byte[50], outcomesB, 0, 50, out _, out _);
        Assert.That(read, Is.EqualTo(50));
        for (int i = 0; i < 400; i++)
        {
            int Bit(byte[] bits, int offset) => (bits[offset + (i / 8)] >> (i % 8)) & 1;
            model.Measure(i, Bit(settings, 0), Bit(settings, 50), out int a, out int b);
            Assert.That((Bit(outcomesA, 0), Bit(outcomesB, 0)), Is.EqualTo((a, b)), $"trial {i}");
        }
    }

    [Test]
    public void Probabilities_AreADistribution_AndDoNotSignal()
    {
        var options = new BellOptions { StateAngleDegrees = 30, EfficiencyA = 0.7, DarkCountProbability = 0.01 };
        var model = new BellModel(options, 1);
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
                    double p = BellFormula.Probability(options, i >> 1, i & 1, x, y);
                    double sigma = Math.Sqrt(total * p * (1 - p)) + 1e-9;
                    Statistic.IsNear(counts[(4 * i) + (2 * x) + y], p * total, sigma, $"ab {i} x {x} y {y}");
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
        // 1/2 + 0.6 x 0.354 = 0.712 is expected, 26 standard errors below 3/4.
        foreach (ulong seed in Statistic.Seeds)
            Assert.That(WinFraction(Ideal with { Visibility = 0.6 }, seed), Is.LessThan(0.75), $"seed {seed}");
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

    private static double MarginalA(BellModel model, int x, int y) =>
        model.Probability(1, 0, x, y) + model.Probability(1, 1, x, y);

    private static double MarginalB(BellModel model, int x, int y) =>
        model.Probability(0, 1, x, y) + model.Probability(1, 1, x, y);
}
