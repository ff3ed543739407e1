using Qit.Agent.Configuration;
using Qit.Agent.Results;

namespace Qit.Agent.Monitoring;

/// <summary>The monitoring of a running agent: reads the hub and the broker, judges every second what is due.</summary>
internal sealed class MonitoringRun : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly MonitoringPipeline pipeline;
    private readonly OffsetSubscriber? subscriber;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private Task looking = Task.CompletedTask;

    private MonitoringRun(
        AgentConfiguration configuration, string host, int port, ResultHub hub, TimeProvider time, Action<string> report)
    {
        this.time = time;
        pipeline = new MonitoringPipeline(configuration.Monitoring, configuration.Gateway, time, hub.Post);
        if (configuration.Monitoring.Gateways.Count > 0)
        {
            subscriber = new OffsetSubscriber(
                host, port, configuration.Gateway, configuration.Monitoring.Gateways, pipeline, report);
        }
        hub.Subscribe(pipeline.Handle);
    }

    /// <summary>Faults when a part threw, which is always a bug; never completes otherwise.</summary>
    public Task Faulted { get; private set; } = Task.Delay(Timeout.Infinite);

    /// <summary>Subscribes to the hub; null when nothing is to be monitored.</summary>
    /// <param name="configuration">Checked.</param>
    /// <param name="host">Of the broker.</param>
    /// <param name="port">Of the broker.</param>
    /// <param name="hub">Gives own offsets, takes results.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told what a person should know of the connection; any thread.</param>
    public static MonitoringRun? Create(
        AgentConfiguration configuration, string host, int port, ResultHub hub, TimeProvider time, Action<string> report) =>
        configuration.Monitoring.Enabled ? new MonitoringRun(configuration, host, port, hub, time, report) : null;

    /// <summary>Starts to listen.</summary>
    public void Start()
    {
        subscriber?.Start();
        looking = Task.Run(LookAsync);
        Faulted = FirstFaultAsync([looking, .. subscriber is null ? Array.Empty<Task>() : [subscriber.Faulted]]);
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (subscriber is not null)
            await subscriber.DisposeAsync().ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(false);
        stopping.Dispose();
    }

    private static async Task FirstFaultAsync(Task[] parts)
    {
        await (await Task.WhenAny(parts).ConfigureAwait(false)).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
                pipeline.CloseDue();
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
