using Qit.Agent.RandomnessClasses;

namespace Qit.Agent.Commands;

/// <summary>What `qit simulate --protocol` was asked for when it names a class of randomness.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="IsJson">Whether one JSON object is printed.</param>
internal sealed record SimulateRandomnessRequest(IRandomnessScenario Scenario, bool IsJson);

/// <summary>`qit simulate --protocol` for classes of randomness: raw data, assessment, extraction.</summary>
internal static class SimulateRandomness
{
    /// <summary>Runs one world.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="seed">Seed of the world; 1 when null.</param>
    /// <param name="world">File with the source's options, or null.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    public static async Task<int> RunAsync(
        SimulateRandomnessRequest request, ulong? seed, string? world, TextWriter output, CancellationToken cancellation)
    {
        ulong first = seed ?? 1;
        // On a thread of its own, so that Ctrl-C is heard while it computes.
        RandomnessRun run = await Task.Run(() => request.Scenario.Run(first, world, cancellation), cancellation)
            .ConfigureAwait(false);
        new RandomnessReport(request.Scenario.Name, output, request.IsJson).Write(first, run);
        return run.Extracted is null ? ExitCode.AnswerIsNo : ExitCode.Good;
    }
}
