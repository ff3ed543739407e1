using CsCheck;
using Qit.Protocols.BellTrials;

namespace Qit.Protocols.Tests.BellTrials;

public class BellTrialsMachineTests
{
    private const long FlushAfterMicroseconds = 200_000;

    [Test]
    public void Settings_WaitForTheStartUpTest()
    {
        BellTrialsMachine machine = NewMachine();
        byte[] noise = UniformBytes(BellTrialsMachine.StartUpSamples);
        Assert.That(machine.AdmitSettings(noise, noise.Length), Is.Zero);
        Assert.That(machine.IsStartingUp, Is.False);
        Assert.That(machine.AdmitSettings(noise, 64), Is.EqualTo(64));
    }

    [Test]
    public void Settings_StopForGood_WhenTheSourceIsStuck()
    {
        BellTrialsMachine machine = NewMachine();
        byte[] noise = UniformBytes(BellTrialsMachine.StartUpSamples);
        machine.AdmitSettings(noise, noise.Length);
        Assert.That(machine.AdmitSettings(new byte[64], 64), Is.Zero);
        Assert.That(machine.HasEntropyFailed, Is.True);
        Assert.That(machine.AdmitSettings(noise, 64), Is.Zero);
    }

    [Test]
    public void Blocks_CarryEveryTrial_AndShowEveryGap() =>
        (from counts in Gen.Int[1, 128].Array[1, 40]
         from gaps in Gen.OneOf(Gen.Const(0), Gen.Int[1, 500]).Array[40]
         from seed in Gen.Int
         select (counts, gaps, seed)).Sample(
            sample =>
            {
                BellTrialsMachine machine = NewMachine();
                var random = new Random(sample.seed);
                var expected = new List<(long, byte, byte)>();
                var received = new List<(long, byte, byte)>();
                long trial = 0;
                long lost = 0;
                for (int i = 0; i < sample.counts.Length; i++)
                {
                    long gap = i == 0 ? 0 : sample.gaps[i] * 8L;
                    trial += gap;
                    lost += gap;
                    byte[] settings = new byte[sample.counts[i]];
                    byte[] outcomes = new byte[sample.counts[i]];
                    random.NextBytes(settings);
                    random.NextBytes(outcomes);
                    if (!machine.TryAddTrials(settings, outcomes, settings.Length, trial, 0))
                    {
                        Take(machine, mustEnd: true, received);
                        Assert.That(machine.TryAddTrials(settings, outcomes, settings.Length, trial, 0), Is.True);
                    }
                    for (int k = 0; k < settings.Length; k++)
                        expected.Add((trial + k * 8, settings[k], outcomes[k]));
                    trial += settings.Length * 8;
                }
                Take(machine, mustEnd: true, received);
                return received.SequenceEqual(expected) && machine.LostCount == lost;
            },
            iter: 100);

    [Test]
    public void Block_WaitsUntilItIsOld()
    {
        BellTrialsMachine machine = NewMachine();
        machine.TryAddTrials([1], [1], 1, 80, nowMicroseconds: 10);
        Assert.That(machine.TryPeekBlock(out _, out _, false, 10 + FlushAfterMicroseconds - 1), Is.False);
        Assert.That(machine.TryPeekBlock(out _, out _, false, 10 + FlushAfterMicroseconds), Is.True);
        Assert.That(machine.LostCount, Is.Zero, "a trial clock that ran before the loop is no loss");
    }

    [Test]
    public void TrialBlock_NeverThrows_OnHostileBytes() =>
        Gen.Byte.Array[0, 1024].Sample(bytes =>
        {
            new TrialBlock().TryRead(bytes, bytes.Length);
            return true;
        });

    private static BellTrialsMachine NewMachine() => new(5, 16, FlushAfterMicroseconds);

    private static byte[] UniformBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static void Take(BellTrialsMachine machine, bool mustEnd, List<(long, byte, byte)> received)
    {
        if (!machine.TryPeekBlock(out byte[] payload, out int length, mustEnd, 0))
            return;
        var block = new TrialBlock();
        Assert.That(block.TryRead(payload, length), Is.True);
        for (int i = 0; i < block.ByteCount; i++)
            received.Add((block.FirstTrial + i * 8, block.Settings[i], block.Outcomes[i]));
        machine.ClearBlock();
    }
}
