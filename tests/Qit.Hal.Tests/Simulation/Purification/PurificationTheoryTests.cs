using Qit.Hal.PairMemory;
using Qit.Hal.Simulation;
using Qit.Timing.Purification;

namespace Qit.Hal.Tests.Simulation.Purification;

/// <summary>The twin, which draws pair by pair, against the closed forms.</summary>
public class PurificationTheoryTests
{
    private const double Never = 1e15;

    private static readonly PairMemoryOptions Good =
        new() { Transmission = 1, CoherenceMicroseconds = Never, GateError = 0, ReadoutError = 0 };

    [TestCase(PurificationProtocol.Bbpssw, false)]
    [TestCase(PurificationProtocol.Dejmps, false)]
    [TestCase(PurificationProtocol.Bbpssw, true)]
    [TestCase(PurificationProtocol.Dejmps, true)]
    public void SuccessAndFidelity_AreThoseOfTheTheory(PurificationProtocol protocol, bool isNoisy)
    {
        var world = new PurificationWorld(new PurificationOptions
        {
            BellProbabilities = [0.8, 0.03, 0.1, 0.07],
            StationA = isNoisy ? Good with { GateError = 0.02, ReadoutError = 0.01 } : Good,
            StationB = isNoisy ? Good with { GateError = 0.03, ReadoutError = 0.02 } : Good,
        });
        LocalNoise noise = isNoisy ? LocalNoise.OfStations(0.02, 0.03, 0.01, 0.02) : default;
        world.Start(3, protocol == PurificationProtocol.Dejmps, 0);
        world.Run(5);
        var state = new BellDiagonal(0.8, 0.03, 0.1, 0.07);
        for (int round = 1; round <= 3; round++)
        {
            (state, double success) = PurificationRound.Apply(protocol, state, noise);
            double compared = world.Truth.Compared(round);
            Assert.That(compared, Is.GreaterThan(5000));
            Statistic.IsNear(world.Truth.Kept(round) / compared, success,
                Math.Sqrt(success * (1 - success) / compared), $"success {round}");
            Statistic.IsNear(world.Truth.Fidelity(round), state.A,
                Math.Sqrt(state.A * (1 - state.A) / world.Truth.Pairs(round)), $"fidelity {round}");
        }

        Assert.That(world.Truth.DeliveredCount, Is.EqualTo(world.Truth.Pairs(3)));
    }

    [Test]
    public void SampledBits_AreThoseOfTheState_InEveryBasis()
    {
        var world = new PurificationWorld(new PurificationOptions
        {
            BellProbabilities = [0.7, 0.15, 0.1, 0.05], StationA = Good with { ReadoutError = 0.03 }, StationB = Good,
        });
        world.Start(0, isDejmps: true, 1);
        world.Run(2);
        (Record Record, bool IsEqual)[] all = [.. world.Joined()];
        Assert.That(all, Has.Length.EqualTo(world.OfA.Count));
        Check(PairResult.X, 0.7 + 0.1);
        Check(PairResult.Y, 0.1 + 0.05);
        Check(PairResult.Z, 0.7 + 0.05);

        void Check(byte basis, double equal)
        {
            int count = all.Count(one => one.Record.Basis == basis);
            Statistic.IsNear(count / (double)all.Length, 1 / 3.0, Math.Sqrt(2 / 9.0 / all.Length), "bases are drawn evenly");
            double expected = (equal * 0.97) + ((1 - equal) * 0.03);
            Statistic.IsNear(all.Count(one => one.Record.Basis == basis && one.IsEqual) / (double)count, expected,
                Math.Sqrt(expected * (1 - expected) / count), $"basis {basis}");
        }
    }

    /// <summary>Every pair waits for its herald, and only for that, before it is looked at.</summary>
    [Test]
    public void Waiting_DephasesAsItShould()
    {
        var world = new PurificationWorld(new PurificationOptions
        {
            BellProbabilities = [0.8, 0.1, 0.06, 0.04], MessageMicroseconds = 20_000,
            StationA = Good with { CoherenceMicroseconds = 100_000 }, StationB = Good with { CoherenceMicroseconds = 50_000 },
        });
        world.Start(0, isDejmps: true, 0);
        world.Run(0.1);
        double coherence = Math.Exp(-20_000 * ((1 / 100_000.0) + (1 / 50_000.0)));
        double expected = ((0.8 + 0.04) / 2) + (coherence * (0.8 - 0.04) / 2);
        Assert.That(world.Truth.Fidelity(0), Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void Pairs_GetThroughAsTheFibresLetThem()
    {
        var world = new PurificationWorld(new PurificationOptions
        {
            StationA = Good with { Transmission = 0.5 }, StationB = Good with { Transmission = 0.3 },
        });
        world.Start(1, isDejmps: false, 0.25);
        world.Run(4);
        double made = world.Truth.MadeCount, pairs = world.Truth.Pairs(0);
        Assert.That(made, Is.EqualTo(4 * 40_000).Within(1));
        // The last of them still wait for their herald: 20 pairs' time.
        Statistic.IsNear(pairs, 0.15 * made, Math.Sqrt(0.15 * 0.85 * made), "heralded");
        double sampled = world.OfA.Count(record => record.Basis != PairResult.Target && record.Round == 0);
        Statistic.IsNear(sampled / pairs, 0.25, Math.Sqrt(0.25 * 0.75 / pairs), "sampled");
    }
}
