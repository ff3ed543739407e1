using CsCheck;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

public class PurificationRoundTests
{
    private static readonly PurificationProtocol[] Protocols = [PurificationProtocol.Bbpssw, PurificationProtocol.Dejmps];

    private static readonly Gen<BellDiagonal> States =
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[1e-9, 1], (a, b, c, d) =>
        {
            double sum = a + b + c + d;
            return new BellDiagonal(a / sum, b / sum, c / sum, d / sum);
        });

    /// <summary>Above one half with the rest divided anyhow.</summary>
    private static readonly Gen<BellDiagonal> GoodStates =
        Gen.Select(Gen.Double[0.52, 1], States, (a, rest) =>
        {
            double sum = rest.B + rest.C + rest.D;
            return new BellDiagonal(a, (1 - a) * rest.B / sum, (1 - a) * rest.C / sum, (1 - a) * rest.D / sum);
        });

    [Test]
    public void State_StaysAState_AndSuccessIsAProbability() => States.Sample(state =>
    {
        foreach (PurificationProtocol protocol in Protocols)
        {
            (BellDiagonal after, double success) = PurificationRound.Apply(protocol, state);
            Assert.That(after.A + after.B + after.C + after.D, Is.EqualTo(1).Within(1e-14));
            Assert.That(Math.Min(Math.Min(after.A, after.B), Math.Min(after.C, after.D)), Is.GreaterThanOrEqualTo(0));
            Assert.That(success, Is.GreaterThan(0).And.LessThanOrEqualTo(1 + 1e-15));
        }
    });

    [Test]
    public void Bbpssw_RaisesEveryFidelityAboveOneHalf_AndLowersThoseBelow()
    {
        Gen.Double[0.5001, 0.9999].Sample(fidelity => After(fidelity) > fidelity);
        Gen.Double[0.2501, 0.4999].Sample(fidelity => After(fidelity) < fidelity);
        foreach (double still in new[] { 0.25, 0.5, 1 }) Assert.That(After(still), Is.EqualTo(still).Within(1e-15));

        static double After(double fidelity) =>
            PurificationRound.Apply(PurificationProtocol.Bbpssw, BellDiagonal.Werner(fidelity)).State.A;
    }

    /// <summary>DEJMPS can lower the fidelity for a round (Phi+ and Psi- at 0.6 and 0.4 give 0.52), but never to one half,
    /// and it always gets to 1 in the end (Macchiavello, Phys. Lett. A 246, 385 (1998)).</summary>
    [Test]
    public void Dejmps_StaysAboveOneHalf_AndConvergesTo1()
    {
        GoodStates.Sample(state =>
        {
            for (int round = 0; round < 40; round++)
            {
                state = PurificationRound.Apply(PurificationProtocol.Dejmps, state).State;
                Assert.That(state.A, Is.GreaterThan(0.5));
            }

            Assert.That(state.Infidelity, Is.LessThan(1e-9));
        });
        var falls = new BellDiagonal(0.6, 0.4, 0, 0);
        Assert.That(PurificationRound.Apply(PurificationProtocol.Dejmps, falls).State.A, Is.EqualTo(0.52).Within(1e-15));
    }

    /// <summary>The ends of an interval of the fidelity may go through the maps: more before is more afterwards.</summary>
    [Test]
    public void WernerPairs_OfHigherFidelity_StayTheBetterOnes_ForAnyNumberOfRounds() =>
        Gen.Select(Gen.Double[0.5001, 0.999], Gen.Double[1e-6, 1], Gen.Int[1, 6]).Sample((low, part, rounds) =>
        {
            double high = low + (part * (1 - low));
            foreach (PurificationProtocol protocol in Protocols)
                Assert.That(After(protocol, high, rounds), Is.GreaterThanOrEqualTo(After(protocol, low, rounds) - 1e-15));

            static double After(PurificationProtocol protocol, double fidelity, int rounds)
            {
                BellDiagonal state = BellDiagonal.Werner(fidelity);
                for (int n = 0; n < rounds; n++) state = PurificationRound.Apply(protocol, state).State;
                return state.A;
            }
        });

    /// <summary>Fixed points of DEJMPS: the perfect pair, the even mixture, and half Phi+ half Psi+ or half Phi-.</summary>
    [Test]
    public void Dejmps_HasItsFixedPoints()
    {
        foreach (BellDiagonal still in new BellDiagonal[] { new(1, 0, 0, 0), new(0.25, 0.25, 0.25, 0.25), new(0.5, 0, 0.5, 0) })
        {
            BellDiagonal after = PurificationRound.Apply(PurificationProtocol.Dejmps, still).State;
            Assert.That(after, Is.EqualTo(still));
        }
    }

    /// <summary>On Werner pairs the first round is the same in both, in fidelity and in success; BBPSSW uses nothing but the
    /// fidelity of any other pair.</summary>
    [Test]
    public void WernerPairs_DoTheSameInBoth_InTheFirstRound()
    {
        Gen.Double[0, 1].Sample(fidelity =>
        {
            PurificationStep one = PurificationRound.Apply(PurificationProtocol.Bbpssw, BellDiagonal.Werner(fidelity));
            PurificationStep other = PurificationRound.Apply(PurificationProtocol.Dejmps, BellDiagonal.Werner(fidelity));
            Assert.That(one.State.A, Is.EqualTo(other.State.A).Within(1e-14));
            Assert.That(one.SuccessProbability, Is.EqualTo(other.SuccessProbability).Within(1e-14));
            Assert.That(one.SuccessProbability,
                Is.EqualTo(((8 * fidelity * fidelity) - (4 * fidelity) + 5) / 9).Within(1e-14));
        });
        States.Sample(state =>
        {
            PurificationStep plain = PurificationRound.Apply(PurificationProtocol.Bbpssw, state);
            PurificationStep twirled = PurificationRound.Apply(PurificationProtocol.Bbpssw, state.Twirled());
            Assert.That(plain.State.A, Is.EqualTo(twirled.State.A).Within(1e-14));
        });
        BellDiagonal after = PurificationRound.Apply(PurificationProtocol.Dejmps, BellDiagonal.Werner(0.8)).State;
        Assert.That(after.B, Is.Not.EqualTo(after.D).Within(1e-3), "control: the second round starts from another state");
    }

    [Test]
    public void NoState_IsRefused()
    {
        Assert.That(() => new BellDiagonal(0.5, 0.5, 0.1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BellDiagonal(1.1, -0.1, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BellDiagonal(double.NaN, 0.5, 0.5, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => BellDiagonal.Werner(1.01), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
