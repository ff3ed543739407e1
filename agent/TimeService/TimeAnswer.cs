using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Agent.Publishing;
using Qit.Agent.Publishing.Payloads;

namespace Qit.Agent.TimeService;

/// <summary>
/// The answer to a question for the time correction, the same over MQTT and HTTP. The fields are the contract of
/// docs/time-service.md: all are always there; those of an offset are null in a refusal.
/// </summary>
public sealed record TimeAnswer
{
    /// <summary>Raised by a change that would break a reader.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary><see cref="Status"/> of a correction.</summary>
    public const string Valid = "valid";

    /// <summary><see cref="Status"/> of a refusal.</summary>
    public const string Refused = "refused";

    /// <summary>Version of the answer's shape.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Name of the gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>The run of the program.</summary>
    public required string RunId { get; init; }

    /// <summary>True when any device behind the answer is simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>valid or refused.</summary>
    public required string Status { get; init; }

    /// <summary>One of <see cref="TimeRefusals"/>; null in a correction.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why it is refused, for a person; null in a correction.</summary>
    public string? Reason { get; init; }

    /// <summary>tracking, holdover or none.</summary>
    public required string State { get; init; }

    /// <summary>notAssessed, passed or failed.</summary>
    public required string SecurityStatus { get; init; }

    /// <summary>What was tested with what result, or why nothing was.</summary>
    public required string SecurityReason { get; init; }

    /// <summary>The moment that the answer is for: ns since 1970 UTC by the gateway's clock, in decimal.</summary>
    public required string Ts { get; init; }

    /// <summary>The reference.</summary>
    public required string StationA { get; init; }

    /// <summary>The clock compared.</summary>
    public required string StationB { get; init; }

    /// <summary>Clock B minus clock A at the moment. Positive: B is ahead.</summary>
    public double? OffsetPicoseconds { get; init; }

    /// <summary>Combined standard uncertainty (k = 1).</summary>
    public double? UncertaintyPicoseconds { get; init; }

    /// <summary>Its part from photon statistics and the clocks' noise.</summary>
    public double? StatisticalUncertaintyPicoseconds { get; init; }

    /// <summary>Its part from the path delay; common to all answers.</summary>
    public double? PathUncertaintyPicoseconds { get; init; }

    /// <summary>Its part from what is unknown of the offset's age.</summary>
    public double? AgeUncertaintyPicoseconds { get; init; }

    /// <summary>Frequency of B relative to A.</summary>
    public double? FrequencyOffsetPartsPerBillion { get; init; }

    /// <summary>Its standard uncertainty.</summary>
    public double? FrequencyOffsetUncertaintyPartsPerBillion { get; init; }

    /// <summary>Uncertainty until which the correction is valid.</summary>
    public double? UncertaintyLimitPicoseconds { get; init; }

    /// <summary>From the moment on, extrapolated with the frequency offset.</summary>
    public double? ValidForSeconds { get; init; }

    /// <summary>The end of that, ns since 1970 UTC by the gateway's clock, in decimal.</summary>
    public string? ValidUntilTs { get; init; }

    /// <summary>Since the time that the offset was measured or predicted for.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>Since photons were behind the offset; 0 in tracking.</summary>
    public double? HoldoverSeconds { get; init; }

    /// <summary>Estimated reading of A's clock at the moment, ps since A's start, in decimal.</summary>
    public string? StationTimePicoseconds { get; init; }

    /// <summary>The answer with a correction.</summary>
    public static TimeAnswer Of(RunIdentity run, TimeCorrection correction) => new()
    {
        SchemaVersion = CurrentSchemaVersion,
        Gateway = run.Gateway,
        RunId = run.RunId,
        Simulated = correction.IsSimulated || run.IsSimulated,
        Status = Valid,
        State = correction.State == TimeState.Tracking ? "tracking" : "holdover",
        SecurityStatus = NameOf(correction.Security.Status),
        SecurityReason = correction.Security.Reason,
        Ts = Decimal(correction.TimeUnixNanoseconds),
        StationA = correction.StationA,
        StationB = correction.StationB,
        OffsetPicoseconds = correction.Offset.Picoseconds,
        UncertaintyPicoseconds = correction.Offset.UncertaintyPicoseconds,
        StatisticalUncertaintyPicoseconds = correction.Offset.StatisticalPicoseconds,
        PathUncertaintyPicoseconds = correction.Offset.PathPicoseconds,
        AgeUncertaintyPicoseconds = correction.Offset.AgePicoseconds,
        FrequencyOffsetPartsPerBillion = correction.Offset.Frequency * 1e9,
        FrequencyOffsetUncertaintyPartsPerBillion = correction.Offset.FrequencyUncertainty * 1e9,
        UncertaintyLimitPicoseconds = correction.UncertaintyLimitPicoseconds,
        ValidForSeconds = correction.ValidForSeconds,
        ValidUntilTs = Decimal(correction.TimeUnixNanoseconds + (long)(correction.ValidForSeconds * 1e9)),
        AgeSeconds = correction.AgeSeconds,
        HoldoverSeconds = correction.HoldoverSeconds,
        StationTimePicoseconds = Decimal(correction.StationTimePicoseconds),
    };

    /// <summary>The answer without one.</summary>
    public static TimeAnswer Of(RunIdentity run, TimeRefusal refusal) => new()
    {
        SchemaVersion = CurrentSchemaVersion,
        Gateway = run.Gateway,
        RunId = run.RunId,
        Simulated = run.IsSimulated,
        Status = Refused,
        Refusal = refusal.Code,
        Reason = refusal.Reason,
        State = "none",
        SecurityStatus = NameOf(refusal.Security.Status),
        SecurityReason = refusal.Security.Reason,
        Ts = Decimal(refusal.TimeUnixNanoseconds),
        StationA = run.Stations[0],
        StationB = run.Stations[1],
    };

    /// <summary>The answer as UTF-8.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, TimeJson.Context.TimeAnswer);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">Not an answer, or one of another schema.</exception>
    public static TimeAnswer Read(ReadOnlySpan<byte> json)
    {
        TimeAnswer answer = JsonSerializer.Deserialize(json, TimeJson.Context.TimeAnswer)
            ?? throw new JsonException("the answer is null");
        if (answer.SchemaVersion != CurrentSchemaVersion)
        {
            throw new JsonException(
                $"the answer has schemaVersion {answer.SchemaVersion}; this program reads {CurrentSchemaVersion}");
        }
        bool isWhole = answer.Status == Refused
            ? answer.Refusal is not null && answer.Reason is not null
            : answer.Status == Valid && answer is
            {
                OffsetPicoseconds: not null, UncertaintyPicoseconds: > 0, FrequencyOffsetPartsPerBillion: not null,
                ValidForSeconds: >= 0, AgeSeconds: >= 0,
            };
        return isWhole ? answer : throw new JsonException($"the answer of status '{answer.Status}' is not whole");
    }

    private static string Decimal(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(SecurityStatus status) => status switch
    {
        TimeService.SecurityStatus.Passed => "passed",
        TimeService.SecurityStatus.Failed => "failed",
        _ => "notAssessed",
    };
}

/// <summary>JSON of questions and answers. Numbers are finite by construction.</summary>
internal static class TimeJson
{
    public static TimeJsonContext Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Sentences are for people; only what JSON itself needs is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    });
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TimeAnswer))]
internal sealed partial class TimeJsonContext : JsonSerializerContext;
