using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>Reads a file that holds the options of a simulated world and nothing else.</summary>
internal static class WorldFile
{
    /// <exception cref="BadInputException">Missing, not JSON, unknown names or values out of range.</exception>
    public static WorldOptions Read(string path)
    {
        WorldOptions options = ConfigurationFile.ReadJson<WorldOptions>(path);
        try
        {
            WorldOptionsCheck.Check(options);
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
        return options;
    }
}
