using Qit.Agent.Plots;
using Qit.Agent.Progress;
using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Simulation;

namespace Qit.Agent.Commands;

/// <summary>`qit simulate --protocol`: a protocol end to end, and its answer beside the truth.</summary>
internal static class SimulateProtocol
{
    /// <summary>Runs one world, or many.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="seed">Seed of the (first) world; 1 when null.</param>
    /// <param name="world">File with the world's options, or null.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    public static async Task<int> RunAsync(
        SimulateProtocolRequest request, ulong? seed, string? world, TextWriter output, CancellationToken cancellation)
    {
        ulong first = seed ?? 1;
        // On a thread of its own, so that Ctrl-C is heard while it computes.
        return await Task.Run(
            () => request.Seeds == 1
                ? RunOne(request, first, world, output, cancellation)
                : RunMany(request, first, world, output, cancellation),
            cancellation).ConfigureAwait(false);
    }

    private static int RunOne(
        SimulateProtocolRequest request, ulong seed, string? world, TextWriter output, CancellationToken cancellation)
    {
        ProtocolBench bench = request.Scenario.Create(seed, world);
        var run = new ProtocolRun(bench);
        ProtocolAnswer? answer = run.NextAnswer(request.Scenario.MostSeconds, cancellation);
        var report = new SimulateProtocolReport(request.Scenario.Name, output, request.IsJson);
        if (request.Plot is not null && answer is { Curves.Count: > 0 })
            ProtocolPicture.Save(Title(request.Scenario.Name, answer), answer.Curves, isSimulated: true, request.Plot);
        report.WriteOne(seed, bench, answer, run.Seconds);
        return answer?.Refusal is null && answer is not null ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static string Title(string protocol, ProtocolAnswer answer) => double.IsFinite(answer.OffsetPicoseconds)
        ? $"{protocol}, {Units.TimeWithError(answer.OffsetPicoseconds, answer.StandardErrorPicoseconds)}"
        : protocol;

    private static int RunMany(
        SimulateProtocolRequest request, ulong first, string? world, TextWriter output, CancellationToken cancellation)
    {
        var statistics = new SeedStatistics();
        var quantities = new QuantityStatistics();
        bool isOffset = true;
        for (int i = 0; i < request.Seeds; i++)
        {
            ProtocolBench bench = request.Scenario.Create(first + (ulong)i, world);
            ProtocolAnswer? answer = new ProtocolRun(bench).NextAnswer(request.Scenario.MostSeconds, cancellation);
            isOffset &= answer?.Conclusion is null;
            quantities.Add(answer, bench.TruthOf);
            statistics.Add(answer, answer is null ? double.NaN : bench.TruthPicoseconds(answer));
        }
        var report = new SimulateProtocolReport(request.Scenario.Name, output, request.IsJson);
        if (!isOffset)
        {
            report.WriteMany(first, quantities);
            return quantities.IsGood ? ExitCode.Good : ExitCode.AnswerIsNo;
        }
        report.WriteMany(first, statistics);
        return statistics is { Refused: 0, IsUnbiased: true, IsHonest: true } ? ExitCode.Good : ExitCode.AnswerIsNo;
    }
}
