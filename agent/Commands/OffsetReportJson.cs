using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>The report for programs. Times on a timeline are strings: picoseconds outgrow the 53 bits that JSON readers
/// keep of a number after 2.5 hours.</summary>
internal static class OffsetReportJson
{
    private const int SchemaVersion = 1;

    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        WriteIndented = true,
    };

    public static void Write(OffsetReport report, TextWriter output)
    {
        OffsetEstimate? estimate = report.Estimate;
        AcquisitionResult search = report.Search;
        WriteObject(
            new
            {
                SchemaVersion,
                report.Simulated,
                Found = estimate is not null,
                Convention = "offset = time(B) - time(A)",
                Reason = estimate is null ? search.Reason : null,
                OffsetPicoseconds = estimate is null ? (decimal?)null : estimate.OffsetFemtoseconds / 1000m,
                OffsetStandardErrorPicoseconds = Finite(estimate?.OffsetStandardErrorPicoseconds),
                ValidityTimePicoseconds = Text(estimate?.ValidityTimePicoseconds),
                FromPicoseconds = Text(estimate?.FromPicoseconds),
                ToPicoseconds = Text(estimate?.ToPicoseconds),
                CoversAllCommonData = estimate is null ? (bool?)null : !report.CoversPart,
                FrequencyOffsetPartsPerBillion = Finite(estimate?.FrequencyOffset * 1e9),
                FrequencyOffsetStandardErrorPartsPerBillion = Finite(estimate?.FrequencyOffsetStandardError * 1e9),
                CoincidenceCount = Finite(estimate?.Coincidences),
                CoincidenceCountStandardError = Finite(estimate?.CoincidencesStandardError),
                AccidentalCount = Finite(estimate?.Accidentals),
                CoincidenceWindowPicoseconds = Finite(estimate?.CoincidenceWindowPicoseconds),
                PeakWidthPicosecondsRms = Finite(estimate?.PeakWidthPicosecondsRms),
                PeakWidthStandardErrorPicoseconds = Finite(estimate?.PeakWidthStandardErrorPicoseconds),
                SignificanceSigma = Finite(estimate?.SignificanceSigma),
                FalseAlarmLog10 = search.Log10FalseAlarm,
                EventCountA = report.Events.A,
                EventCountB = report.Events.B,
                Searched = new
                {
                    LowestOffsetPicoseconds = search.SearchedOffsetsPicoseconds.Lowest,
                    HighestOffsetPicoseconds = search.SearchedOffsetsPicoseconds.Highest,
                    MaximumFrequencyOffsetPartsPerMillion = search.SearchedSkewPpm,
                    report.Options.FalseAlarmProbability,
                    SpanPicoseconds = search.SpanPicoseconds.To - search.SpanPicoseconds.From,
                    ExcludedCoincidenceCount = estimate is null ? Finite(search.ExcludedCoincidences) : null,
                    Excluded = search.Excluded.Select(entry => new { entry.SkewPpm, entry.PairsPerSecond }).ToArray(),
                    AmbiguityPicoseconds = search.AmbiguityPicoseconds > 0 ? search.AmbiguityPicoseconds : (double?)null,
                    Log10Ambiguity = Finite(search.Log10Ambiguity),
                },
                Files = report.Files.Select(Describe),
            },
            output);
    }

    public static void Write(string file, bool? simulated, TwoPeakResult? result, TextWriter output) => WriteObject(
        new
        {
            SchemaVersion,
            Simulated = simulated,
            Found = result is not null,
            Convention = "offset = time(B) - time(A)",
            Reason = result is null ? "the histogram does not show two peaks" : null,
            OffsetPicoseconds = -result?.OffsetPicoseconds,
            OffsetStandardErrorPicoseconds = result?.OffsetStandardErrorPicoseconds,
            TravelTimePicoseconds = result?.TravelTimePicoseconds,
            TravelTimeStandardErrorPicoseconds = result?.TravelTimeStandardErrorPicoseconds,
            FirstPeakPicoseconds = result?.CentresPicoseconds.First,
            SecondPeakPicoseconds = result?.CentresPicoseconds.Second,
            FirstPeakWidthPicosecondsRms = result?.WidthsPicosecondsRms.First,
            SecondPeakWidthPicosecondsRms = result?.WidthsPicosecondsRms.Second,
            FirstPeakCoincidenceCount = result?.Coincidences.First,
            SecondPeakCoincidenceCount = result?.Coincidences.Second,
            AccidentalCountPerBin = result?.AccidentalsPerBin,
            Shape = result is null ? null : OffsetHistogram.Name(result.Shape),
            result?.PedestalShare,
            result?.ReducedChiSquare,
            result?.DegreesOfFreedom,
            result?.ErrorScale,
            File = file,
        },
        output);

    /// <summary>What was counted while reading a file.</summary>
    internal static object Describe(TagFileReport file) => new
    {
        Name = file.SourceName,
        Format = TagFormats.Name(file.Format),
        RecordCount = file.Records,
        EventCount = file.Events,
        DummyCount = file.Dummies,
        OverflowCount = file.Overflows,
        MarkerCount = file.Markers,
        AnnouncedRecordCount = file.AnnouncedRecords,
        file.ExcessBytes,
        OutOfOrderCount = file.OutOfOrder,
        file.LargestStepBackPicoseconds,
        file.TruncatedTailBytes,
        EpochWrapCount = file.EpochWraps,
        MissingOverflowCount = file.MissingOverflows,
        DamagedPlaceCount = file.DamagedPlaces,
        file.DamagedBytes,
        LostEventCount = file.LostEvents,
        file.EndIsMissing,
        EventsOutsideRangeCount = file.EventsOutsideRange,
    };

    internal static void WriteObject<T>(T value, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(value, Options));

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;

    private static string? Text(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
