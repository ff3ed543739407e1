using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;

namespace Qit.Firmware.Tests;

/// <summary>A device and the gateway's end of its link, stepped together in simulated time.</summary>
internal sealed class CabledDevice
{
    private readonly InMemoryLink cable;
    private readonly byte[] buffer = new byte[8192];
    private readonly SimulatedMonotonicClock clock;

    public CabledDevice(Func<InMemoryLink, SimulatedMonotonicClock, Board> board)
    {
        clock = new SimulatedMonotonicClock();
        cable = new InMemoryLink();
        Loop = new DeviceLoop(board(cable, clock), new LinkParameters());
        Gateway.HandleLinkOpened(0);
    }

    public DeviceLoop Loop { get; }

    public GatewayEndpoint Gateway { get; } = new(1, new LinkParameters());

    public long NowMicroseconds => clock.NowMicroseconds;

    /// <summary>Takes every result, in order.</summary>
    public Action<Frame> Sink { get; set; } = _ => { };

    /// <summary>What the world does when time goes on.</summary>
    public Action<long> World { get; set; } = _ => { };

    public void Advance(long microseconds)
    {
        clock.Advance(microseconds);
        World(clock.NowMicroseconds);
        for (int step = 0; step < 1000 && (Loop.Step() | Serve()); step++)
        {
        }
    }

    public bool Serve()
    {
        cable.EndB.Read(buffer, 0, buffer.Length, out int read);
        Gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
        while (Gateway.TryPeekResult(out Frame result))
        {
            Sink(result);
            Gateway.ConfirmResult();
        }

        bool didWork = read > 0;
        while (Gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
        {
            cable.EndB.Write(buffer, 0, length, out _);
            didWork = true;
        }

        return didWork;
    }

    public CommandReply Command(byte verb, byte key, long value = 0)
    {
        Assert.That(Gateway.TrySendCommand(verb, key, value, clock.NowMicroseconds), Is.Not.Zero);
        for (int i = 0; i < 1000; i++)
        {
            if (Gateway.TryTakeReply(out CommandReply reply)) return reply;
            Advance(1000);
        }

        throw new AssertionException("no reply");
    }

    public void Set(byte key, long value) =>
        Assert.That(Command(CommandVerb.Configure, key, value).Status, Is.EqualTo(CommandStatus.Ok));

    public void Start(byte loop) => Assert.That(Command(CommandVerb.Start, loop).Status, Is.EqualTo(CommandStatus.Ok));
}
