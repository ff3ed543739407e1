using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Qit.Agent.Monitoring;

/// <summary>An offset as some gateway published it, in seconds.</summary>
/// <param name="Gateway">Who published it.</param>
/// <param name="RunId">In which run.</param>
/// <param name="Seq">Its number in the run.</param>
/// <param name="TimeUnixNanoseconds">When the gateway had it.</param>
/// <param name="StationA">The reference of the comparison.</param>
/// <param name="StationB">The station compared.</param>
/// <param name="OffsetSeconds">Clock B minus clock A.</param>
/// <param name="ErrorSeconds">Its standard error, above 0.</param>
/// <param name="FrequencyOffset">Of B relative to A.</param>
/// <param name="FrequencyError">Its standard error.</param>
/// <param name="IsSimulated">True when a device behind it is simulated.</param>
/// <param name="IsMeasured">False of a prediction.</param>
internal readonly record struct PublishedOffset(
    string Gateway, string RunId, long Seq, long TimeUnixNanoseconds, string StationA, string StationB,
    double OffsetSeconds, double ErrorSeconds, double FrequencyOffset, double FrequencyError, bool IsSimulated,
    bool IsMeasured)
{
    /// <summary>Longest message that is looked at; ours are about 1 kB.</summary>
    public const int LongestBytes = 16_384;

    private const int SchemaVersion = 1;
    private const int LongestRunId = 64;
    private const double SecondsPerPicosecond = 1e-12;
    private const double LargestPicoseconds = 1e15;

    /// <summary>Reads the payload of docs/mqtt.md, which anyone may have sent.</summary>
    /// <param name="gateway">Gateway of the topic; the payload must be of the same.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="offset">What it says.</param>
    /// <param name="reason">Why not, in words that quote nothing of it.</param>
    public static bool TryParse(
        string gateway, ReadOnlySequence<byte> payload, out PublishedOffset offset, out string reason)
    {
        offset = default;
        if (payload.Length > LongestBytes)
        {
            reason = $"is {payload.Length} bytes long; right would be at most {LongestBytes}";
            return false;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            offset = Read(gateway, document.RootElement);
            reason = "";
            return true;
        }
        catch (JsonException)
        {
            reason = "is not JSON";
        }
        catch (FormatException fault)
        {
            reason = fault.Message;
        }
        return false;
    }

    private static PublishedOffset Read(string gateway, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("is no object");
        if (Number(root, "schemaVersion") != SchemaVersion)
            throw new FormatException($"has another schemaVersion than {SchemaVersion}");
        if (Text(root, "gateway") != gateway)
            throw new FormatException("names another gateway than its topic");
        string runId = Text(root, "runId");
        if (runId.Length is 0 or > LongestRunId)
            throw new FormatException($"has a runId that is not 1 to {LongestRunId} characters long");
        double seq = Number(root, "seq");
        if (!(seq is >= 1 and < 1L << 53) || seq != Math.Floor(seq))
            throw new FormatException("has a seq that is no whole number from 1");
        if (!long.TryParse(Text(root, "ts"), NumberStyles.None, CultureInfo.InvariantCulture, out long time))
            throw new FormatException("has a ts that is no decimal number of nanoseconds");
        double offset = InRange(root, "offsetPicoseconds", LargestPicoseconds);
        double error = InRange(root, "standardErrorPicoseconds", LargestPicoseconds);
        if (!(error > 0))
            throw new FormatException("has a standardErrorPicoseconds that is not above 0");
        const double LargestPartsPerBillion = 1e6;
        double frequency = InRange(root, "frequencyOffsetPartsPerBillion", LargestPartsPerBillion);
        double frequencyError = InRange(root, "frequencyOffsetStandardErrorPartsPerBillion", double.MaxValue);
        bool isSimulated = Element(root, "simulated").ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException("does not say whether it is simulated"),
        };
        return new PublishedOffset(
            gateway, runId, (long)seq, time, Text(root, "stationA"), Text(root, "stationB"),
            offset * SecondsPerPicosecond, error * SecondsPerPicosecond, frequency * 1e-9, Math.Abs(frequencyError) * 1e-9,
            isSimulated, Text(root, "state") == Results.OffsetResult.Tracking);
    }

    private static double InRange(JsonElement root, string name, double largest)
    {
        double value = Number(root, name);
        return Math.Abs(value) <= largest ? value : throw new FormatException($"has a {name} that is out of range");
    }

    private static double Number(JsonElement root, string name)
    {
        JsonElement element = Element(root, name);
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value)
            ? value : throw new FormatException($"has a {name} that is no number");
    }

    private static string Text(JsonElement root, string name)
    {
        JsonElement element = Element(root, name);
        try
        {
            return element.ValueKind == JsonValueKind.String
                ? element.GetString()! : throw new FormatException($"has a {name} that is no text");
        }
        catch (InvalidOperationException fault)
        {
            throw new FormatException($"has a {name} with half a surrogate pair", fault);
        }
    }

    private static JsonElement Element(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement element) ? element : throw new FormatException($"has no {name}");
}
