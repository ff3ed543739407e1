using System.Buffers.Binary;
using Qit.Hal;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.Tests.DeviceLink;

/// <summary>A device and a gateway on one cable, stepped in simulated time. Results carry their own number, so that the
/// test sees loss, repetition and disorder without trusting the link's counters.</summary>
internal sealed class LinkPair
{
    public const long StepMicroseconds = 1_000;

    private readonly byte[] buffer = new byte[4096];
    private readonly Dictionary<DeviceEndpoint, byte[]> halfSent = [];
    private byte[] gatewayHalfSent = [];

    public LinkPair(LinkFaultOptions faults, uint bootId = 7)
    {
        Faults = faults;
        Device = NewDevice(bootId);
        Gateway = new GatewayEndpoint(instance: 99, Parameters);
        Connect();
    }

    public static LinkParameters Parameters { get; } = new();

    public LinkFaultOptions Faults { get; }

    public DeviceEndpoint Device { get; set; }

    public GatewayEndpoint Gateway { get; set; }

    public long Now { get; private set; }

    /// <summary>Numbers of the results received, in order.</summary>
    public List<long> Received { get; } = [];

    public List<uint> ExecutedCommands { get; } = [];

    /// <summary>False: the gateway takes results but never confirms them, as one that dies before it has stored them.</summary>
    public bool Confirms { get; set; } = true;

    private FaultyByteStream GatewayEnd { get; set; } = null!;

    private FaultyByteStream DeviceEnd { get; set; } = null!;

    public LinkFaultCounts FaultsToGateway => DeviceEnd.WriteCounts;

    public static DeviceEndpoint NewDevice(uint bootId) => new(
        new DeviceIdentity { DeviceId = 5, BootId = bootId, Name = "alice", FirmwareVersion = "1.2.3", IsSimulated = true },
        Parameters);

    /// <summary>A new cable; both directions have the same kinds of faults.</summary>
    public void Connect()
    {
        var cable = new InMemoryLink();
        DeviceEnd = new FaultyByteStream(cable.EndA, writeFaults: Faults);
        GatewayEnd = new FaultyByteStream(cable.EndB, writeFaults: Faults with { Seed = Faults.Seed + 1_000_000 });
        halfSent.Clear();
        gatewayHalfSent = [];
        Gateway.HandleLinkOpened(Now);
    }

    public bool TryAddResult(long number)
    {
        byte[] payload = new byte[8 + number % 300];
        BinaryPrimitives.WriteInt64LittleEndian(payload, number);
        return Device.TryAddResult(FrameType.TagBlock, payload, payload.Length, Now);
    }

    public void Step()
    {
        Now += StepMicroseconds;
        DeviceEnd.Read(buffer, 0, buffer.Length, out int read);
        Device.HandleBytes(buffer, 0, read);
        if (Device.TryPeekCommand(out DeviceCommand command))
        {
            ExecutedCommands.Add(command.Id);
            Device.Reply(CommandStatus.Ok, command.Value * 2);
        }
        byte[] pending = halfSent.GetValueOrDefault(Device, []);
        while (Flush(DeviceEnd, ref pending) && Device.TryTakeOutput(buffer, out int length, Now))
            pending = buffer[..length];
        halfSent[Device] = pending;

        GatewayEnd.Read(buffer, 0, buffer.Length, out read);
        Gateway.HandleBytes(buffer, 0, read, Now);
        while (Confirms && Gateway.TryPeekResult(out Frame result))
        {
            Received.Add(BinaryPrimitives.ReadInt64LittleEndian(result.Payload));
            Gateway.ConfirmResult();
        }
        while (Flush(GatewayEnd, ref gatewayHalfSent) && Gateway.TryTakeOutput(buffer, out int length, Now))
            gatewayHalfSent = buffer[..length];
    }

    public void StepUntil(Func<bool> isDone, int maxSteps = 200_000)
    {
        for (int i = 0; i < maxSteps; i++)
        {
            if (isDone())
                return;
            Step();
        }
        Assert.Fail($"not done after {maxSteps} steps: {Received.Count} results received");
    }

    /// <summary>Sends results 0 to count - 1, as fast as the ring takes them, and waits for all.</summary>
    public void Deliver(int count)
    {
        int next = 0;
        StepUntil(() =>
        {
            while (next < count && TryAddResult(next))
                next++;
            return Received.Count >= count && Device.RingUsed == 0;
        });
    }

    private static bool Flush(FaultyByteStream end, ref byte[] pending)
    {
        if (pending.Length == 0)
            return true;
        end.Write(pending, 0, pending.Length, out int written);
        pending = pending[written..];
        return pending.Length == 0;
    }
}
