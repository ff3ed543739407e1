using Qit.Hal;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.RoundTrip;

namespace Qit.Firmware.Tests.RoundTrip;

/// <summary>The whole device with hardware that is done at once, so that ten million gates take seconds.</summary>
public class TenMillionGatesTests
{
    private const long Gates = 10_000_000;

    [Test]
    public void Device_AllocatesNothing()
    {
        var clock = new SimulatedMonotonicClock();
        var hardware = new InstantHardware();
        var cable = new InMemoryLink();
        var loop = new DeviceLoop(
            new Board(clock, cable.EndA) { DeviceId = 1, BootId = 1, DelayLine = hardware, CoincidenceCounter = hardware },
            new LinkParameters());
        var gateway = new GatewayEndpoint(1, new LinkParameters());
        gateway.HandleLinkOpened(0);
        byte[] buffer = new byte[4096];
        long dwells = 0;
        // A scan of 126 places that never ends, 20 gates a place: half a million dwells in 12 000 blocks.
        Command(RoundTripKey.Mode, RoundTripMode.Sweep);
        Command(RoundTripKey.Gate, 5_000);
        Command(RoundTripKey.Settle, 0);
        Command(0, 0);
        for (int warmUp = 0; warmUp < 200; warmUp++) Turn();
        long allocated = 0;
        for (long end = hardware.Gates + Gates; hardware.Gates < end;)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 1000; step++) loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Turn();
        }

        Assert.That(dwells, Is.GreaterThan(Gates / 25));
        Assert.That(allocated, Is.Zero);

        void Turn()
        {
            clock.Advance(1000);
            loop.Step();
            cable.EndB.Read(buffer, 0, buffer.Length, out int read);
            gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
            while (gateway.TryPeekResult(out Frame result))
            {
                if (result.Type == FrameType.DwellBlock) dwells += result.Payload[16];
                gateway.ConfirmResult();
            }

            while (gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
                cable.EndB.Write(buffer, 0, length, out _);
        }

        void Command(byte key, long value)
        {
            byte verb = key == 0 ? CommandVerb.Start : CommandVerb.Configure;
            gateway.TrySendCommand(verb, key == 0 ? LoopKind.RoundTrip : key, value, clock.NowMicroseconds);
            CommandReply reply;
            while (!gateway.TryTakeReply(out reply)) Turn();
            Assert.That(reply.Status, Is.EqualTo(CommandStatus.Ok));
        }
    }

    private sealed class InstantHardware : IDelayLine, ICoincidenceCounter
    {
        public long Gates { get; private set; }

        public int StepPicometresNumerator => 1;

        public int StepPicometresDenominator => 1;

        public int MinSteps => -4000;

        public int MaxSteps => 4000;

        public HalStatus MoveTo(int targetSteps) => HalStatus.Ok;

        public HalStatus Count(int gateMicroseconds, GateCounts counts)
        {
            Gates++;
            counts.LiveMicroseconds = gateMicroseconds;
            counts.Coincidences = 1;
            counts.SinglesA = 10;
            counts.SinglesB = 10;
            return HalStatus.Ok;
        }
    }
}
