using System.CommandLine;
using Qit.Agent.Configuration;
using Qit.Agent.Results;

namespace Qit.Agent.Commands;

/// <summary>`qit run`, also what `qit` does without a command: the gateway itself.</summary>
internal static class RunCommand
{
    public static readonly Option<string?> ConfigurationOption = new("--config")
    {
        Description = "Configuration file (JSON). Without it: two simulated stations, broker and page on loopback",
        HelpName = "FILE",
    };

    public static async Task<int> RunAsync(string? file, TextWriter output, CancellationToken cancellation)
    {
        AgentConfiguration configuration = file is null ? DefaultBench.Configuration : ConfigurationFile.Read(file);
        var hub = new ResultHub();
        using var run = new AgentRun(configuration, hub, TimeProvider.System);
        hub.Subscribe(result => output.WriteLine(result));
        Task delivering = hub.RunAsync();
        run.Start();
        var cancelled = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = cancellation.Register(cancelled.SetResult);
        await (await Task.WhenAny(run.Faulted, delivering, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        run.Dispose();
        hub.Complete();
        await delivering.ConfigureAwait(false);
        return ExitCode.Good;
    }
}
