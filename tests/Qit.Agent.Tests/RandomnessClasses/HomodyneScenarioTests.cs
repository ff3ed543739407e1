using Qit.Agent.RandomnessClasses;
using Qit.Hal.Simulation;
using Qit.Randomness.DeviceDependent;
using Qit.Randomness.Statements;

namespace Qit.Agent.Tests.RandomnessClasses;

/// <summary>Each fault of the source yields no bit. Blocks are shorter and thresholds wider than the command's.</summary>
public sealed class HomodyneScenarioTests
{
    private const int Samples = 1 << 14;
    private const int CalibrationSamples = 200_000;
    private const long BlockFrom = 3 * CalibrationSamples;

    // Less gain than the command's source: short calibrations leave more room for classical noise.
    private static readonly HomodyneOptions Good = new() { ShotVariancePerMilliwatt = 90, ElectronicVariance = 4 };

    [Test]
    public void GoodSource_GivesBits_WithAsManyOnesAsZeros()
    {
        long ones = 0, bits = 0;
        for (ulong seed = 1; seed <= 3; seed++)
        {
            RandomnessRun run = Run(Good with { Seed = seed });
            Assert.That(run.Statement.Refusals, Is.Empty, $"seed {seed}");
            Assert.That(run.Extracted!.Bits.Length, Is.EqualTo(run.Statement.CertifiedBits - 65).Within(1));
            Assert.That(run.Statement.CertifiedBits, Is.GreaterThan(3 * Samples));
            for (int i = 0; i < run.Extracted.Bits.Length; i++)
            {
                if (run.Extracted.Bits[i]) ones++;
            }
            bits += run.Extracted.Bits.Length;
        }
        // Sanity, not security: five standard errors, one false alarm in 1.7 million.
        Assert.That(ones / (double)bits, Is.EqualTo(0.5).Within(2.5 / Math.Sqrt(bits)));
    }

    [Test]
    public void Correlation_WithinTheDetectorsResponse_CostsBitsAndIsAccepted()
    {
        long white = Run(Good).Statement.CertifiedBits;
        RandomnessRun slow = Run(Good with { LagOneCorrelation = 0.3, OscillatorMilliwatts = 4 }, room: 0.3);
        Assert.That(slow.Statement.Refusals, Is.Empty);
        Assert.That(slow.Statement.CertifiedBits, Is.Positive.And.LessThan(white));
    }

    [TestCase(HomodyneFaultKind.OscillatorOff, 0, EntropyRefusalKind.NoiseDrift)]
    [TestCase(HomodyneFaultKind.OscillatorDrift, -0.9, EntropyRefusalKind.NoiseDrift)]
    [TestCase(HomodyneFaultKind.OscillatorDrift, 3, EntropyRefusalKind.TotalNoiseTooHigh)]
    [TestCase(HomodyneFaultKind.Pickup, 12, EntropyRefusalKind.Correlated)]
    [TestCase(HomodyneFaultKind.Gain, 50, EntropyRefusalKind.Saturated)]
    [TestCase(HomodyneFaultKind.OffsetDrift, 30, EntropyRefusalKind.OffsetOutOfRange)]
    [TestCase(HomodyneFaultKind.Stuck, 130, EntropyRefusalKind.HealthTestFailed)]
    [TestCase(HomodyneFaultKind.Stuck, 255, EntropyRefusalKind.Saturated)]
    public void FaultWithinTheBlock_YieldsNoBit(HomodyneFaultKind fault, double magnitude, EntropyRefusalKind expected) =>
        AssertRefused(Good with
        {
            Fault = fault,
            FaultMagnitude = magnitude,
            FaultFromSample = BlockFrom,
            FaultSamples = Samples, // gone before the calibration after the block
        }, expected);

    [TestCase(HomodyneFaultKind.OscillatorOff, 0, EntropyRefusalKind.QuantumNoiseTooLow)]
    [TestCase(HomodyneFaultKind.OscillatorDrift, -0.3, EntropyRefusalKind.QuantumNoiseTooLow)]
    [TestCase(HomodyneFaultKind.Pickup, 20, EntropyRefusalKind.ClassicalNoiseTooHigh)]
    [TestCase(HomodyneFaultKind.Gain, 1.5, EntropyRefusalKind.TotalNoiseTooHigh)]
    public void FaultInTheCalibrationAfterTheBlock_YieldsNoBit(
        HomodyneFaultKind fault, double magnitude, EntropyRefusalKind expected) =>
        AssertRefused(Good with { Fault = fault, FaultMagnitude = magnitude, FaultFromSample = BlockFrom + Samples }, expected);

    [Test]
    public void LowQuantumToClassicalRatio_CannotBeTalkedUp()
    {
        // The data sheet promises the good source; the device has a tenth of its light.
        RandomnessRun weak = HomodyneScenario.Run(
            Good with { OscillatorMilliwatts = 0.4 }, Samples, _ => Configuration(Good, 0.15), default);
        Assert.That(weak.Extracted, Is.Null);
        Assert.That(weak.Statement.Refusals.Select(one => one.Kind), Does.Contain(EntropyRefusalKind.QuantumNoiseTooLow));
        // An honest data sheet of a source drowned in classical noise: nothing to certify.
        RandomnessRun drowned = Run(Good with { ElectronicVariance = 4000 });
        Assert.That(drowned.Extracted, Is.Null);
        Assert.That(drowned.Statement.Refusals.Select(one => one.Kind), Does.Contain(EntropyRefusalKind.NothingToCertify));
        Assert.That(Run(Good with { OscillatorMilliwatts = 0 }).Statement.CertifiedBits, Is.Zero);
    }

    private static void AssertRefused(HomodyneOptions options, EntropyRefusalKind expected)
    {
        RandomnessRun run = Run(options);
        Assert.That(run.Extracted, Is.Null);
        Assert.That(run.Statement.CertifiedBits, Is.Zero);
        Assert.That(run.Statement.Refusals.Select(one => one.Kind), Does.Contain(expected),
            string.Join("; ", run.Statement.Refusals.Select(one => one.Reason)));
    }

    private static RandomnessRun Run(HomodyneOptions options, double room = 0.15) =>
        HomodyneScenario.Run(options, Samples, _ => Configuration(options, room), default);

    private static HomodyneConfiguration Configuration(HomodyneOptions options, double room)
    {
        var source = new SimulatedHomodyneSource(options);
        return HomodyneConfiguration.FromExpected(Samples, 8, source.QuantumVariance, source.ClassicalVariance, room) with
        {
            CalibrationSamples = CalibrationSamples,
            LagOneCorrelation = options.LagOneCorrelation,
        };
    }
}
