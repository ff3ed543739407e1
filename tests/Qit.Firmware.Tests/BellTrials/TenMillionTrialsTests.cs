using Qit.Hal;
using Qit.Hal.BasisSelector;
using Qit.Hal.EntropySource;
using Qit.Hal.TrialRecorder;
using Qit.Protocols.DeviceLink;

namespace Qit.Firmware.Tests.BellTrials;

/// <summary>The whole device with hardware that is done at once, so that ten million trials take seconds.</summary>
public class TenMillionTrialsTests
{
    private const long Trials = 10_000_000;

    [Test]
    public void Device_AllocatesNothing()
    {
        var hardware = new InstantHardware();
        long blocks = 0;
        var device = new CabledDevice((cable, clock) => new Board(clock, cable.EndA)
        {
            DeviceId = 1, BootId = 1, SettingsEntropy = hardware, BasisSelector = hardware, TrialRecorder = hardware,
        })
        {
            Sink = result => blocks += result.Type == FrameType.TrialBlock ? 1 : 0,
        };
        device.Advance(1000);
        device.Start(LoopKind.BellTrials);
        for (int warmUp = 0; warmUp < 200; warmUp++) device.Advance(100);
        long blocksBefore = blocks;
        long allocated = 0;
        for (long measured = 0; measured < Trials;)
        {
            device.Advance(100);
            long made = hardware.Trials;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 40; step++) device.Loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            measured += hardware.Trials - made;
        }

        Assert.That(allocated, Is.Zero);
        // A block holds less than 8192 trials.
        Assert.That(blocks - blocksBefore, Is.GreaterThan(Trials / 8192));
    }

    /// <summary>Every byte of settings queued is a finished byte of trials at once.</summary>
    private sealed class InstantHardware : IEntropySource, IBasisSelector, ITrialRecorder
    {
        private const int Capacity = 1024;
        private readonly byte[] queue = new byte[Capacity];
        private ulong state = 1;
        private int queued;

        public long Trials { get; private set; }

        public int ClaimedMillibitsPerByte => 4000;

        public HalStatus Read(byte[] target, int offset, int count, out int read)
        {
            for (int i = 0; i < count; i++)
            {
                state = unchecked((state * 6364136223846793005) + 1442695040888963407);
                target[offset + i] = (byte)(state >> 56);
            }

            read = count;
            return HalStatus.Ok;
        }

        public HalStatus Queue(byte[] source, int offset, int count, out int accepted)
        {
            accepted = Math.Min(count, Capacity - queued);
            Array.Copy(source, offset, queue, queued, accepted);
            queued += accepted;
            return HalStatus.Ok;
        }

        public HalStatus Read(
            byte[] settings, byte[] outcomes, int offset, int count, out int read, out long firstTrial)
        {
            read = Math.Min(count, queued);
            Array.Copy(queue, 0, settings, offset, read);
            Array.Clear(outcomes, offset, read);
            Array.Copy(queue, read, queue, 0, queued - read);
            queued -= read;
            firstTrial = Trials;
            Trials += read * 8L;
            return HalStatus.Ok;
        }
    }
}
