using Qit.Agent.RandomnessClasses;
using Qit.Hal.Simulation;
using Qit.Randomness.Statements;

namespace Qit.Agent.Tests.RandomnessClasses;

public sealed class SourceIndependentScenarioTests
{
    private const long Gates = 1 << 19;

    // Brighter than the command's source, so that few gates are enough.
    private static readonly QubitSourceOptions Good = new() { MeanPhotons = 2 };

    [Test]
    public void GoodSource_GivesMoreThanItsChoicesCost_AndBalancedBits()
    {
        RandomnessRun run = SourceIndependentScenario.Run(Good, Gates, default);
        Assert.That(run.Statement.Refusals, Is.Empty);
        Assert.That(run.Balance.NetWithSeedKept, Is.Positive);
        Assert.That(run.Balance.Net, Is.LessThan(run.Balance.NetWithSeedKept));
        int bits = run.Extracted!.Bits.Length;
        int ones = Enumerable.Range(0, bits).Count(i => run.Extracted.Bits[i]);
        Assert.That(ones / (double)bits, Is.EqualTo(0.5).Within(2.5 / Math.Sqrt(bits)));
        Assert.That(SourceIndependentScenario.Run(Good, Gates, default).Extracted!.Sha256, Is.EqualTo(run.Extracted.Sha256));
    }

    [TestCase(0.005)]
    [TestCase(0.015)]
    public void FewEigenstates_LeaveNoMoreThanTheSenderDoesNotKnow(double fraction)
    {
        RandomnessRun run = SourceIndependentScenario.Run(Good with { EigenstateFraction = fraction, Misalignment = 0 }, Gates, default);
        double known = run.Figures.Single(one => one.Name == "known to the sender").Value;
        Assert.That(known, Is.Positive);
        Assert.That(run.Statement.CertifiedBits, Is.Positive.And.LessThan(run.Statement.Raw.Length - known));
    }

    [TestCase(1.0)]
    [TestCase(0.5)]
    [TestCase(0.2)]
    public void SourceOfKnownEigenstates_YieldsNoBit(double fraction) =>
        AssertRefused(Good with { EigenstateFraction = fraction }, EntropyRefusalKind.PhaseErrorTooHigh);

    [Test]
    public void FaultsOfTheReceiver_YieldNoBit()
    {
        AssertRefused(Good with { Misalignment = 0.1 }, EntropyRefusalKind.PhaseErrorTooHigh);
        AssertRefused(Good with { BasisEfficiencyRatio = 2 }, EntropyRefusalKind.ImplausibleBasisFraction);
        AssertRefused(Good with { MeanPhotons = 0 }, EntropyRefusalKind.TooFewClicks); // dark counts alone
        AssertRefused(Good with { MeanPhotons = 0, DarkCountProbability = 0.05 }, EntropyRefusalKind.PhaseErrorTooHigh);
    }

    // Light so bright that both detectors fire: every bit would be an assigned one.
    [Test]
    public void BlindingLight_YieldsNoBit() => AssertRefused(Good with { MeanPhotons = 1000 }, EntropyRefusalKind.PhaseErrorTooHigh);

    private static void AssertRefused(QubitSourceOptions options, EntropyRefusalKind expected)
    {
        RandomnessRun run = SourceIndependentScenario.Run(options, Gates / 4, default);
        Assert.That(run.Extracted, Is.Null);
        Assert.That(run.Statement.CertifiedBits, Is.Zero);
        Assert.That(run.Statement.Refusals.Select(one => one.Kind), Does.Contain(expected),
            string.Join("; ", run.Statement.Refusals.Select(one => one.Reason)));
    }
}
