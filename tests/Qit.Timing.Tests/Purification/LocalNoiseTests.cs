using CsCheck;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

public class LocalNoiseTests
{
    private static readonly Gen<BellDiagonal> States =
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[1e-9, 1], (a, b, c, d) =>
        {
            double sum = a + b + c + d;
            return new BellDiagonal(a / sum, b / sum, c / sum, d / sum);
        });

    /// <summary>Rotations, CNOTs, depolarizing gates and wrong bits on the density matrix of both pairs.</summary>
    [Test]
    public void Rounds_EqualQuantumMechanics() =>
        Gen.Select(States, Gen.Double[0, 1].Array[2], Gen.Double[0, 0.5].Array[2], Gen.Bool).Sample(
            (state, gates, wrong, isDejmps) =>
            {
                PurificationProtocol protocol = isDejmps ? PurificationProtocol.Dejmps : PurificationProtocol.Bbpssw;
                LocalNoise noise = LocalNoise.OfStations(gates[0], gates[1], wrong[0], wrong[1]);
                PurificationStep found = PurificationRound.Apply(protocol, state, noise);
                BellDiagonal begin = isDejmps ? state : state.Twirled();
                var pairs = new FourQubits(begin, begin);
                for (int qubit = 0; isDejmps && qubit < 4; qubit++)
                    pairs.RotateX(qubit, qubit % 2 == 0 ? Math.PI / 2 : -Math.PI / 2);
                pairs.Cnot(0, 2);
                pairs.Depolarize(0, 2, gates[0]);
                pairs.Cnot(1, 3);
                pairs.Depolarize(1, 3, gates[1]);
                (double probability, double[] bell) = pairs.KeepWhenEqual(wrong[0], wrong[1]);
                Assert.That(found.SuccessProbability, Is.EqualTo(probability).Within(1e-12));
                // What a twirl mixed anyway may be called differently after the rotation that BBPSSW does without.
                Assert.That(found.State.A, Is.EqualTo(bell[0]).Within(1e-12));
                Assert.That(found.State.Infidelity, Is.EqualTo(bell[1] + bell[2] + bell[3]).Within(1e-12));
                if (!isDejmps) return;
                Assert.That(new[] { found.State.B, found.State.C, found.State.D }, Is.EqualTo(bell[1..]).Within(1e-12));
            },
            iter: 20);

    [Test]
    public void PerfectHardware_IsTheDefault() => States.Sample(state =>
    {
        PurificationStep found = PurificationRound.Apply(PurificationProtocol.Dejmps, state);
        double p = ((state.A + state.B) * (state.A + state.B)) + ((state.C + state.D) * (state.C + state.D));
        Assert.That(found.SuccessProbability, Is.EqualTo(p).Within(1e-15));
        Assert.That(found.State.A, Is.EqualTo(((state.A * state.A) + (state.B * state.B)) / p).Within(1e-15));
        Assert.That(found.State.D, Is.EqualTo(2 * state.A * state.B / p).Within(1e-15));
    });

    /// <summary>The worst gates leave nothing, and gates only somewhat bad have a highest fidelity that no number of rounds
    /// exceeds.</summary>
    [Test]
    public void BadGates_EndPurification()
    {
        PurificationStep nothing = PurificationRound.Apply(
            PurificationProtocol.Dejmps, BellDiagonal.Werner(0.95), LocalNoise.OfStations(1, 0, 0, 0));
        Assert.That(nothing.State, Is.EqualTo(BellDiagonal.Werner(0.25)));
        Assert.That(nothing.SuccessProbability, Is.EqualTo(0.5));
        LocalNoise noise = LocalNoise.OfStations(0.02, 0.02, 0.01, 0.01);
        PurificationPlan plan = PurificationPlan.Compute(1e10, 1e9, BellDiagonal.Werner(0.85),
            PurificationProtocol.Bbpssw, countsSuccess: true, noise);
        Assert.That(plan.Rows.Max(row => row.Fidelity), Is.LessThan(0.97));
        PurificationPlan none = PurificationPlan.Compute(1e10, 1e9, BellDiagonal.Werner(0.97),
            PurificationProtocol.Bbpssw, countsSuccess: true, noise);
        Assert.That(none.IsWorthIt, Is.False);
    }

    [Test]
    public void Correction_InvertsWhatIsObserved() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 0.49]).Sample((probability, wrong) =>
        {
            var noise = new LocalNoise(0, wrong);
            Assert.That(noise.Corrected(noise.Observed(probability)), Is.EqualTo(probability).Within(1e-12));
        });

    [Test]
    public void BadArguments_AreRefused()
    {
        Assert.That(() => new LocalNoise(-0.1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LocalNoise(0, 0.6), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LocalNoise(double.NaN, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
