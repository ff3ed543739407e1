using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Qit.Agent.Configuration;
using Qit.Agent.Dashboard;
using Qit.Agent.Monitoring;
using Qit.Agent.Progress;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.TimeService;

namespace Qit.Agent.Commands;

/// <summary>`qit run`, also what `qit` does without a command: the gateway itself, with every reader of its results.</summary>
internal static class RunCommand
{
    /// <summary>Adds the command's options and action to a command.</summary>
    public static T Configure<T>(T command)
        where T : Command
    {
        var file = new Option<string?>("--config")
        {
            Description = "Configuration file (JSON). Without it: two simulated stations, broker and page on loopback",
            HelpName = "FILE",
        };
        var seconds = new Option<double?>("--seconds") { Description = "End after this long instead of at Ctrl-C" };
        command.Options.Add(file);
        command.Options.Add(seconds);
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetValue(file), arguments.GetValue(seconds), arguments.InvocationConfiguration.Output, cancellation));
        return command;
    }

    /// <summary>The command `run`.</summary>
    public static Command Create() => Configure(new Command(
        "run", "Measures, certifies and publishes until Ctrl-C.\n\nExample: qit run --config lab.json"));

    private static async Task<int> RunAsync(
        string? file, double? seconds, TextWriter output, CancellationToken cancellation)
    {
        if (seconds is double given && !(given is > 0 and <= 1e7))
            throw new BadInputException($"--seconds is {given}; right would be more than 0, at most 1e7");
        AgentConfiguration configuration = file is null ? new AgentConfiguration() : ConfigurationFile.Read(file);
        TimeProvider time = TimeProvider.System;
        RunIdentity identity = Identify(configuration, time);
        using var console = new QueuedWriter(output);
        var progress = new ConsoleProgress(console, identity);
        var summary = new RunSummary(identity);
        var hub = new ResultHub();

        using var run = new AgentRun(configuration, hub, time);
        await using EmbeddedBroker? broker = await StartBrokerAsync(configuration.Mqtt).ConfigureAwait(false);
        MqttPublisherOptions mqtt = CreateOptions(configuration.Mqtt, broker, progress);
        await using var publisher = CreatePublisher(identity, mqtt, time);
        // Without stations there is no offset to answer from.
        await using TimeServiceHost? timeService = configuration is { TimeService.Enabled: true, Stations.Count: > 0 }
            ? new TimeServiceHost(configuration, identity, mqtt, hub.Post, time)
            : null;
        await using var dashboard = new DashboardServer(
            identity, configuration.Dashboard.Port, () => publisher.Status, time,
            timeService is null ? null : timeService.Answer);
        await StartAsync(dashboard).ConfigureAwait(false);
        await publisher.StartAsync().ConfigureAwait(false);
        progress.WriteStart(dashboard.Address, publisher.Status.Broker);
        await using MonitoringRun? monitoring = MonitoringRun.Create(
            configuration, BrokerHost(configuration.Mqtt), broker?.Port ?? configuration.Mqtt.Port, hub, time,
            progress.HandleMonitoring);
        hub.Subscribe(identity.Observe);
        if (timeService is not null)
            hub.Subscribe(timeService.Handle);
        hub.Subscribe(publisher.Handle);
        hub.Subscribe(dashboard.Handle);
        hub.Subscribe(progress.Handle);
        hub.Subscribe(summary.Handle);
        Task delivering = hub.RunAsync();
        run.Start();
        timeService?.Start();
        monitoring?.Start();

        Task[] parts =
        [
            run.Faulted, delivering, FaultOf(publisher.Completion), FaultOf(timeService?.Completion), FaultOf(monitoring?.Faulted),
        ];
        await WaitForEndAsync(seconds, parts, cancellation).ConfigureAwait(false);
        run.Dispose();
        hub.Complete();
        await delivering.ConfigureAwait(false);
        await publisher.DisposeAsync().ConfigureAwait(false);
        summary.Write(console, time.UnixNanoseconds(), publisher.Status);
        return ExitCode.Good;
    }

    /// <summary>Ends at the user's wish or the time asked for; throws when a part of the agent has failed.</summary>
    private static async Task WaitForEndAsync(double? seconds, Task[] parts, CancellationToken cancellation)
    {
        TimeSpan duration = seconds is double given ? TimeSpan.FromSeconds(given) : Timeout.InfiniteTimeSpan;
        Task wanted = Task.Delay(duration, cancellation);
        Task first = await Task.WhenAny([wanted, .. parts]).ConfigureAwait(false);
        if (first != wanted)
            await first.ConfigureAwait(false);
    }

    /// <summary>Publishing may end on its own (another gateway has our name): measuring goes on. Only a bug ends the run.</summary>
    private static async Task FaultOf(Task? part)
    {
        await (part ?? Task.CompletedTask).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private static RunIdentity Identify(AgentConfiguration configuration, TimeProvider time) => new(
        configuration.Gateway,
        string.Create(CultureInfo.InvariantCulture,
            $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}"),
        configuration.Stations.Concat(configuration.Protocols.AllStations())
            .Any(station => station.Link == StationConfiguration.SimulatedLink),
        time.UnixNanoseconds(),
        typeof(RunCommand).Assembly.GetName().Version!.ToString(3),
        [.. configuration.Stations.Concat(configuration.Protocols.AllStations()).Select(station => station.Name)]);

    private static async Task<EmbeddedBroker?> StartBrokerAsync(MqttConfiguration mqtt)
    {
        if (!mqtt.Embedded)
            return null;
        var broker = new EmbeddedBroker(mqtt.Port);
        try
        {
            await broker.StartAsync().ConfigureAwait(false);
            return broker;
        }
        catch (PortUnavailableException fault)
        {
            await broker.DisposeAsync().ConfigureAwait(false);
            throw new BadInputException(fault.Message, fault);
        }
    }

    private static MqttPublisherOptions CreateOptions(
        MqttConfiguration mqtt, EmbeddedBroker? broker, ConsoleProgress progress) => new()
        {
            Host = BrokerHost(mqtt),
            Port = broker?.Port ?? mqtt.Port,
            BrokerOverwrittenCount = broker is null ? null : () => broker.OverwrittenCount,
            StatusChanged = progress.HandlePublisher,
        };

    private static MqttPublisher CreatePublisher(RunIdentity identity, MqttPublisherOptions options, TimeProvider time)
    {
        try
        {
            return new MqttPublisher(identity, options, time);
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException(fault.Message, fault);
        }
    }

    private static string BrokerHost(MqttConfiguration mqtt) => mqtt.Embedded ? "127.0.0.1" : mqtt.Host;

    private static async Task StartAsync(DashboardServer dashboard)
    {
        try
        {
            await dashboard.StartAsync().ConfigureAwait(false);
        }
        catch (PortUnavailableException fault)
        {
            throw new BadInputException(fault.Message, fault);
        }
    }
}
