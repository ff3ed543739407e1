using CsCheck;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Bell;

public sealed class SimulatedBellRunTests
{
    /// <summary>Every cell of both presets, with and without spot checks: 5 sigma each, see <see cref="Statistic"/>.</summary>
    [TestCase("event-ready", 1, 1UL)]
    [TestCase("event-ready", 0.1, 2UL)]
    [TestCase("photonic", 1, 3UL)]
    [TestCase("photonic", 0.3, 4UL)]
    public void Frequencies_AreTheProbabilities(string name, double testProbability, ulong seed)
    {
        const int words = 1 << 16; // 4.2e6 trials
        BellProbabilities p = BellSources.Find(name)!.Probabilities();
        Planes planes = Planes.Fill(new SimulatedBellRun(p, seed, testProbability), 0, words);
        double n = 64.0 * words;
        long tests = Planes.Count(planes.T);
        Statistic.IsNear(tests, testProbability * n, Math.Max(1e-9, Math.Sqrt(n * testProbability * (1 - testProbability))));
        Statistic.IsNear(Planes.Count(planes.X), tests / 2.0, Math.Sqrt(tests) / 2, "x");
        Statistic.IsNear(Planes.Count(planes.Y), tests / 2.0, Math.Sqrt(tests) / 2, "y");
        for (int cell = 0; cell < 16; cell++)
        {
            int x = cell >> 3, y = (cell >> 2) & 1, a = (cell >> 1) & 1, b = cell & 1;
            long all = planes.Count(x, y);
            double probability = p[a, b, x, y];
            Statistic.IsNear(planes.Count(x, y, a, b), all * probability,
                Math.Sqrt(all * probability * (1 - probability)), $"x {x}, y {y}, a {a}, b {b}");
        }
    }

    [Test]
    public void TrialsWithoutTest_PlayTheFirstSettings()
    {
        Planes planes = Planes.Fill(new SimulatedBellRun(new EventReadySource().Probabilities(), 5, 0.2), 0, 1000);
        for (int w = 0; w < 1000; w++) Assert.That((planes.X[w] | planes.Y[w]) & ~planes.T[w], Is.Zero);
    }

    [Test]
    public void Trial_DependsOnItsNumberOnly() =>
        Gen.Select(Gen.Int[0, 90], Gen.Int[1, 10], Gen.ULong).Sample((first, count, seed) =>
        {
            var run = new SimulatedBellRun(new EventReadySource().Probabilities(), seed, 0.5);
            Planes whole = Planes.Fill(run, 0, 100);
            Planes part = Planes.Fill(run, 64L * first, count);
            return part.All.Zip(whole.All).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan(first, count)));
        }, iter: 20);

    [Test]
    public void Trials_OfNeighbours_AreIndependent()
    {
        // P(a_i xor a_(i+lag)) at lags within and across words; a has mean near 1/2 here, so half of all pairs differ.
        const int words = 1 << 14;
        Planes planes = Planes.Fill(
            new SimulatedBellRun(new EventReadySource { ReadoutAsymmetry = 0 }.Probabilities(), 6), 0, words);
        foreach (int lag in (int[])[1, 2, 7, 32, 63])
        {
            long differ = 0;
            for (int w = 0; w < words - 1; w++)
            {
                ulong shifted = (planes.A[w] >> lag) | (planes.A[w + 1] << (64 - lag));
                differ += System.Numerics.BitOperations.PopCount(planes.A[w] ^ shifted);
            }
            double n = 64.0 * (words - 1);
            Statistic.IsNear(differ, n / 2, Math.Sqrt(n) / 2, $"lag {lag}");
        }
    }

    [Test]
    public void Seeds_GiveOtherTrials()
    {
        BellProbabilities p = new EventReadySource().Probabilities();
        ulong[] one = Planes.Fill(new SimulatedBellRun(p, 1), 0, 10).A;
        Assert.That(Planes.Fill(new SimulatedBellRun(p, 2), 0, 10).A, Is.Not.EqualTo(one));
        Assert.That(Planes.Fill(new SimulatedBellRun(p, 1), 0, 10).A, Is.EqualTo(one));
    }

    [Test]
    public void CertainOutcomes_AreCertain()
    {
        // The local strategy a = x, b = 0.
        double[] table = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0];
        Planes planes = Planes.Fill(new SimulatedBellRun(new BellProbabilities(table), 7), 0, 1000);
        Assert.That(planes.A, Is.EqualTo(planes.X));
        Assert.That(planes.B, Is.All.Zero);
    }

    [Test]
    public void Fill_WrongPlanes_AreRefused()
    {
        var run = new SimulatedBellRun(new EventReadySource().Probabilities(), 1, 0.5);
        var two = new ulong[2];
        Assert.Throws<ArgumentException>(() => run.Fill(1, two, two, two, two, two));
        Assert.Throws<ArgumentException>(() => run.Fill(0, two, two, new ulong[1], two, two));
        Assert.Throws<ArgumentException>(() => run.Fill(0, two, two, two, two));
    }

    private sealed record Planes(ulong[] X, ulong[] Y, ulong[] A, ulong[] B, ulong[] T)
    {
        public ulong[][] All => [X, Y, A, B, T];

        public static Planes Fill(SimulatedBellRun run, long first, int words)
        {
            var planes = new Planes(
                new ulong[words], new ulong[words], new ulong[words], new ulong[words], new ulong[words]);
            run.Fill(first, planes.X, planes.Y, planes.A, planes.B, planes.T);
            return planes;
        }

        public static long Count(ulong[] plane) => plane.Sum(word => (long)System.Numerics.BitOperations.PopCount(word));

        public long Count(int x, int y) => Count(X.Select((word, w) => Is(word, x) & Is(Y[w], y)).ToArray());

        public long Count(int x, int y, int a, int b) => Count(
            X.Select((word, w) => Is(word, x) & Is(Y[w], y) & Is(A[w], a) & Is(B[w], b)).ToArray());

        private static ulong Is(ulong word, int value) => value == 1 ? word : ~word;
    }
}
