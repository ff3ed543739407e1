using System.Text;
using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>Reads the agent's configuration file. Comments and trailing commas are allowed; a name that does not exist is an
/// error, because a misspelt option that is silently ignored is worse than none.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="BadInputException">Missing, unreadable, not JSON, unknown names or values out of range.</exception>
    public static AgentConfiguration Read(string path) => Check(ReadJson<AgentConfiguration>(path), path);

    /// <summary>Reads and checks the text of a file.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="BadInputException">See <see cref="Read"/>.</exception>
    public static AgentConfiguration Parse(string text, string path) =>
        Check(ParseJson<AgentConfiguration>(text, path), path);

    /// <summary>Reads a JSON file into an options record; errors name file and line.</summary>
    /// <exception cref="BadInputException">Missing, unreadable, not JSON, or unknown names.</exception>
    internal static T ReadJson<T>(string path)
    {
        try
        {
            return ParseJson<T>(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    private static T ParseJson<T>(string text, string path)
    {
        try
        {
            JsonShape.Check(Encoding.UTF8.GetBytes(text), typeof(T), SimulationJson.SerializerOptions);
            return JsonSerializer.Deserialize<T>(text, SimulationJson.SerializerOptions)!;
        }
        catch (BadInputException fault)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
        catch (JsonException fault)
        {
            string place = fault.LineNumber is long line ? $"line {line + 1}: " : "";
            throw new BadInputException(
                $"{path}: {place}is not JSON: {BadValue.Show(WithoutPosition(fault.Message), 200)}", fault);
        }
    }

    private static AgentConfiguration Check(AgentConfiguration configuration, string path)
    {
        try
        {
            ConfigurationCheck.Check(configuration);
            return configuration;
        }
        catch (BadInputException fault)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>The serializer appends the position; the line stands before the message already.</summary>
    private static string WithoutPosition(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
