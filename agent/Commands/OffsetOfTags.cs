using Qit.Agent.Plots;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit offset` on tag files: reads, searches, estimates, reports.</summary>
internal static class OffsetOfTags
{
    public static int Run(OffsetRequest request, bool json, TextWriter output)
    {
        TagData dataA = TagFileOptions.Load(request.Files.FileA, request.Reading);
        TagData dataB = request.Files.FileB is null ? dataA : TagFileOptions.Load(request.Files.FileB, request.Reading);
        bool? simulated = SimulatedMark.Of(request.Files.FileA, dataA.Report.Simulated);
        if (request.Files.FileB is not null)
            simulated = SimulatedMark.Join(simulated, SimulatedMark.Of(request.Files.FileB, dataB.Report.Simulated));
        long[] tagsA = TagFileOptions.Select(dataA, request.Files.ChannelA);
        long[] tagsB = TagFileOptions.Select(dataB, request.Files.ChannelB);

        AcquisitionResult found = new PeakAcquisition(request.Search).Search(tagsA, tagsB);
        OffsetEstimate? estimate = null;
        if (found.Found)
        {
            var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
            var options = new OffsetEstimatorOptions { CoincidenceWindowPicoseconds = request.WindowPicoseconds };
            estimate = new OffsetEstimator(options)
                .Estimate(tagsA, tagsB, line, found.CellPicoseconds, found.SpanPicoseconds);
            if (estimate is null)
                found = found with { Found = false, Reason = "a peak was found, but its shape cannot be fitted" };
        }

        TagFileReport[] files = request.Files.FileB is null ? [dataA.Report] : [dataA.Report, dataB.Report];
        var report = new OffsetReport(simulated, found, estimate, request.Search, files, (tagsA.Length, tagsB.Length),
            CommonPicoseconds(tagsA, tagsB, estimate));
        if (estimate is not null && request.Picture is PictureFile picture)
        {
            PeakPicture.Save(
                tagsA, tagsB, (dataA.TickLength, dataB.TickLength), estimate, simulated == true, picture);
        }
        if (json) OffsetReportJson.Write(report, output);
        else OffsetReportText.Write(report, output);
        return estimate is null ? ExitCode.AnswerIsNo : ExitCode.Good;
    }

    /// <summary>Length of A's data that has partners in B's.</summary>
    private static long CommonPicoseconds(long[] tagsA, long[] tagsB, OffsetEstimate? estimate)
    {
        if (estimate is null) return 0;
        long offset = estimate.OffsetFemtoseconds / 1000;
        return Math.Min(tagsA[^1], tagsB[^1] - offset) - Math.Max(tagsA[0], tagsB[0] - offset);
    }
}

/// <summary>What `qit offset` found out, for people and for programs.</summary>
internal sealed record OffsetReport(
    bool? Simulated,
    AcquisitionResult Search,
    OffsetEstimate? Estimate,
    AcquisitionOptions Options,
    IReadOnlyList<TagFileReport> Files,
    (int A, int B) Events,
    long CommonPicoseconds)
{
    /// <summary>True when a straight line describes clearly less than the common data: the clocks wander or stepped.
    /// </summary>
    public bool CoversPart => Estimate is not null
        && Estimate.ToPicoseconds - Estimate.FromPicoseconds < 0.9 * CommonPicoseconds;
}
