using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>Reads the agent's configuration file. Comments and trailing commas are allowed; a name that does not exist is an
/// error, because a misspelt option that is silently ignored is worse than none.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="BadInputException">Missing, unreadable, not JSON, unknown names or values out of range.</exception>
    public static AgentConfiguration Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
        return Parse(text, path);
    }

    /// <summary>Reads and checks the text of a file.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="BadInputException">See <see cref="Read"/>.</exception>
    public static AgentConfiguration Parse(string text, string path)
    {
        AgentConfiguration configuration;
        try
        {
            configuration = JsonSerializer.Deserialize<AgentConfiguration>(text, SimulationJson.SerializerOptions)
                ?? throw new BadInputException($"{path}: null is no configuration; right would be an object, at least {{}}");
        }
        catch (JsonException fault)
        {
            string place = fault.LineNumber is long line ? $"line {line + 1}: " : "";
            throw new BadInputException($"{path}: {place}{FirstSentence(fault.Message)}", fault);
        }
        try
        {
            ConfigurationCheck.Check(configuration);
        }
        catch (BadInputException fault)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
        return configuration;
    }

    /// <summary>The serializer appends path and position, which stand before the message already.</summary>
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
