using System.Security.Cryptography;
using CsCheck;
using Qit.Randomness.Blocks;
using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Randomness.Tests.Trials.Files;

public sealed class TrialFileTests
{
    private const int Chunk = 1 << 16;

    private static readonly Gen<int> Counts = Gen.OneOf(
        Gen.Int[0, 300], Gen.Int[Chunk - 70, Chunk + 70], Gen.Int[(2 * Chunk) - 2, (2 * Chunk) + 2]);

    [Test]
    public void Write_ThenRead_IsTheSame() =>
        Gen.Select(Counts, Gen.Bool, Gen.ULong).Sample((count, hasTests, seed) =>
        {
            TrialRecord record = TrialFileSamples.RandomRecord(count, hasTests, seed);
            byte[] file = TrialFileSamples.Write(
                record, TrialFileHeader.Calibration(hasTests, isSimulated: true), out string digest);
            string expected = Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(0, file.Length - 56)));
            (TrialFileHeader header, TrialRecord back, bool isComplete) = TrialFile.ReadRecord(new MemoryStream(file));
            return isComplete && digest == expected && header.IsSimulated && header.HasTests == hasTests
                && TrialFileSamples.IsSame(record, back);
        }, iter: 60);

    [Test]
    public void Append_HoweverCut_WritesTheSameFile() =>
        Gen.Select(Gen.Int[1, 900], Gen.Int[1, 200], Gen.Bool, Gen.ULong).Sample((count, step, hasTests, seed) =>
        {
            TrialRecord record = TrialFileSamples.RandomRecord(count, hasTests, seed);
            TrialFileHeader header = TrialFileHeader.Calibration(hasTests, isSimulated: false);
            using var pieces = new MemoryStream();
            using var piecewise = new TrialFileWriter(pieces, header);
            for (int from = 0; from < count; from += step)
            {
                piecewise.Append(TrialPlanes.Of(
                    TrialFileSamples.Part(record, from, Math.Min(step, count - from))));
            }
            piecewise.Complete();
            using var single = new MemoryStream();
            using var one = new TrialFileWriter(single, header);
            static int Bit(BitString bits, int i) => bits[i] ? 1 : 0;
            for (int i = 0; i < count; i++)
                one.Append(Bit(record.X, i), Bit(record.Y, i), Bit(record.A, i), Bit(record.B, i), record.Tests?[i] ?? true);
            one.Complete();
            byte[] whole = TrialFileSamples.Write(record, header);
            return whole.AsSpan().SequenceEqual(pieces.ToArray()) && whole.AsSpan().SequenceEqual(single.ToArray());
        }, iter: 50);

    [Test]
    public void Header_ComesBack()
    {
        EntropyAccumulationParameters parameters = TrialFileSamples.Parameters(1000, 0.25);
        TrialFileHeader header = TrialFileHeader.Under(parameters, isSimulated: true) with
        {
            RunName = "überlicht 7",
            StationA = "Alice",
            StationB = "Bob",
            Attempt = 3,
            FirstTrial = 1L << 40,
            TrialsPerSecond = 1e6,
            Start = new DateTimeOffset(2026, 11, 24, 8, 30, 0, TimeSpan.FromHours(1)).AddTicks(1),
            IsImported = true,
        };
        byte[] file = TrialFileSamples.Write(TrialFileSamples.RandomRecord(1000, true, 1), header);
        TrialFileHeader back = new TrialFileReader(new MemoryStream(file)).Header;

        Assert.That(back, Is.EqualTo(header));
        Assert.That(back.ParameterHash, Is.EqualTo(parameters.Hash));
        Assert.That(back.ParameterText, Is.EqualTo(parameters.CanonicalText));
        Assert.That(back.PlannedTrials, Is.EqualTo(1000));
        Assert.That(back.HasTests, Is.True);
    }

    [Test]
    public void Block_WrittenAndRead_IsJudgedAlike()
    {
        const int trials = 200_000;
        EntropyAccumulationParameters parameters = TrialFileSamples.Parameters(trials);
        TrialBlock block = Block(parameters, TrialSampler.Quantum(trials, 0.99, seed: 11));
        using var file = new MemoryStream();
        TrialFile.WriteBlock(file, block, TrialFileHeader.Under(parameters, isSimulated: true));
        file.Position = 0;
        (TrialFileHeader header, TrialBlock back) = TrialFile.ReadBlock(file);

        Certificate certificate = parameters.Certify(back);
        Assert.That(certificate.IsAccepted, Is.True, string.Join(' ', certificate.Reasons));
        Assert.That(certificate.CertifiedBits, Is.EqualTo(parameters.Certify(block).CertifiedBits).And.Positive);
        Assert.That(back.RawString(), Is.EqualTo(block.RawString()));
        Assert.That((back.Attempt, back.FirstTrial), Is.EqualTo((block.Attempt, block.FirstTrial)));
        Assert.That(header.FirstTrial, Is.EqualTo(block.FirstTrial));
        Certificate other = TrialFileSamples.Parameters(trials + 1).Certify(back);
        Assert.That(other.Refusals, Does.Contain(CertificationRefusal.OtherParameters));
    }

    [Test]
    public void WriteBlock_UnderOtherParameters_IsRefused()
    {
        TrialBlock block = Block(TrialFileSamples.Parameters(64), TrialSampler.Quantum(64, 0.99, seed: 1));
        TrialFileHeader other = TrialFileHeader.Under(TrialFileSamples.Parameters(65), isSimulated: true);
        using var file = new MemoryStream();
        Assert.Throws<ArgumentException>(() => TrialFile.WriteBlock(file, block, other));
        Assert.That(file.Length, Is.Zero);
    }

    [Test]
    public void ReadBlock_WithoutParameters_IsRefused()
    {
        byte[] file = TrialFileSamples.Write(
            TrialFileSamples.RandomRecord(100, false, 2), TrialFileHeader.Calibration(false, isSimulated: false));
        var error = Assert.Throws<TrialFileException>(() => TrialFile.ReadBlock(new MemoryStream(file)));
        Assert.That(error!.Message, Does.Contain("calibration"));
    }

    [Test]
    public void Append_BeyondTheRunOrTheEnd_IsRefused()
    {
        using var stream = new MemoryStream();
        using var writer = new TrialFileWriter(
            stream, TrialFileHeader.Under(TrialFileSamples.Parameters(2), isSimulated: true));
        writer.Append(0, 0, 1, 1);
        writer.Append(1, 0, 0, 1);
        Assert.Throws<InvalidOperationException>(() => writer.Append(0, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => writer.Append(0, 2, 0, 0));
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.Append(0, 0, 0, 0));
    }

    private static TrialBlock Block(CertificationParameters parameters, PackedTrials trials)
    {
        var builder = new RandomnessBlockBuilder(parameters);
        builder.AddStationA(500, trials.Count, trials.X, trials.A);
        builder.AddStationB(500, trials.Count, trials.Y, trials.B);
        Assert.That(builder.TryTakeBlock(out TrialBlock? block), Is.True);
        return block!;
    }
}
