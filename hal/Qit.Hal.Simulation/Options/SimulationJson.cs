using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>How option records are written in JSON: camelCase, comments allowed, unknown and doubled properties refused,
/// and null where the record does not take it.</summary>
public static class SimulationJson
{
    /// <summary>Read-only serializer options for every record of this folder.</summary>
    public static JsonSerializerOptions SerializerOptions { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            WriteIndented = true,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
