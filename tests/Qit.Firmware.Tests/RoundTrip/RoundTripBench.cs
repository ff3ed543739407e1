using Qit.Hal;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.RoundTrip;
using Qit.Protocols.Supervision;
using Qit.Timing.RoundTrip;

namespace Qit.Firmware.Tests.RoundTrip;

/// <summary>A device with the twins of the round trip, and the gateway's end of its link, stepped together in simulated time.
/// </summary>
internal sealed class RoundTripBench
{
    private const long StepMicroseconds = 5_000;
    private readonly SimulatedMonotonicClock clock = new();
    private readonly IByteStream gatewayEnd;
    private readonly byte[] buffer = new byte[4096];
    private readonly DwellBlock block = new();

    public RoundTripBench(RoundTripOptions options, TwoPhotonInterference interference, bool hasRamp = true)
    {
        Experiment = new RoundTripExperiment(options, clock, interference);
        var cable = new InMemoryLink();
        gatewayEnd = cable.EndB;
        Loop = new DeviceLoop(
            new Board(clock, cable.EndA)
            {
                DeviceId = 1, BootId = 1, Name = "A", IsSimulated = true, DelayLine = Experiment.DelayLine,
                DelayRamp = hasRamp ? Experiment.Ramp : null, CoincidenceCounter = Experiment.Counter,
            },
            new LinkParameters());
        Gateway.HandleLinkOpened(0);
    }

    public RoundTripExperiment Experiment { get; }

    public DeviceLoop Loop { get; }

    public GatewayEndpoint Gateway { get; } = new(1, new LinkParameters());

    public DeviceStatus Status { get; } = new();

    /// <summary>Dwells received and not yet looked at.</summary>
    public Queue<(DipSample Sample, byte Phase, int Number)> Dwells { get; } = [];

    public long Centre { get; private set; }

    public long DwellsReceived { get; private set; }

    public double StepMetres => Experiment.DelayLine.StepPicometresNumerator * 1e-12;

    public void Advance()
    {
        clock.Advance(StepMicroseconds);
        for (int i = 0; Loop.Step() && i < 100; i++) Serve();
        Serve();
    }

    public void Run(double seconds)
    {
        for (long end = clock.NowMicroseconds + (long)(seconds * 1e6); clock.NowMicroseconds < end;) Advance();
    }

    public CommandReply Command(byte verb, byte key, long value = 0)
    {
        Assert.That(Gateway.TrySendCommand(verb, key, value, clock.NowMicroseconds), Is.Not.Zero);
        for (int i = 0; i < 1000; i++)
        {
            Serve();
            if (Gateway.TryTakeReply(out CommandReply reply)) return reply;
            Advance();
        }

        throw new AssertionException("no reply");
    }

    public void Set(byte key, long value) =>
        Assert.That(Command(CommandVerb.Configure, key, value).Status, Is.EqualTo(CommandStatus.Ok));

    public void Start(long rampRate = 0)
    {
        Set(RoundTripKey.RampRate, rampRate);
        Assert.That(Command(CommandVerb.Start, LoopKind.RoundTrip).Status, Is.EqualTo(CommandStatus.Ok));
    }

    /// <summary>The gateway's part: an adaptive plan, one dwell after the other.</summary>
    public AdaptivePlan Measure(double fromMetres, double toMetres, double seconds)
    {
        var plan = new AdaptivePlan(new AdaptivePlanOptions
        {
            FromMetres = fromMetres, ToMetres = toMetres, WidthMetres = Experiment.Interference.WidthMetres,
            TotalExposure = seconds, Background = Experiment.AccidentalsPerSecond,
        });
        while (plan.TryNext(out DwellPoint next))
        {
            long packed = DwellPlan.Pack((int)Math.Round(next.PositionMetres / StepMetres),
                Math.Max(1, (int)Math.Round(next.Exposure * 1000)));
            Set(RoundTripKey.PlanPoint, packed);
            for (int i = 0; Dwells.Count == 0; i++)
            {
                Assert.That(i, Is.LessThan(20_000));
                Advance();
            }

            plan.Add(Dwells.Dequeue().Sample);
        }

        return plan;
    }

    private void Serve()
    {
        gatewayEnd.Read(buffer, 0, buffer.Length, out int read);
        Gateway.HandleBytes(buffer, 0, read, clock.NowMicroseconds);
        while (Gateway.TryPeekResult(out Frame result))
        {
            Assert.That(result.IsSimulated, Is.True);
            if (result.Type == FrameType.DwellBlock)
                Keep(result);
            else
                Status.TryRead(result.Payload, result.PayloadLength);
            Gateway.ConfirmResult();
        }

        while (Gateway.TryTakeOutput(buffer, out int length, clock.NowMicroseconds))
            Assert.That(gatewayEnd.Write(buffer, 0, length, out _), Is.EqualTo(HalStatus.Ok));
    }

    private void Keep(Frame result)
    {
        Assert.That(block.TryRead(result.Payload, result.PayloadLength), Is.True);
        Assert.That(block.FirstDwell, Is.EqualTo(DwellsReceived), "dwells come in order, none missing");
        Centre = block.Centre;
        for (int i = 0; i < block.Count; i++)
        {
            DwellRecord record = block.Record(i);
            Dwells.Enqueue((new DipSample(record.PositionSteps * StepMetres, record.LiveMicroseconds * 1e-6,
                record.Coincidences), record.Phase, record.PlanNumber));
            DwellsReceived++;
        }
    }
}
