using System.CommandLine;
using Qit.Agent.Commands;

namespace Qit.Agent;

/// <summary>The whole command line of `qit`.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">Words after the program's name.</param>
    /// <param name="output">Results go here.</param>
    /// <param name="errors">One line for each error goes here.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors) =>
        InvokeAsync(CreateRoot(), arguments, output, errors);

    /// <summary>Runs a command line with this product's way of refusing: one line for each error, exit code 2.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="arguments">Words after the program's name.</param>
    /// <param name="output">Results go here.</param>
    /// <param name="errors">One line for each error goes here.</param>
    public static async Task<int> InvokeAsync(
        RootCommand root, string[] arguments, TextWriter output, TextWriter errors)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await errors.WriteLineAsync($"{OneLine(error.Message)} See --help.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
            }).ConfigureAwait(false);
        }
        catch (BadInputException fault)
        {
            await errors.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Ended by Ctrl-C before there was an answer.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static RootCommand CreateRoot() => RunCommand.Configure(new RootCommand(
        "QitDevice gateway: synchronizes clocks by entangled photons and certifies random bits by Bell tests. "
        + "Without a command it runs.")
    {
        RunCommand.Create(),
        OffsetCommand.Create(),
        TrackCommand.Create(),
        StabilityCommand.Create(),
        ConvertCommand.Create(),
        CountCommand.Create(),
        SimulateCommand.Create(),
        PurifyCommand.Create(),
        ClocksCommand.Create(),
        TimeCommand.Create(),
        MonitorCommand.Create(),
        PlanCommand.Create(),
        TrialsCommand.Create(),
        CertifyCommand.Create(),
    });
}
