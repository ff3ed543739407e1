using Qit.Hal;
using Qit.Hal.PairMemory;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;

namespace Qit.Firmware.Tests.Purification;

/// <summary>The whole device with a memory that always has measurements, so that ten million records take seconds.</summary>
public class TenMillionRecordsTests
{
    private const long Records = 10_000_000;

    [Test]
    public void Device_AllocatesNothing_AndLosesNothing()
    {
        var clock = new SimulatedMonotonicClock();
        var memory = new EndlessMemory();
        var cable = new InMemoryLink();
        var loop = new DeviceLoop(
            new Board(clock, cable.EndA) { DeviceId = 1, BootId = 1, PairMemory = memory }, new LinkParameters());
        var gateway = new GatewayEndpoint(1, new LinkParameters());
        gateway.HandleLinkOpened(0);
        byte[] buffer = new byte[16_384];
        var block = new PairBlock();
        long received = 0;
        gateway.TrySendCommand(CommandVerb.Start, LoopKind.Purification, 0, 0);
        for (int warmUp = 0; warmUp < 200; warmUp++) Turn();
        Assert.That(gateway.TryTakeReply(out CommandReply reply) && reply.Status == CommandStatus.Ok, Is.True);
        long allocated = 0;
        for (long end = memory.Read + Records; memory.Read < end;)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 40; step++) loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Turn();
        }

        Assert.That(received, Is.GreaterThan(Records));
        Assert.That(allocated, Is.Zero);

        void Turn()
        {
            clock.Advance(1000);
            loop.Step();
            cable.EndB.Read(buffer, 0, buffer.Length, out int read);
            gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
            while (gateway.TryPeekResult(out Frame result))
            {
                if (result.Type == FrameType.PairBlock)
                {
                    Assert.That(block.TryRead(result.Payload, result.PayloadLength), Is.True);
                    Assert.That((block.FirstRecord, block.LostBefore), Is.EqualTo((received, 0L)));
                    Assert.That(block.Count == 0 || block.Sources[0] == 2 * received, Is.True);
                    received += block.Count;
                }

                gateway.ConfirmResult();
            }

            while (gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
                cable.EndB.Write(buffer, 0, length, out _);
        }
    }

    private sealed class EndlessMemory : IPairMemory
    {
        public long Read { get; private set; }

        public int MostRounds => 1;

        public int GateErrorPerMillion => 0;

        public int ReadoutErrorPerMillion => 0;

        public long LostCount => 0;

        public HalStatus Start(int rounds, byte protocol, int samplePerMillion) => HalStatus.Ok;

        public void Stop()
        {
        }

        HalStatus IPairMemory.Read(
            long[] sources, long[] targets, byte[] rounds, byte[] results, int offset, int count, out int read)
        {
            for (int i = offset; i < offset + count; i++, Read++)
            {
                sources[i] = 2 * Read;
                targets[i] = (2 * Read) + 1;
                rounds[i] = 1;
                results[i] = PairResult.Pack(PairResult.Target, true);
            }

            read = count;
            return HalStatus.Ok;
        }
    }
}
