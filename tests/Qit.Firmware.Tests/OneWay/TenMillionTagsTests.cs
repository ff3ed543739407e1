using Qit.Hal;
using Qit.Hal.PathSelector;
using Qit.Hal.TimeTagger;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Firmware.Tests.OneWay;

/// <summary>The whole device with hardware that is done at once, so that ten million tags take seconds.</summary>
public class TenMillionTagsTests
{
    private const long Tags = 10_000_000;

    [Test]
    public void Device_AllocatesNothing([Values] bool hasSwitches)
    {
        var hardware = new InstantHardware();
        long received = 0;
        long marks = 0;
        var device = new CabledDevice((cable, clock) => new Board(clock, cable.EndA)
        {
            DeviceId = 1, BootId = 1, Tagger = hardware, PathSelector = hasSwitches ? hardware : null,
        });
        device.Sink = result =>
        {
            if (result.Type == FrameType.TagBlock) received += result.Payload[20] + (result.Payload[21] << 8);
            if (result.Type == FrameType.PathBlock) marks++;
        };
        device.Advance(1000);
        if (hasSwitches)
        {
            device.Set(PathKey.Mode, PathMode.Alone);
            device.Set(PathKey.Dwell, 1_000);
            device.Set(PathKey.Settle, 0);
        }

        device.Start(hasSwitches ? LoopKind.OneWayPaths : LoopKind.OneWay);
        for (int warmUp = 0; warmUp < 200; warmUp++) Turn();
        long receivedBefore = received;
        long madeBefore = hardware.Made;
        long allocated = 0;
        for (long measured = 0; measured < Tags;)
        {
            device.Advance(100);
            hardware.Waiting = 2000;
            long made = hardware.Made;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 100; step++) device.Loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            measured += hardware.Made - made;
        }

        Assert.That(allocated, Is.Zero);
        // With switches some tags fall between the dwells.
        double part = (received - receivedBefore) / (double)(hardware.Made - madeBefore);
        Assert.That(part, Is.GreaterThan(hasSwitches ? 0.5 : 0.99));
        Assert.That(marks, hasSwitches ? Is.GreaterThan(100) : Is.Zero);

        void Turn()
        {
            hardware.Waiting = 2000;
            device.Advance(100);
        }
    }

    private sealed class InstantHardware : ITimeTagger, IPathSelector
    {
        private uint time;

        public long Made { get; private set; }

        /// <summary>Tags that wait now.</summary>
        public int Waiting { get; set; }

        public int CounterBits => 32;

        public int TickFemtosecondsNumerator => 4000;

        public int TickFemtosecondsDenominator => 1;

        public int ChannelCount => 1;

        public long LostCount => 0;

        public int LengthCount => 3;

        public HalStatus Select(int length, bool isSwapped) => HalStatus.Ok;

        public HalStatus Read(uint[] ticks, byte[] channels, int offset, int count, out int read)
        {
            read = Math.Min(count, Waiting);
            for (int i = 0; i < read; i++)
            {
                time = unchecked(time + 12_345);
                ticks[offset + i] = time;
                channels[offset + i] = 1;
            }

            Made += read;
            Waiting -= read;
            return HalStatus.Ok;
        }
    }
}
