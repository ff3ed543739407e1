// Publishes results to an MQTT broker, see docs/mqtt.md. One task owns the connection: it connects, says everything
// retained again, empties the queue one acknowledged message at a time, and starts over when the connection fails. One
// message in flight is thousands a second on a local network, far above the handful here, and keeps the order.
using System.Globalization;
using Qit.Agent.Publishing.Payloads;
using Qit.Agent.Results;

namespace Qit.Agent.Publishing;

/// <summary>
/// Publishes every result at least once at QoS 1 while the process lives, within the bound of its queue; what is lost
/// is counted. <see cref="Handle"/> never waits for the broker.
/// </summary>
public sealed class MqttPublisher : IAsyncDisposable
{
    // Two gateways of one name would throw each other out for ever.
    private const int TakeoversUntilStop = 3;

    private readonly MqttPublisherOptions options;
    private readonly TimeProvider time;
    private readonly RunIdentity run;
    private readonly TopicNames topics;
    private readonly PayloadFactory payloads;
    private readonly OutboundQueue queue;
    private readonly string clientId;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abandon = new();
    private readonly Dictionary<string, bool> stationsOnline = [];
    private Task? running;
    private long infoSent;
    private long droppedAtInfo;
    private bool isSimulatedSaid;
    private volatile bool isInfoDue;
    private int takeovers;
    private bool isDisposed;
    private long connectionCount;
    private long publishedCount;
    private long rejectedCount;
    private volatile string? lastRejection;
    private volatile string? fault = "not connected yet";

    /// <param name="run">The run; gateway and stations must be topic levels.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock for deadlines and for the info's time stamp.</param>
    /// <exception cref="ArgumentException">A name that cannot be a topic level.</exception>
    public MqttPublisher(RunIdentity run, MqttPublisherOptions options, TimeProvider time)
    {
        topics = new TopicNames(run.Gateway);
        foreach (string station in run.Stations)
            TopicNames.ThrowIfNotStation(station);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KeepAlive, TimeSpan.FromSeconds(1));
        this.options = options;
        this.time = time;
        this.run = run;
        payloads = new PayloadFactory(run);
        queue = new OutboundQueue(options.QueueCapacityMessages, options.QueueCapacityBytes);
        clientId = "qit-" + run.Gateway;
        isSimulatedSaid = run.IsSimulated;
        queue.Add(GatewayPresence(isOnline: true));
    }

    /// <summary>Ends when publishing has ended; fails when it ended by our bug.</summary>
    public Task Completion => running ?? Task.CompletedTask;

    /// <summary>How it does now.</summary>
    public PublisherStatus Status
    {
        get
        {
            (long queued, long superseded, long dropped) = queue.Counts;
            return new PublisherStatus
            {
                Broker = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}"),
                IsConnected = fault is null,
                Fault = fault,
                ConnectionCount = Interlocked.Read(ref connectionCount),
                PublishedCount = Interlocked.Read(ref publishedCount),
                QueuedCount = queued,
                SupersededCount = superseded,
                DroppedCount = dropped,
                RejectedCount = Interlocked.Read(ref rejectedCount),
                LastRejection = lastRejection,
                BrokerOverwrittenCount = options.BrokerOverwrittenCount?.Invoke(),
            };
        }
    }

    /// <summary>Starts to connect; does not wait for it.</summary>
    public Task StartAsync()
    {
        running = Task.Run(RunAsync);
        return Task.CompletedTask;
    }

    /// <summary>Queues a result. One thread at a time; never waits.</summary>
    public void Handle(AgentResult result)
    {
        byte[] json = PayloadJson.Write(payloads.Create(result, withBits: true));
        if (run.IsSimulated && !isSimulatedSaid)
        {
            // A device's hello has told it: what the broker keeps about the gateway must say so, too.
            isSimulatedSaid = true;
            isInfoDue = true;
            queue.Add(GatewayPresence(isOnline: true));
        }
        if (result is StationResult station)
        {
            if (!stationsOnline.TryGetValue(station.Station, out bool wasOnline) || wasOnline != station.IsOnline)
            {
                TopicNames.ThrowIfNotStation(station.Station);
                stationsOnline[station.Station] = station.IsOnline;
                queue.Add(Json(
                    topics.Availability(station.Station),
                    PayloadJson.Write(PresencePayload.Of(run, station.IsSimulated, station.IsOnline)),
                    MessageKind.State));
            }
        }
        (string topic, MessageKind kind) = result switch
        {
            StationResult of => (topics.State(of.Station), MessageKind.State),
            OffsetResult => (topics.TimingOffset, MessageKind.Value),
            TimingStateResult => (topics.TimingState, MessageKind.State),
            ProtocolResult of => (topics.ProtocolMeasurement(of.Protocol), MessageKind.Value),
            ProtocolStateResult of => (topics.ProtocolState(of.Protocol), MessageKind.State),
            TrialProgressResult => (topics.RandomnessProgress, MessageKind.State),
            RandomnessResult => (topics.RandomnessBlock, MessageKind.Data),
            TimeServiceResult => (topics.TimeState, MessageKind.State),
            _ => throw new ArgumentException($"There is no topic for {result.GetType().Name}.", nameof(result)),
        };
        queue.Add(Json(topic, json, kind));
    }

    /// <summary>Sends what waits, within the stop's time, says offline and disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await stopping.CancelAsync().ConfigureAwait(false);
        abandon.CancelAfter(options.StopTimeout);
        if (running is not null)
            await running.ConfigureAwait(false);
        stopping.Dispose();
        abandon.Dispose();
    }

    private OutboundMessage GatewayPresence(bool isOnline) => Json(
        topics.Status, PayloadJson.Write(PresencePayload.Of(run, run.IsSimulated, isOnline)), MessageKind.State);

    private static OutboundMessage Json(string topic, byte[] json, MessageKind kind) =>
        new(topic, json, kind, "application/json");

    private async Task RunAsync()
    {
        var backoff = new ReconnectBackoff(options.BackoffMinimum, options.BackoffMaximum, new Random());
        do
        {
            try
            {
                OutboundMessage will = GatewayPresence(isOnline: false);
                using MqttSession session = await MqttSession.ConnectAsync(
                    options, clientId, will, time, abandon.Token).ConfigureAwait(false);
                Interlocked.Increment(ref connectionCount);
                Report(null);
                await ServeAsync(session, backoff).ConfigureAwait(false);
                Report("stopped");
                return;
            }
            catch (MqttSessionLostException exception)
            {
                takeovers += exception.IsTakenOver ? 1 : 0;
                if (takeovers >= TakeoversUntilStop)
                {
                    Report($"another client uses the id '{clientId}': give every gateway its own name. Publishing " +
                        "has stopped.");
                    return;
                }
                Report(exception.Message);
            }
        }
        while (await DelayUnlessStoppingAsync(backoff.Next()).ConfigureAwait(false));
    }

    // Returns after a clean stop; throws when the connection is lost.
    private async Task ServeAsync(MqttSession session, ReconnectBackoff backoff)
    {
        AddInfo();
        queue.AddRetainedAgain();
        while (true)
        {
            if (queue.TryTake(out OutboundMessage? message))
            {
                await SendAsync(session, message).ConfigureAwait(false);
                backoff.Reset();
            }
            else if (stopping.IsCancellationRequested)
            {
                break;
            }
            else if (!await WaitForWorkAsync(session).ConfigureAwait(false))
            {
                await session.PingAsync(abandon.Token).ConfigureAwait(false);
            }
            AddInfoWhenDue();
        }
        await session.PublishAsync(GatewayPresence(isOnline: false), abandon.Token).ConfigureAwait(false);
        await session.CloseAsync(abandon.Token).ConfigureAwait(false);
    }

    private async Task SendAsync(MqttSession session, OutboundMessage message)
    {
        string? refusal;
        try
        {
            refusal = await session.PublishAsync(message, abandon.Token).ConfigureAwait(false);
        }
        catch (MqttSessionLostException)
        {
            queue.PutBack(message);
            throw;
        }
        if (refusal is null)
        {
            Interlocked.Increment(ref publishedCount);
            return;
        }
        Interlocked.Increment(ref rejectedCount);
        string rejection = $"the broker refused {message.Topic}: {refusal}";
        if (rejection == lastRejection)
            return;
        lastRejection = rejection;
        options.StatusChanged?.Invoke(Status);
    }

    // False when the connection has been silent so long that the broker must be asked.
    private async Task<bool> WaitForWorkAsync(MqttSession session)
    {
        using var idle = new CancellationTokenSource(session.IdleLimit, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, session.Lost, stopping.Token);
        try
        {
            await queue.WaitAsync(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (session.Lost.IsCancellationRequested)
                throw session.Loss(null);
            return stopping.IsCancellationRequested;
        }
        return true;
    }

    private void AddInfoWhenDue()
    {
        TimeSpan age = time.GetElapsedTime(infoSent);
        bool hasNewLoss = queue.Counts.Dropped != droppedAtInfo && age >= options.InfoPeriod / 12;
        if (age < options.InfoPeriod && !hasNewLoss && !isInfoDue)
            return;
        isInfoDue = false;
        // Status too: a will that a broker sent late would otherwise stand until the next connection.
        queue.Add(GatewayPresence(isOnline: true));
        AddInfo();
    }

    private void AddInfo()
    {
        infoSent = time.GetTimestamp();
        droppedAtInfo = queue.Counts.Dropped;
        long now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        queue.Add(Json(topics.Info, PayloadJson.Write(payloads.CreateInfo(now, Status)), MessageKind.State));
    }

    private void Report(string? newFault)
    {
        if (newFault == fault)
            return;
        fault = newFault;
        options.StatusChanged?.Invoke(Status);
    }

    private async Task<bool> DelayUnlessStoppingAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        return true;
    }
}
