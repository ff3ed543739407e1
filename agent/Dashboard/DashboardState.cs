using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Agent.Publishing;
using Qit.Agent.Publishing.Payloads;
using Qit.Agent.Results;

namespace Qit.Agent.Dashboard;

/// <summary>
/// What the page shows: the last result of each kind and a bounded past, as the JSON of docs/mqtt.md without any random
/// bits, since whoever reaches the port can read it. Not safe for several threads.
/// </summary>
internal sealed class DashboardState(RunIdentity run)
{
    /// <summary>Offsets kept: ten minutes at one a second.</summary>
    public const int OffsetCapacity = 600;

    /// <summary>Measurements kept for each protocol.</summary>
    public const int MeasurementCapacity = 20;

    /// <summary>Verdicts kept.</summary>
    public const int BlockCapacity = 50;

    private readonly PayloadFactory payloads = new(run);
    private readonly SortedDictionary<string, byte[]> stations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (byte[]? State, Queue<byte[]> Measurements)> protocols =
        new(StringComparer.Ordinal);
    private readonly Queue<byte[]> offsets = [];
    private readonly Queue<byte[]> blocks = [];
    private byte[]? timingState;
    private byte[]? progress;
    private byte[]? timeService;
    private int certifiedCount;
    private int refusedCount;
    private long certifiedBits;

    /// <summary>Takes a result in and returns the event that brings a page up to date.</summary>
    public (string Event, byte[] Json) Apply(AgentResult result)
    {
        byte[] json = PayloadJson.Write(payloads.Create(result, withBits: false));
        switch (result)
        {
            case StationResult station:
                stations[station.Station] = json;
                return ("station", json);
            case OffsetResult:
                AddBounded(offsets, json, OffsetCapacity);
                return ("offset", json);
            case TimingStateResult:
                timingState = json;
                return ("timingState", json);
            case ProtocolResult of:
                AddBounded(Protocol(of.Protocol).Measurements, json, MeasurementCapacity);
                return ("measurement", json);
            case ProtocolStateResult of:
                protocols[of.Protocol] = (json, Protocol(of.Protocol).Measurements);
                return ("protocolState", json);
            case TrialProgressResult:
                progress = json;
                return ("progress", json);
            case TimeServiceResult:
                timeService = json;
                return ("timeService", json);
            case RandomnessResult block:
                AddBounded(blocks, json, BlockCapacity);
                certifiedCount += block.IsCertified ? 1 : 0;
                refusedCount += block.IsCertified ? 0 : 1;
                certifiedBits += block.IsCertified ? block.OutputBits : 0;
                return ("block", json);
            default:
                throw new ArgumentException($"The page cannot show {result.GetType().Name}.", nameof(result));
        }
    }

    /// <summary>Everything, as one JSON object.</summary>
    public byte[] WriteSnapshot(PublisherStatus? publisher)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 1);
            writer.WriteString("gateway", run.Gateway);
            writer.WriteString("runId", run.RunId);
            writer.WriteBoolean("simulated", run.IsSimulated);
            writer.WriteString("softwareVersion", run.SoftwareVersion);
            writer.WriteNumber("startedUnixMilliseconds", run.StartedUnixNanoseconds / 1_000_000);
            WriteArray(writer, "stations", stations.Values);
            writer.WriteStartObject("timing");
            WriteRaw(writer, "state", timingState);
            WriteArray(writer, "offsets", offsets);
            writer.WriteEndObject();
            WriteProtocols(writer);
            writer.WriteStartObject("randomness");
            writer.WriteNumber("certifiedCount", certifiedCount);
            writer.WriteNumber("refusedCount", refusedCount);
            writer.WriteNumber("certifiedBits", certifiedBits);
            WriteRaw(writer, "progress", progress);
            WriteArray(writer, "blocks", blocks);
            writer.WriteEndObject();
            WriteRaw(writer, "timeService", timeService);
            WriteRaw(writer, "publishing", WritePublisher(publisher));
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>How publishing does, as JSON; null when nothing is published.</summary>
    public static byte[]? WritePublisher(PublisherStatus? publisher) => publisher is null
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(publisher, DashboardJsonContext.Default.PublisherStatus);

    private (byte[]? State, Queue<byte[]> Measurements) Protocol(string name)
    {
        if (!protocols.TryGetValue(name, out (byte[]? State, Queue<byte[]> Measurements) one))
            protocols[name] = one = (null, []);
        return one;
    }

    private void WriteProtocols(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("protocols");
        foreach ((string name, (byte[]? state, Queue<byte[]> measurements)) in protocols)
        {
            writer.WriteStartObject(name);
            WriteRaw(writer, "state", state);
            WriteArray(writer, "measurements", measurements);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void AddBounded(Queue<byte[]> queue, byte[] json, int capacity)
    {
        queue.Enqueue(json);
        if (queue.Count > capacity)
            queue.Dequeue();
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<byte[]> items)
    {
        writer.WriteStartArray(name);
        foreach (byte[] item in items)
            writer.WriteRawValue(item, skipInputValidation: true);
        writer.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, byte[]? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(json, skipInputValidation: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublisherStatus))]
internal sealed partial class DashboardJsonContext : JsonSerializerContext;
