using Qit.Randomness.DeviceDependent;
using Qit.Randomness.Statements;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.DeviceDependent;

public sealed class HomodyneParametersTests
{
    private static readonly HomodyneConfiguration Expected =
        HomodyneConfiguration.FromExpected(4096, 8, 800, 15) with { CalibrationSamples = 100_000_000 };

    [Test]
    public void Hash_NamesEveryParameter()
    {
        var hashes = new HashSet<string> { Expected.Build().Hash };
        HomodyneConfiguration[] others =
        [
            Expected with { Samples = 4097 }, Expected with { ConverterBits = 9 }, Expected with { MinimumQuantumVariance = 700 },
            Expected with { MaximumClassicalVariance = 60 }, Expected with { MaximumTotalVariance = 900 },
            Expected with { MaximumOffset = 2 }, Expected with { DifferentialNonlinearity = 0.3 },
            Expected with { LagOneCorrelation = 0.1 }, Expected with { PowerRatio = 0.4 },
            Expected with { CalibrationSamples = 5000 }, Expected with { SmoothingError = 1e-9 },
            Expected with { CalibrationError = 1e-9 }, Expected with { Segments = 8 },
            Expected with { PlausibilityFalseAlarm = 1e-8 }, Expected with { HealthFalseAlarmExponent = 40 },
        ];
        foreach (HomodyneConfiguration other in others) Assert.That(hashes.Add(other.Build().Hash), Is.True, other.ToString());
        Assert.That(Expected.Build().CanonicalText, Does.StartWith("statement=homodyne-vacuum-1\nsamples=4096\n").And.EndsWith("\n"));
    }

    [Test]
    public void GoodBlock_IsCertified_AndStatesItsTrust()
    {
        HomodyneParameters parameters = Expected.Build();
        EntropyStatement statement = parameters.Certify(Block(parameters, parameters.Hash));
        Assert.That(statement.Refusals, Is.Empty);
        Assert.That(statement.CertifiedBits, Is.EqualTo(parameters.CertifiedBits).And.GreaterThan(4096 * 5));
        Assert.That(statement.Raw.Length, Is.EqualTo(4096 * 8));
        Assert.That(parameters.Class, Is.EqualTo(RandomnessClass.DeviceDependent));
        Assert.That(parameters.Trusted, Has.Count.GreaterThan(3));
        Assert.That(parameters.StatementError, Is.EqualTo(2e-10).Within(1e-20));
    }

    [Test]
    public void ParametersChosenAfterTheData_AreRefused()
    {
        HomodyneParameters parameters = Expected.Build();
        HomodyneParameters later = (Expected with { MaximumOffset = 0.5 }).Build();
        EntropyStatement statement = later.Certify(Block(parameters, parameters.Hash));
        Assert.That(statement.CertifiedBits, Is.Zero);
        Assert.That(statement.Refusals.Select(one => one.Kind), Does.Contain(EntropyRefusalKind.OtherParameters));
    }

    [Test]
    public void CalibrationThatDoesNotReachTheThresholds_IsRefused()
    {
        HomodyneParameters parameters = Expected.Build();
        HomodyneBlock good = Block(parameters, parameters.Hash);
        (HomodyneCalibration, EntropyRefusalKind)[] cases =
        [
            (Calibration(700, 15, 0), EntropyRefusalKind.QuantumNoiseTooLow),
            (Calibration(800, 15, 60), EntropyRefusalKind.ClassicalNoiseTooHigh), // the oscillator's own noise
            (Calibration(800, 80, 0), EntropyRefusalKind.ClassicalNoiseTooHigh), // the electronics
            (Calibration(900, 15, 0), EntropyRefusalKind.TotalNoiseTooHigh),
            (Calibration(800, 15, 0, mean: 1.5), EntropyRefusalKind.OffsetOutOfRange),
            (Calibration(800, 15, 0, count: 1000), EntropyRefusalKind.WrongSampleCount),
        ];
        foreach ((HomodyneCalibration bad, EntropyRefusalKind kind) in cases)
        {
            foreach (bool isAfter in new[] { false, true })
            {
                var block = new HomodyneBlock(parameters.Hash, isAfter ? good.Before : bad, good.Codes.AsSpan(), isAfter ? bad : good.After);
                EntropyStatement statement = parameters.Certify(block);
                Assert.That(statement.CertifiedBits, Is.Zero);
                Assert.That(statement.Refusals.Select(one => one.Kind), Does.Contain(kind));
            }
        }
    }

    // The adversary knows the classical noise and the last sample's quantum noise; only the innovation is new to it.
    [TestCase(0.0)]
    [TestCase(1.0)]
    public void AdversaryWithAllClassicalNoiseAndThePast_GuessesNoBetterThanStated(double shareOfBound)
    {
        const double Rho = 0.6;
        const int Samples = 300_000;
        HomodyneParameters parameters = (Expected with { LagOneCorrelation = Rho }).Build();
        double sigma = Math.Sqrt(800);
        double e = shareOfBound * (parameters.Configuration.MaximumOffset
            + (parameters.Sigmas * Math.Sqrt(parameters.Configuration.MaximumClassicalVariance)));
        var normal = new NormalSampler(11);
        double q = normal.Next();
        int hits = 0;
        for (int i = 0; i < Samples; i++)
        {
            double known = e + (sigma * Rho * q);
            q = (Rho * q) + (Math.Sqrt(1 - (Rho * Rho)) * normal.Next());
            double code = Math.Clamp(Math.Floor(e + (sigma * q) + 0.5), -128, 127);
            // Beyond this the last code is likelier than the one under the known mean.
            double guess = known > 115 ? 127 : Math.Clamp(Math.Floor(known + 0.5), -128, 127);
            if (code == guess) hits++;
        }
        double stated = parameters.GuessProbability;
        Assert.That(hits / (double)Samples, Is.LessThan(stated + (5 * Math.Sqrt(stated / Samples))));
    }

    [Test]
    public void CertifiedEntropy_FallsWithEveryWorseThreshold()
    {
        double bits = Expected.Build().BitsPerSample;
        HomodyneConfiguration[] worse =
        [
            Expected with { MinimumQuantumVariance = 500 }, Expected with { MaximumClassicalVariance = 200 },
            Expected with { MaximumOffset = 40 }, Expected with { DifferentialNonlinearity = 1 },
            Expected with { LagOneCorrelation = 0.5 }, Expected with { MaximumTotalVariance = 6000 },
        ];
        foreach (HomodyneConfiguration other in worse)
            Assert.That(other.Build().BitsPerSample, Is.LessThan(bits), other.ToString());
        Assert.That(() => (Expected with { MinimumQuantumVariance = 0 }).Build(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Expected with { ConverterBits = 17 }).Build(), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RawString_HasEachCodeMostSignificantBitFirst()
    {
        HomodyneCalibration any = Calibration(800, 15, 0);
        var block = new HomodyneBlock("x", any, [0xAB, 0x01], any);
        Assert.That(block.RawString(8).ToBytes(BitOrder.MostSignificantFirst), Is.EqualTo(new byte[] { 0xAB, 0x01 }));
    }

    private static HomodyneBlock Block(HomodyneParameters parameters, string hash)
    {
        var normal = new NormalSampler(21);
        var codes = new ushort[parameters.Configuration.Samples];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (ushort)(Math.Clamp(Math.Floor((Math.Sqrt(815) * normal.Next()) + 0.5), -128, 127) + 128);
        return new HomodyneBlock(hash, Calibration(800, 15, 0), codes, Calibration(800, 15, 0));
    }

    // Exact statistics, so that the thresholds alone decide.
    private static HomodyneCalibration Calibration(
        double quantum, double electronic, double excess, double mean = 0, long count = 100_000_000)
    {
        SampleStatistics At(double x) => new(count, mean, electronic + (quantum * x) + (excess * x * x));
        return new HomodyneCalibration(At(0), At(0.5), At(1));
    }
}
