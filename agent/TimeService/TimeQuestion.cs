using System.Text.Json;

namespace Qit.Agent.TimeService;

/// <summary>What a classical node asks: nothing at all, or a JSON object of docs/time-service.md.</summary>
/// <param name="MaximumUncertaintyPicoseconds">Largest standard uncertainty that the asker can use, ps; infinite when it does
/// not say.</param>
public sealed record TimeQuestion(double MaximumUncertaintyPicoseconds)
{
    /// <summary>Bytes of a question, at most.</summary>
    public const int LargestBytes = 1024;

    private const string Right =
        "right would be no payload, or {\"schemaVersion\":1}, with \"maximumUncertaintyPicoseconds\" above 0 if wanted";

    /// <summary>The question that sets no limit.</summary>
    public static TimeQuestion Plain { get; } = new(double.PositiveInfinity);

    /// <summary>Reads a question.</summary>
    /// <param name="payload">UTF-8.</param>
    /// <param name="question">The question; null when it is none.</param>
    /// <param name="fault">What is wrong and what would be right; else null. Never repeats what was sent.</param>
    public static bool TryParse(ReadOnlyMemory<byte> payload, out TimeQuestion? question, out string? fault)
    {
        question = payload.Length == 0 ? Plain : null;
        fault = payload.Length > LargestBytes
            ? $"the question has {payload.Length} bytes, at most {LargestBytes} are read; {Right}"
            : null;
        if (question is not null || fault is not null)
            return question is not null;
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(payload, options);
            fault = Read(document.RootElement, out question);
        }
        catch (JsonException)
        {
            fault = $"the question is not JSON; {Right}";
        }
        return question is not null;
    }

    /// <summary>True for a limit that a question may set, ps.</summary>
    public static bool IsLimit(double picoseconds) => picoseconds is > 0 and < double.PositiveInfinity;

    private static string? Read(JsonElement root, out TimeQuestion? question)
    {
        question = null;
        if (root.ValueKind != JsonValueKind.Object)
            return $"the question is no JSON object; {Right}";
        bool hasVersion = false;
        double limit = double.PositiveInfinity;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals("schemaVersion"))
            {
                hasVersion = property.Value.ValueKind == JsonValueKind.Number
                    && property.Value.TryGetInt32(out int version) && version == TimeAnswer.CurrentSchemaVersion;
            }
            else if (property.NameEquals("maximumUncertaintyPicoseconds"))
            {
                bool isNumber = property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out limit);
                if (!isNumber || !IsLimit(limit))
                    return $"maximumUncertaintyPicoseconds is no number above 0; {Right}";
            }
            else
            {
                return $"the question has a field that is not known; {Right}";
            }
        }
        if (!hasVersion)
            return $"schemaVersion is missing or not {TimeAnswer.CurrentSchemaVersion}; {Right}";
        question = new TimeQuestion(limit);
        return null;
    }
}
