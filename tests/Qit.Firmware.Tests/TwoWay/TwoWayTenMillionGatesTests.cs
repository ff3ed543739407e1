using Qit.Hal;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.TwoWay;

namespace Qit.Firmware.Tests.TwoWay;

/// <summary>The whole device with hardware that is done at once, so that ten million gates take seconds.</summary>
public class TwoWayTenMillionGatesTests
{
    private const long Gates = 10_000_000;
    private readonly SimulatedMonotonicClock clock = new();
    private readonly InMemoryLink cable = new();
    private readonly GatewayEndpoint gateway = new(1, new LinkParameters());
    private readonly FringeBlock block = new();
    private readonly byte[] buffer = new byte[4096];
    private DeviceLoop loop = null!;
    private long fringes;

    [Test]
    public void Device_AllocatesNothing()
    {
        var hardware = new InstantHardware();
        loop = new DeviceLoop(
            new Board(clock, cable.EndA)
            {
                DeviceId = 1, BootId = 1, PhaseShifter = hardware, PhaseRamp = hardware, PortCounter = hardware,
            },
            new LinkParameters());
        gateway.HandleLinkOpened(0);
        // Alone, at the highest rate: 100 gates a visit, 80 000 a fringe, one fringe a slot.
        Command(TwoWayKey.Mode, TwoWayMode.Alone);
        Command(TwoWayKey.QuarterWave, 100 << 8);
        Command(TwoWayKey.Gate, 100);
        Command(TwoWayKey.Dwell, 10_000);
        Command(TwoWayKey.Settle, 0);
        Command(TwoWayKey.RampSettle, 0);
        Command(TwoWayKey.Doublings, 0);
        Command(TwoWayKey.Cycles, 100);
        Command(TwoWayKey.Slot, 8_200_000);
        Command(0, 0);
        long allocated = 0;
        for (long end = long.MaxValue; hardware.Gates < end;)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 1000; step++) loop.Step();
            long now = GC.GetAllocatedBytesForCurrentThread() - before;
            // The first fringes warm up: at rest, the lowest rate, then for good.
            if (fringes == 4 && end == long.MaxValue) end = hardware.Gates + Gates;
            if (end < long.MaxValue) allocated += now;
            Turn();
        }

        Assert.That(fringes, Is.GreaterThan(Gates / 80_000));
        Assert.That(allocated, Is.Zero);
    }

    private void Turn()
    {
        clock.Advance(100_000);
        loop.Step();
        cable.EndB.Read(buffer, 0, buffer.Length, out int read);
        gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
        while (gateway.TryPeekResult(out Frame result))
        {
            if (result.Type == FrameType.FringeBlock && block.TryRead(result.Payload, result.PayloadLength)) fringes += block.Count;
            gateway.ConfirmResult();
        }

        while (gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
            cable.EndB.Write(buffer, 0, length, out _);
    }

    private void Command(byte key, long value)
    {
        byte verb = key == 0 ? CommandVerb.Start : CommandVerb.Configure;
        gateway.TrySendCommand(verb, key == 0 ? LoopKind.TwoWay : key, value, clock.NowMicroseconds);
        CommandReply reply;
        while (!gateway.TryTakeReply(out reply)) Turn();
        Assert.That(reply.Status, Is.EqualTo(CommandStatus.Ok));
    }

    private sealed class InstantHardware : IDelayLine, IDelayRamp, ICoincidenceCounter
    {
        private int place;

        public long Gates { get; private set; }

        public int StepPicometresNumerator => 1;

        public int StepPicometresDenominator => 1;

        public int MinSteps => 0;

        public int MaxSteps => 4000;

        public HalStatus MoveTo(int targetSteps)
        {
            place = targetSteps;
            return HalStatus.Ok;
        }

        public HalStatus Run(int rateNanometresPerSecond) => HalStatus.Ok;

        public HalStatus Count(int gateMicroseconds, GateCounts counts)
        {
            Gates++;
            counts.LiveMicroseconds = gateMicroseconds;
            counts.SinglesA = place == 0 ? 20 : 10;
            counts.SinglesB = place == 0 ? 0 : 10;
            return HalStatus.Ok;
        }
    }
}
