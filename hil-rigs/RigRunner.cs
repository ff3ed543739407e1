using System.Globalization;
using Qit.Agent;
using Qit.Agent.Configuration;
using Qit.Agent.Results;

namespace Qit.Rigs;

/// <summary>Runs a rig through the agent's own chain (links, pipelines) and holds what comes out to the rig's limits.</summary>
public static class RigRunner
{
    /// <summary>Reads a rig file.</summary>
    /// <exception cref="BadInputException">Missing, malformed, unknown names, values out of range, no limits.</exception>
    public static Rig Read(string path)
    {
        Rig rig = ConfigurationFile.ReadJson<Rig>(path);
        if (rig.Limits.Count == 0)
            throw new BadInputException($"{path}: limits is empty; right would be at least one, or the rig could not fail");
        foreach (string name in rig.Limits.Keys)
        {
            if (!RigMeasures.Names.Contains(name))
            {
                throw new BadInputException(
                    $"{path}: limits.{name} is no measure; right would be one of {string.Join(", ", RigMeasures.Names)}");
            }
        }
        if (!(rig.RunSeconds is > 0 and <= 86_400))
            throw new BadInputException($"{path}: runSeconds is {rig.RunSeconds}; right would be more than 0, at most 86400");
        try
        {
            ConfigurationCheck.Check(rig.Agent);
        }
        catch (BadInputException fault)
        {
            throw new BadInputException($"{path}: agent.{fault.Message}", fault);
        }
        return rig;
    }

    /// <summary>Runs one rig and prints a line for each limit.</summary>
    /// <returns>True when every limit holds.</returns>
    public static async Task<bool> RunAsync(string path, TextWriter output, CancellationToken cancellation)
    {
        Rig rig = Read(path);
        var measures = new RigMeasures();
        var hub = new ResultHub();
        hub.Subscribe(measures.Handle);
        using (var run = new AgentRun(rig.Agent, hub, TimeProvider.System))
        {
            string mark = run.IsSimulated ? "[simulated] " : "";
            await output.WriteLineAsync($"{mark}{Path.GetFileNameWithoutExtension(path)}: {rig.Description}").ConfigureAwait(false);
            Task delivering = hub.RunAsync();
            run.Start();
            Task time = Task.Delay(TimeSpan.FromSeconds(rig.RunSeconds), cancellation);
            await (await Task.WhenAny(time, run.Faulted, delivering).ConfigureAwait(false)).ConfigureAwait(false);
            run.Dispose();
            hub.Complete();
            await delivering.ConfigureAwait(false);
        }
        return await JudgeAsync(rig, measures.Values(), output).ConfigureAwait(false);
    }

    private static async Task<bool> JudgeAsync(Rig rig, IReadOnlyDictionary<string, double> values, TextWriter output)
    {
        bool isGood = true;
        foreach ((string name, Limit limit) in rig.Limits)
        {
            bool holds = limit.Holds(values[name]);
            isGood &= holds;
            string line = string.Create(CultureInfo.InvariantCulture,
                $"  {(holds ? "ok    " : "FAILED")} {name} = {values[name]:G6}, limit {Show(limit.Min)} to {Show(limit.Max)}");
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }
        return isGood;
    }

    private static string Show(double? end) => end?.ToString("G6", CultureInfo.InvariantCulture) ?? "open";
}
