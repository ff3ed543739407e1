using Qit.Randomness.Certification;

namespace Qit.Randomness.Tests.Certification;

public sealed class CertificationParametersReaderTests
{
    private static readonly TrialGeometry Geometry = new()
    {
        StationSeparationMetres = 187.25,
        StationA = new StationTiming(-3.5, 200),
        StationB = new StationTiming(10.5, 220),
        TimingUncertaintyNanoseconds = 1,
    };

    private static readonly EntropyAccumulationConfiguration Example = new()
    {
        Trials = 1_000_000,
        ThresholdWinningProbability = 0.83,
    };

    private static string Text => Example.Build().CanonicalText;

    private static IEnumerable<RunConditions> Conditions =>
    [
        new RunConditions(),
        new RunConditions { AssumeShielded = true, PlausibilityFalseAlarm = 1e-12 },
        new RunConditions { Geometry = Geometry },
    ];

    [TestCaseSource(nameof(Conditions))]
    public void Read_GivesTheSameParameters(RunConditions conditions)
    {
        EntropyAccumulationParameters made = (Example with { Conditions = conditions, TestProbability = 0.25 }).Build();
        CertificationParameters read = CertificationParametersReader.Read(made.CanonicalText);
        Assert.That(read, Is.TypeOf<EntropyAccumulationParameters>());
        Assert.That(read.Hash, Is.EqualTo(made.Hash));
        Assert.That(read.Conditions, Is.EqualTo(conditions));
        Assert.That(((EntropyAccumulationParameters)read).CertifiedBits, Is.EqualTo(made.CertifiedBits));
    }

    [TestCase("trials=1000000", "trials=01000000", "Line 3: trials", TestName = "leading zero")]
    [TestCase("trials=1000000", "trials=1e6", "Line 3: trials", TestName = "not an integer")]
    [TestCase("trials=1000000", "trials=0", "trials", TestName = "out of range")]
    [TestCase("trials=1000000", "trials=99999999999999999999", "Line 3: trials", TestName = "does not fit")]
    [TestCase("trials=1000000\n", "", "trials is missing", TestName = "missing")]
    [TestCase("trials=1000000\n", "trials=1000000\ntrials=1000000\n", "Line 4: trials was given before", TestName = "twice")]
    [TestCase("trials=1000000\n", "trials=1000000\nbonusBits=7\n", "Line 4: bonusBits", TestName = "unknown key")]
    [TestCase("trials=1000000\n", "trials 1000000\n", "Line 3 is not", TestName = "no equals sign")]
    [TestCase("trials=1000000\n", "trials=1000000\r\n", "Line 3: trials", TestName = "carriage return")]
    [TestCase("smoothingError=1E-08", "smoothingError=0.00000001", "Line 7: smoothingError", TestName = "not the shortest form")]
    [TestCase("smoothingError=1E-08", "smoothingError=NaN", "Line 7: smoothingError", TestName = "not a number")]
    [TestCase("smoothingError=1E-08", "smoothingError=2", "SmoothingError lies", TestName = "no error")]
    [TestCase("assumeShielded=false", "assumeShielded=no", "assumeShielded", TestName = "no flag")]
    [TestCase("geometry=unknown", "geometry=good", "geometry", TestName = "no geometry")]
    [TestCase("entropy-accumulation-chsh", "entropy-invention", "Line 1: certification", TestName = "unknown method")]
    public void Read_Fault_NamesLineAndKey(string from, string to, string message)
    {
        Assume.That(Text, Does.Contain(from));
        Assert.That(() => CertificationParametersReader.Read(Text.Replace(from, to, StringComparison.Ordinal)),
            Throws.TypeOf<FormatException>().With.Message.Contains(message));
    }

    [Test]
    public void Read_MoreThanTheMethodGives_IsRefused()
    {
        long bits = Example.Build().CertifiedBits;
        string greedy = Text.Replace($"certifiedBits={bits}", $"certifiedBits={bits + 1}", StringComparison.Ordinal);
        Assert.That(() => CertificationParametersReader.Read(greedy),
            Throws.TypeOf<FormatException>().With.Message.Contains($"certifiedBits={bits}'"));
    }

    [Test]
    public void Read_OtherOrder_IsRefused()
    {
        string[] lines = Text.Split('\n');
        (lines[5], lines[6]) = (lines[6], lines[5]);
        Assert.That(() => CertificationParametersReader.Read(string.Join('\n', lines)),
            Throws.TypeOf<FormatException>().With.Message.Contains("Line 6"));
    }

    [Test]
    public void Read_EveryTruncationAndEveryChangedCharacter_IsRefused()
    {
        for (int i = 0; i < Text.Length; i++)
            Assert.That(() => CertificationParametersReader.Read(Text[..i]), Throws.TypeOf<FormatException>());
        char[] changed = Text.ToCharArray();
        for (int i = 0; i < changed.Length; i += 3)
        {
            char good = changed[i];
            changed[i] = '\u00e9';
            Assert.That(() => CertificationParametersReader.Read(new string(changed)), Throws.TypeOf<FormatException>());
            changed[i] = good;
        }
    }

    [Test]
    public void Read_HugeText_IsRefusedBeforeItIsSplit() => Assert.That(
        () => CertificationParametersReader.Read(new string('\n', 1 << 24)),
        Throws.TypeOf<FormatException>().With.Message.Contains("characters"));
}
