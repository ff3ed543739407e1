using Qit.Agent.Configuration;
using Qit.Hal.Simulation;

namespace Qit.Agent.RandomnessClasses;

/// <summary>Options of a scenario's source, from a file or the defaults.</summary>
internal static class ScenarioOptions
{
    /// <summary>Reads the options and sets up with them; wrong ones are named with their file.</summary>
    /// <exception cref="BadInputException">The file is no such options, or a value is out of range.</exception>
    public static TResult Use<TOptions, TResult>(string? file, Func<TOptions, TResult> setUp)
        where TOptions : new()
    {
        try
        {
            return setUp(file is null ? new TOptions() : ConfigurationFile.ReadJson<TOptions>(file));
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"{file ?? "defaults"}: {fault.Message}", fault);
        }
    }
}
