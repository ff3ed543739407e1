using CsCheck;
using Qit.Randomness.SemiDeviceIndependent;
using Qit.Randomness.Statements;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.SemiDeviceIndependent;

public sealed class SourceIndependentTests
{
    private static readonly SourceIndependentConfiguration Configuration = new()
    {
        Gates = 200_000,
        TestProbability = 1 / 16.0,
        MaximumErrorFraction = 0.03,
        DarkCountProbability = 1e-6,
    };

    // The paper's form, n (1 - h(t/n)), never gives more; for long blocks both tend to 1 - h(e) a round.
    [TestCase(0.0)]
    [TestCase(0.01)]
    [TestCase(0.05)]
    [TestCase(0.11)]
    public void Bits_TendToOneLessTheEntropyOfThePhaseError(double error)
    {
        const long Rest = 1_000_000_000_000, Tested = 10_000_000_000;
        long testErrors = (long)(error * Tested);
        double bits = SourceIndependentBound.Bits(Tested, Rest, testErrors, 0, 1e-10) / Rest;
        Assert.That(bits, Is.EqualTo(1 - Entropy(error)).Within(1e-3));
        Assert.That(bits, Is.LessThanOrEqualTo(1 - Entropy(error)));
        long most = RandomSampling.MostErrorsInRest(10_000, 100_000, (long)(error * 10_000), (2 * Math.Log(1e-10)) - Math.Log(2));
        double finite = SourceIndependentBound.Bits(10_000, 100_000, (long)(error * 10_000), 0, 1e-10);
        Assert.That(finite, Is.GreaterThanOrEqualTo(100_000 * (1 - Entropy(most / 100_000.0))));
    }

    [Test]
    public void Bits_FallWithErrors_DarkGates_AndCaution_AndRiseWithTests() =>
        Gen.Select(Gen.Long[200, 20_000], Gen.Long[1000, 1_000_000], Gen.Double[0, 0.2], Gen.Long[1, 50]).Sample((k, n, e, more) =>
        {
            long errors = (long)(e * k);
            double bits = SourceIndependentBound.Bits(k, n, errors, 0, 1e-8);
            return bits >= 0 && bits <= n
                && SourceIndependentBound.Bits(k, n, errors + more, 0, 1e-8) <= bits
                && SourceIndependentBound.Bits(k, n, errors, more, 1e-8) <= bits
                && SourceIndependentBound.Bits(k, n, errors, 0, 1e-12) <= bits
                && SourceIndependentBound.Bits(k + more, n, errors, 0, 1e-8) >= bits;
        }, iter: 200);

    [Test]
    public void HonestClicks_AreCertified_AndEigenstatesAreNot()
    {
        SourceIndependentParameters parameters = Configuration.Build();
        EntropyStatement honest = parameters.Certify(Block(parameters, 200_000, errorProbability: 0.01));
        Assert.That(honest.Refusals, Is.Empty);
        Assert.That(honest.CertifiedBits, Is.GreaterThan(honest.Raw.Length / 2).And.LessThan(honest.Raw.Length));
        Assert.That(parameters.Class, Is.EqualTo(RandomnessClass.SemiDeviceIndependent));

        EntropyStatement known = parameters.Certify(Block(parameters, 200_000, errorProbability: 0.5));
        Assert.That(known.CertifiedBits, Is.Zero);
        Assert.That(known.Refusals.Select(one => one.Kind), Does.Contain(EntropyRefusalKind.PhaseErrorTooHigh));
    }

    [Test]
    public void CertifiedBits_DoNotDependOnTheErrorsSeen()
    {
        SourceIndependentParameters parameters = Configuration.Build();
        EntropyStatement few = parameters.Certify(Block(parameters, 200_000, errorProbability: 0));
        EntropyStatement more = parameters.Certify(Block(parameters, 200_000, errorProbability: 0.02));
        Assert.That(few.CertifiedBits, Is.EqualTo(more.CertifiedBits).And.Positive);
    }

    [Test]
    public void WrongBlocks_AreRefused()
    {
        SourceIndependentParameters parameters = Configuration.Build();
        SourceIndependentParameters later = (Configuration with { MaximumErrorFraction = 0.05 }).Build();
        QubitBlock good = Block(parameters, 200_000, 0.01);
        Kind(later.Certify(good), EntropyRefusalKind.OtherParameters);
        Kind(parameters.Certify(Block(parameters, 200_000, 0.01, gates: 200_001)), EntropyRefusalKind.WrongSampleCount);
        // Twice as many clicks in the test basis as were chosen: detection depends on the basis.
        Kind(parameters.Certify(Block(parameters, 200_000, 0.01, testProbability: 1 / 8.0)), EntropyRefusalKind.ImplausibleBasisFraction);
        Kind(parameters.Certify(Block(parameters, 40, 0)), EntropyRefusalKind.TooFewClicks);
        Kind(parameters.Certify(Block(parameters, 200_000, 0.01, stuck: true)), EntropyRefusalKind.HealthTestFailed);
    }

    [Test]
    public void DoubleClicks_TakeFreshBits_AndAreErrorsInTheTestBasis()
    {
        const QubitClick Both = QubitClick.Zero | QubitClick.One;
        QubitClick[] clicks = [QubitClick.Zero, Both, QubitClick.One, Both, Both | QubitClick.TestBasis,
            QubitClick.Zero | QubitClick.TestBasis];
        var block = new QubitBlock("x", 10, clicks, BitString.FromBytes([0b1000_0000], 2, BitOrder.MostSignificantFirst));
        Assert.That((block.TestRounds, block.TestErrors, block.DoubleClicks), Is.EqualTo((2L, 1L, 2)));
        Assert.That(block.Raw.ToBytes(BitOrder.MostSignificantFirst), Is.EqualTo(new byte[] { 0b0110_0000 }));
        BitString none = BitString.FromBytes([], 0, BitOrder.MostSignificantFirst);
        Assert.That(() => new QubitBlock("x", 10, clicks, none), Throws.ArgumentException.With.Message.Contains("2 double clicks"));
        Assert.That(() => new QubitBlock("x", 1, [QubitClick.Zero, QubitClick.Zero], none), Throws.ArgumentException);
        Assert.That(() => new QubitBlock("x", 1, [QubitClick.TestBasis], none), Throws.ArgumentException);
    }

    [Test]
    public void Parameters_AreHashed_AndRefuseBadValues()
    {
        var hashes = new HashSet<string> { Configuration.Build().Hash };
        SourceIndependentConfiguration[] others =
        [
            Configuration with { Gates = 200_001 }, Configuration with { TestProbability = 0.1 },
            Configuration with { MaximumErrorFraction = 0.04 }, Configuration with { DarkCountProbability = 1e-7 },
            Configuration with { SmoothingError = 1e-9 }, Configuration with { DarkCountError = 1e-9 },
            Configuration with { PlausibilityFalseAlarm = 1e-8 }, Configuration with { HealthFalseAlarmExponent = 31 },
        ];
        foreach (SourceIndependentConfiguration other in others) Assert.That(hashes.Add(other.Build().Hash), Is.True, other.ToString());
        Assert.That(() => (Configuration with { MaximumErrorFraction = 0.5 }).Build(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Configuration with { Gates = 10 }).Build(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        // h(1/16) = 0.3373 bits a gate.
        Assert.That(Configuration.Build().BasisBits / 200_000, Is.EqualTo(0.33729).Within(1e-5));
    }

    private static void Kind(EntropyStatement statement, EntropyRefusalKind kind)
    {
        Assert.That(statement.CertifiedBits, Is.Zero);
        Assert.That(statement.Refusals.Select(one => one.Kind), Does.Contain(kind));
    }

    private static QubitBlock Block(
        SourceIndependentParameters parameters, int clicks, double errorProbability,
        long gates = 200_000, double testProbability = 1 / 16.0, bool stuck = false)
    {
        var random = new SplitMix(31);
        var all = new QubitClick[clicks];
        for (int i = 0; i < clicks; i++)
        {
            bool isTest = random.NextDouble() < testProbability;
            bool isOne = random.NextDouble() < (isTest ? errorProbability : stuck ? 0 : 0.5);
            all[i] = (isOne ? QubitClick.One : QubitClick.Zero) | (isTest ? QubitClick.TestBasis : QubitClick.None);
        }
        return new QubitBlock(parameters.Hash, gates, all, BitString.FromBytes([], 0, BitOrder.MostSignificantFirst));
    }

    private static double Entropy(double p) => p is 0 or 1 ? 0 : -((p * Math.Log2(p)) + ((1 - p) * Math.Log2(1 - p)));
}
