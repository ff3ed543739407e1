using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Writes payloads as JSON. NaN and the infinities are not JSON: they become null.</summary>
public static class PayloadJson
{
    private static readonly PayloadJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new FiniteOrNullConverter() },
        // Fault and refusal are sentences; only what JSON itself needs is escaped, so that a person can read them.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The payload as UTF-8.</summary>
    public static byte[] Write(PresencePayload payload) =>
        JsonSerializer.SerializeToUtf8Bytes(payload, typeof(PresencePayload), Context);

    /// <summary>The payload as UTF-8.</summary>
    public static byte[] Write(Payload payload) =>
        JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), Context);
}

/// <summary>A double as a JSON number, or null where JSON has none.</summary>
internal sealed class FiniteOrNullConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PresencePayload))]
[JsonSerializable(typeof(InfoPayload))]
[JsonSerializable(typeof(StationPayload))]
[JsonSerializable(typeof(OffsetPayload))]
[JsonSerializable(typeof(TimingStatePayload))]
[JsonSerializable(typeof(ProtocolPayload))]
[JsonSerializable(typeof(ProtocolStatePayload))]
[JsonSerializable(typeof(TrialProgressPayload))]
[JsonSerializable(typeof(RandomnessBlockPayload))]
[JsonSerializable(typeof(TimeServicePayload))]
internal sealed partial class PayloadJsonContext : JsonSerializerContext;
