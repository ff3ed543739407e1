using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>Options of a world from a JSON file, or the defaults without one.</summary>
/// <param name="file">The file; null for the defaults.</param>
internal sealed class WorldReader(FileInfo? file)
{
    /// <summary>Reads and checks them.</summary>
    /// <param name="check">Throws when an option is outside its range.</param>
    /// <exception cref="JsonException">Not JSON, or a name that does not exist; the message names the file.</exception>
    public T Read<T>(Action<T> check)
        where T : new()
    {
        T options = file is null ? new T() : Parse<T>(file);
        check(options);
        return options;
    }

    private static T Parse<T>(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file.FullName), SimulationJson.SerializerOptions)
                ?? throw new JsonException("null is no world");
        }
        catch (JsonException fault)
        {
            throw new JsonException($"{file.FullName}: {fault.Message}", fault);
        }
    }
}
