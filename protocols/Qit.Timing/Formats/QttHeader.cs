using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Qit.Timing.Formats;

/// <summary>What a qtt file says of its tags as a whole.</summary>
public sealed record QttHeader
{
    private const long LargestTerm = 1_000_000_000_000;
    private const string UsableTerms = "two whole numbers from 1 to 1e12";

    /// <summary>Length of a tick; numerator and denominator at most 1e12, within which all conversions fit.</summary>
    public required TickLength TickLength { get; init; }

    /// <summary>True when a channel value is a pattern of detector bits: channel n is bit n-1.</summary>
    public bool ChannelsArePatterns { get; init; }

    /// <summary>Whether the tags are simulated; null when nobody says.</summary>
    public bool? Simulated { get; init; }

    /// <summary>When tick 0 was; null when that is not known.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Names of channels by number.</summary>
    public IReadOnlyDictionary<int, string> ChannelNames { get; init; } = new SortedDictionary<int, string>();

    /// <summary>Where the tags come from, in words.</summary>
    public string Provenance { get; init; } = "";

    /// <summary>The header as it stands in a file.</summary>
    /// <exception cref="ArgumentException">No usable tick length, or names and provenance of more than 30 000 bytes together.
    /// </exception>
    internal byte[] Encode()
    {
        if (!IsUsable(TickLength)) throw new ArgumentException($"the tick length is a ratio of {UsableTerms}");
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text)) Write(json);
        if (text.Length > QttLayout.HeaderTextBytes)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"the header is {text.Length} bytes; right would be names and provenance within {QttLayout.HeaderTextBytes}"));
        byte[] bytes = new byte[QttLayout.HeaderFrameBytes + (int)text.Length];
        QttLayout.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), QttLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)text.Length);
        text.GetBuffer().AsSpan(0, (int)text.Length).CopyTo(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Checksum.Crc32C(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>Length of the sound header that the bytes start with, or 0 when there is none.</summary>
    internal static int SoundLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < QttLayout.HeaderFrameBytes || !bytes.StartsWith(QttLayout.Magic)) return 0;
        int text = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        int length = QttLayout.HeaderFrameBytes + text;
        if (text is < 0 or > QttLayout.HeaderTextBytes || length > bytes.Length) return 0;
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]);
        return checksum == Checksum.Crc32C(bytes[..(length - 4)]) ? length : 0;
    }

    /// <summary>Reads a sound header.</summary>
    /// <exception cref="TagFileException">Another version, or a text that does not say what it must.</exception>
    internal static QttHeader Parse(ReadOnlySpan<byte> bytes, string sourceName)
    {
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != QttLayout.Version)
            throw new TagFileException(sourceName, $"is qtt version {version}; this program reads version {QttLayout.Version}");
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes[16..^4].ToArray());
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException or ArgumentException)
        {
            throw new TagFileException(sourceName, $"qtt header: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    private static QttHeader Read(JsonElement root)
    {
        JsonElement tick = root.GetProperty("tickFemtoseconds");
        TickLength length = tick.GetArrayLength() == 2 ? new TickLength(tick[0].GetInt64(), tick[1].GetInt64()) : default;
        if (!IsUsable(length)) throw new FormatException($"tickFemtoseconds is not a ratio of {UsableTerms}");
        var names = new SortedDictionary<int, string>();
        if (root.TryGetProperty("channels", out JsonElement channels))
        {
            foreach (JsonElement channel in channels.EnumerateArray())
                names[channel.GetProperty("number").GetInt32()] = channel.GetProperty("name").GetString() ?? "";
        }

        return new QttHeader
        {
            TickLength = length,
            ChannelsArePatterns = root.GetProperty("channelsArePatterns").GetBoolean(),
            Simulated = Find("simulated")?.GetBoolean(),
            Start = Find("start")?.GetDateTimeOffset(),
            ChannelNames = names,
            Provenance = Find("provenance")?.GetString() ?? "",
        };

        JsonElement? Find(string name) =>
            root.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null ? found : null;
    }

    private static bool IsUsable(TickLength tick) =>
        tick.NumeratorFemtoseconds is >= 1 and <= LargestTerm && tick.Denominator is >= 1 and <= LargestTerm;

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("tickFemtoseconds");
        json.WriteNumberValue(TickLength.NumeratorFemtoseconds);
        json.WriteNumberValue(TickLength.Denominator);
        json.WriteEndArray();
        json.WriteBoolean("channelsArePatterns", ChannelsArePatterns);
        if (Simulated is bool simulated) json.WriteBoolean("simulated", simulated);
        if (Start is DateTimeOffset start) json.WriteString("start", start.ToUniversalTime());
        if (ChannelNames.Count > 0)
        {
            json.WriteStartArray("channels");
            foreach ((int number, string name) in ChannelNames.OrderBy(entry => entry.Key))
            {
                json.WriteStartObject();
                json.WriteNumber("number", number);
                json.WriteString("name", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (Provenance.Length > 0) json.WriteString("provenance", Provenance);
        json.WriteEndObject();
    }
}
