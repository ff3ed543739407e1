using Qit.Agent.Links;
using Qit.Hal;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;

namespace Qit.Agent.Tests.Links;

public sealed class StationHealthTests
{
    [TestCase(HalStatus.NoLock, "round trip: no reference")]
    [TestCase(HalStatus.Timeout, "round trip: a part does not answer")]
    [TestCase(HalStatus.Disconnected, "round trip: a part is gone")]
    [TestCase(HalStatus.Garbled, "round trip: a part answers nonsense")]
    public void FaultOfAPart_IsNamed_WhileItsLoopRuns(HalStatus status, string expected)
    {
        Assert.That(FaultOf(LoopKind.RoundTrip, isRunning: true, status), Does.StartWith(expected));
        Assert.That(FaultOf(LoopKind.RoundTrip, isRunning: false, status), Is.Null, "what does not run disturbs nobody");
    }

    [TestCase(HalStatus.Ok)]
    [TestCase(HalStatus.NotReady)]
    [TestCase(HalStatus.Overrun)]
    public void WorkAsUsual_IsNoFault(HalStatus status)
    {
        for (byte kind = 1; kind <= LoopKind.Last; kind++)
            Assert.That(FaultOf(kind, isRunning: true, status), Is.Null);
    }

    private static string? FaultOf(byte kind, bool isRunning, HalStatus halStatus)
    {
        var status = new DeviceStatus { UptimeMicroseconds = 1_000_000 };
        status.SetLoop(kind, isRunning, (byte)halStatus);
        var health = new StationHealth("alice", "tcp://h:1", isSimulatedHere: false);
        health.HandleStatus(status);
        return health.ToResult(new GatewayEndpoint(1, new LinkParameters()), isOnline: true, 0, 0).Fault;
    }
}
