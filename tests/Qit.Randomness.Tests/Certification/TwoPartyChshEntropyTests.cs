using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.Certification;

public sealed class TwoPartyChshEntropyTests
{
    // All 48 proofs take half a minute: the benchmark does them. Here every sixth, its claim lowered so that few boxes do.
    [Test]
    public void InTermsOfS_EverySixthBound_IsProved()
    {
        for (int i = 3; i < TwoPartyChshEntropy.InTermsOfS.Count; i += 6)
        {
            (double slope, double constant) = TwoPartyChshEntropy.InTermsOfS[i];
            Assert.That(TwoPartyChshProof.Proves(slope, constant - 0.02, 1_000_000, out _), Is.True, $"mu = {slope}");
        }
    }

    // Strategies (tx, tz, a0, b0, b1) found by descent: each bound is attained within 3e-5 bit, so a higher one is false.
    [TestCase(1.05, 0.999948, 0.336955, -1.546115, 4.687707, -0.834364)]
    [TestCase(1.433, 0.639607, 0.999704, 0.079257, -0.079257, 0.945175)]
    [TestCase(2.13, 0.903892, 0.999556, 0.171066, -0.171066, 1.077022)]
    [TestCase(4.502, 0.999077, 0.999986, 0.286611, -0.286611, 1.142506)]
    public void Bits_AreAttained(double slopeNear, double tx, double tz, double a0, double b0, double b1)
    {
        (double slope, double constant) = TwoPartyChshEntropy.InTermsOfS.MinBy(bound => Math.Abs(bound.Slope - slopeNear));
        (double entropy, double s) = TwoPartyChshProof.Strategy(tx, tz, a0, b0, b1);
        Assert.That(entropy - (constant + (slope * s)), Is.InRange(0, 3e-5));
        Assert.That(entropy, Is.EqualTo(TwoPartyChshEntropy.Bits(0.5 + (s / 8))).Within(3e-5));
        Assert.That(TwoPartyChshProof.Proves(slope, constant + 1e-4, 200_000, out _), Is.False,
            "what a strategy refutes must not be provable");
    }

    [Test]
    public void Bits_AnyQubitDevice_IsNotBelow()
    {
        // Independent of the proof's reductions: complex mixed states of two qubits without symmetry, four measurements in a
        // plane; H(AB|00E) = H(AB) - S(rho) with E the purification. Half of them lie close to the best attacks.
        var random = new SplitMix(31);
        double nearest = double.PositiveInfinity;
        int violating = 0;
        for (int i = 0; i < 6000; i++)
        {
            double[,] rho;
            double[] angles;
            if (i % 2 == 0)
            {
                rho = QubitPair.Random(random, 1 + random.Next(4));
                angles = [.. Enumerable.Range(0, 4).Select(_ => 2 * Math.PI * random.NextDouble())];
            }
            else
            {
                // The attack of slope 2.13 and its neighbourhood.
                double noise = Math.Pow(10, -1 - (4 * random.NextDouble()));
                rho = QubitPair.Mix(QubitPair.BellDiagonal(0.903892, 0.999556), QubitPair.Random(random, 4), noise);
                double a1 = Math.Atan2(0.903892 * (Math.Sin(-0.171066) - Math.Sin(1.077022)),
                    0.999556 * (Math.Cos(-0.171066) - Math.Cos(1.077022)));
                angles = [.. new[] { 0.171066, a1, -0.171066, 1.077022 }.Select(
                    angle => angle + (noise * (random.NextDouble() - 0.5)))];
            }
            (double entropy, double s) = QubitPair.EntropyAndS(rho, angles);
            double above = entropy - TwoPartyChshEntropy.Bits(0.5 + (s / 8));
            Assert.That(above, Is.GreaterThan(-1e-9), $"device {i}: S = {s}");
            if (s <= 2.1) continue;
            violating++;
            nearest = Math.Min(nearest, above);
        }
        Assert.That(violating, Is.GreaterThan(1000), "devices that violate nothing prove nothing");
        Assert.That(nearest, Is.LessThan(1e-3), "some must come close, or the bound is not what they test");
    }

    [Test]
    public void Bits_Range_IsConvexRisingAndBetweenItsNeighbours()
    {
        double previous = 0;
        double previousStep = 0;
        for (double w = 0.75; w < ChshEntropy.TsirelsonWinningProbability; w += 1e-4)
        {
            double bits = TwoPartyChshEntropy.Bits(w);
            Assert.That(bits, Is.GreaterThanOrEqualTo(ChshEntropy.OneParty(w)));
            Assert.That(bits - previous, Is.GreaterThanOrEqualTo(previousStep - 1e-12), $"w = {w}");
            previousStep = bits - previous;
            previous = bits;
        }
        double perfect = 1 + TwoPartyChshProof.Phi(Math.Sqrt(0.5));
        Assert.That(perfect, Is.EqualTo(1.6008760366).Within(1e-9));
        Assert.That(TwoPartyChshEntropy.Bits(1), Is.InRange(1.52, perfect));
        Assert.That(TwoPartyChshEntropy.Bits(0.7), Is.Zero);
    }

    [TestCase(0.84, 1.0, 1e6, 0.83)]
    [TestCase(0.83, 0.01, 1e8, 0.73)]
    [TestCase(0.80, 0.01, 1e10, 0.475)]
    public void Optimize_AgainstOneParty_GainsFourTenthsAndMore(double w, double gamma, double n, double bits)
    {
        EntropyAccumulationParameters one = new EntropyAccumulationConfiguration
        {
            Tradeoff = ChshTradeoff.OneParty,
            Trials = (long)n,
            TestProbability = gamma,
            ThresholdWinningProbability = w,
        }.Build();
        double lossFraction = one.MaximumLossCount / (gamma * (long)n);
        double both = TwoPartyEntropyAccumulation.Optimize((long)n, gamma, lossFraction, 1e-8, 1e-8).Bits;
        Assert.That(both / n, Is.EqualTo(bits).Within(0.005));
        Assert.That(both, Is.GreaterThan(1.4 * one.CertifiedBits));
    }

    [Test]
    public void Optimize_LocalThreshold_CertifiesNothing() =>
        Assert.That(TwoPartyEntropyAccumulation.Optimize(1_000_000_000_000, 1, 0.25, 1e-8, 1e-8).Bits, Is.Negative);
}
