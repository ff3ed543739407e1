using Qit.Agent.Configuration;
using Qit.Agent.Protocols;
using Qit.Agent.Results;
using Qit.Hal;
using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;

namespace Qit.Agent.Links;

/// <summary>
/// One station's link: a thread that opens the byte stream, runs the gateway's end of the device link on it, starts the
/// loops the agent wants, carries results to the sink and the sink's commands to the device, and reports the station's health
/// every second. It outlives broken
/// streams, dead and rebooted devices.
/// </summary>
internal sealed class StationLink : IDisposable
{
    private const long ReportEveryMicroseconds = 1_000_000;
    private const long ReopenFirstMicroseconds = 1_000_000;
    private const long ReopenMostMicroseconds = 8_000_000;
    private const long TakenOverWithinMicroseconds = 2_000_000;
    private const int ReadBytes = 16_384;
    private const int IdleMilliseconds = 50;

    private readonly int station;
    private readonly string name;
    private readonly string address;
    private readonly Func<IByteStream> open;
    private readonly byte[] wantedLoops;
    private readonly IMonotonicClock clock;
    private readonly IStationSink sink;
    private readonly Action<AgentResult> report;
    private readonly TimeProvider time;
    private readonly LinkParameters parameters;
    private readonly GatewayEndpoint endpoint;
    private readonly StationHealth health;
    private readonly DeviceStatus status = new();
    private readonly byte[] input = new byte[ReadBytes];
    private readonly byte[] output = new byte[FrameCodec.MaxEncodedLength];
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread thread;
    private IByteStream? stream;
    private long openedMicroseconds;
    private long bytesSinceOpened;
    private long reopenDueMicroseconds;
    private long reopenDelayMicroseconds = ReopenFirstMicroseconds;
    private bool wasOnline;
    private long reportDueMicroseconds;
    private int bootSeen;
    private int loopsStarted;
    private ProtocolCommand? commandOpen;
    private bool isDisposed;

    /// <summary>Prepares a link; <see cref="Start"/> starts it.</summary>
    /// <param name="station">Number of the station among those of its sink.</param>
    /// <param name="name">Name for people and topics.</param>
    /// <param name="address">Where it goes, for people.</param>
    /// <param name="open">Opens the stream; throws IOException when it cannot.</param>
    /// <param name="wantedLoops">Loops to start on the device, of <see cref="LoopKind"/>.</param>
    /// <param name="instance">A number that no earlier run used, see <see cref="GatewayEndpoint"/>.</param>
    /// <param name="clock">The host's monotonic clock.</param>
    /// <param name="time">Wall clock, for time stamps only.</param>
    /// <param name="sink">Takes results, gives commands.</param>
    /// <param name="report">Takes the station's health.</param>
    public StationLink(
        int station, string name, string address, Func<IByteStream> open, byte[] wantedLoops, uint instance,
        IMonotonicClock clock, TimeProvider time, IStationSink sink, Action<AgentResult> report)
    {
        this.station = station;
        this.name = name;
        this.address = address;
        this.open = open;
        this.wantedLoops = wantedLoops;
        this.clock = clock;
        this.time = time;
        this.sink = sink;
        this.report = report;
        parameters = new LinkParameters();
        endpoint = new GatewayEndpoint(instance, parameters);
        health = new StationHealth(name, address, address == StationConfiguration.SimulatedLink);
        thread = new Thread(Run) { Name = $"link {name}", IsBackground = true };
    }

    /// <summary>Ends with the link; faulted by a bug, never by the world.</summary>
    public Task Ended => ended.Task;

    /// <summary>Starts the thread.</summary>
    public void Start() => thread.Start();

    /// <summary>Ends the thread and closes the stream.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        stop.Cancel();
        if (thread.IsAlive)
            thread.Join();
        Close();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Serve();
            ended.SetResult();
        }
        catch (Exception bug)
        {
            ended.SetException(bug);
        }
    }

    private void Serve()
    {
        // A device gets a moment to say hello before it is called offline.
        reportDueMicroseconds = clock.NowMicroseconds + ReportEveryMicroseconds;
        while (!stop.IsCancellationRequested)
        {
            long now = clock.NowMicroseconds;
            if (stream is null && (now < reopenDueMicroseconds || !TryOpen(now)))
            {
                Report(now);
                stop.Token.WaitHandle.WaitOne(IdleMilliseconds);
                continue;
            }
            bool didWork = Receive(now);
            didWork |= Transmit(now);
            Report(now);
            if (!didWork)
                stop.Token.WaitHandle.WaitOne(1);
        }
    }

    private bool TryOpen(long now)
    {
        // Twice as long after each try that led to no answer: a peer that hangs up at once must not be stormed.
        reopenDueMicroseconds = now + reopenDelayMicroseconds;
        reopenDelayMicroseconds = Math.Min(2 * reopenDelayMicroseconds, ReopenMostMicroseconds);
        try
        {
            stream = open();
        }
        catch (IOException fault)
        {
            health.Fault = fault.Message;
            return false;
        }
        openedMicroseconds = now;
        bytesSinceOpened = 0;
        endpoint.HandleLinkOpened(now);
        return true;
    }

    private void Close()
    {
        (stream as IDisposable)?.Dispose();
        stream = null;
    }

    private bool Receive(long now)
    {
        HalStatus read = stream!.Read(input, 0, ReadBytes, out int count);
        bytesSinceOpened += count;
        endpoint.HandleBytes(input, 0, count, now);
        FollowBoot();
        bool didWork = count > 0;
        while (endpoint.TryPeekResult(out Frame result))
        {
            Handle(result);
            endpoint.ConfirmResult();
            didWork = true;
        }
        ExchangeCommands(now);
        // A silent stream may be half open: only a new one can tell.
        bool isSilent = !endpoint.IsAlive(now) && now - openedMicroseconds > parameters.DeadAfterMicroseconds;
        if (isSilent && health.Fault is null)
            health.Fault = DescribeSilence();
        if (endpoint.IsSessionOpen)
            reopenDelayMicroseconds = ReopenFirstMicroseconds;
        if (read == HalStatus.Disconnected && health.Fault is null)
        {
            bool isTakenOver = endpoint.IsSessionOpen && now - openedMicroseconds < TakenOverWithinMicroseconds;
            health.Fault = $"{address}: the other side closed the link"
                + (isTakenOver ? " at once; another gateway may be using this device" : "");
        }
        if (read == HalStatus.Disconnected || isSilent)
        {
            Close();
            return true;
        }
        return didWork;
    }

    private string DescribeSilence()
    {
        string seen = $"no valid frame for {parameters.DeadAfterMicroseconds / 1_000_000} s";
        return bytesSinceOpened == 0
            ? $"{seen}: check the device's power and cable, and that {address} is its link"
            : $"{seen} among {bytesSinceOpened} bytes since {address} was opened: check the line's speed, and that the device "
                + "runs this project's firmware";
    }

    private void FollowBoot()
    {
        if (endpoint.BootCount == bootSeen || endpoint.Device is null)
            return;
        bootSeen = endpoint.BootCount;
        loopsStarted = 0;
        commandOpen = null;
        health.LoopFault = null;
        sink.HandleBoot(station, endpoint.Device);
    }

    private void Handle(Frame result)
    {
        DeviceIdentity device = endpoint.Device!;
        health.ResultsReceived++;
        if (result.Type == FrameType.Status && status.TryRead(result.Payload, result.PayloadLength))
            health.HandleStatus(status);
        else if (result.Type == FrameType.Status || !sink.HandleResult(station, device, result))
            health.UnreadableResults++;
    }

    /// <summary>First the loops that the link starts by itself, then what the sink wants; one command at a time.</summary>
    private void ExchangeCommands(long now)
    {
        if (endpoint.TryTakeReply(out CommandReply reply))
            HandleReply(reply);
        if (endpoint.Device is null || endpoint.IsCommandOpen)
            return;
        if (loopsStarted < wantedLoops.Length)
        {
            endpoint.TrySendCommand(CommandVerb.Start, wantedLoops[loopsStarted], 0, now);
        }
        else if (commandOpen is null && sink.TryTakeCommand(station, out ProtocolCommand command))
        {
            commandOpen = command;
            endpoint.TrySendCommand(command.Verb, command.Key, command.Value, now);
        }
    }

    private void HandleReply(CommandReply reply)
    {
        if (commandOpen is ProtocolCommand command)
        {
            commandOpen = null;
            sink.HandleReply(station, command, reply.Status, reply.Value);
        }
        else if (loopsStarted < wantedLoops.Length)
        {
            if (reply.Status != CommandStatus.Ok)
                health.LoopFault = $"{LoopKind.Describe(wantedLoops[loopsStarted])} not started: {CommandStatus.Describe(reply.Status)}";
            loopsStarted++;
        }
        // Else it answers what the sink asked of an earlier boot.
    }

    private bool Transmit(long now)
    {
        bool didWork = false;
        while (stream is not null && endpoint.TryTakeOutput(output, out int length, now))
        {
            int offset = 0;
            while (offset < length)
            {
                HalStatus written = stream.Write(output, offset, length - offset, out int count);
                offset += count;
                if (written == HalStatus.Disconnected)
                {
                    Close();
                    return true;
                }
                // Commands and acknowledgements are few: a full buffer empties in a moment, or the peer is stuck.
                if (count == 0 && stop.Token.WaitHandle.WaitOne(1))
                    return true;
                if (clock.NowMicroseconds - now > parameters.DeadAfterMicroseconds)
                {
                    health.Fault = $"{address}: the other side has read nothing for "
                        + $"{parameters.DeadAfterMicroseconds / 1_000_000} s: restart the device, and check flow control";
                    Close();
                    return true;
                }
            }
            didWork = true;
        }
        return didWork;
    }

    private void Report(long now)
    {
        if (now < reportDueMicroseconds)
            return;
        reportDueMicroseconds = now + ReportEveryMicroseconds;
        bool isOnline = stream is not null && endpoint.IsAlive(now) && endpoint.Device is not null;
        if (isOnline)
            health.Fault = null;
        else if (wasOnline)
            sink.HandleSilence(station);
        wasOnline = isOnline;
        report(health.ToResult(endpoint, isOnline, now, time.UnixNanoseconds()));
    }
}
