using Qit.Agent.Commands;
using Qit.Timing.Tracking;

namespace Qit.Agent.Plots;

/// <summary>Gathers what `qit track` reports and draws the offset against time. Memory is bounded: where the intervals are more
/// than a picture can show, every second, fourth, ... of them is kept.</summary>
internal sealed class TrackPicture(PictureFile file) : ITrackReport
{
    private const int MostPoints = 4096;
    private readonly List<OffsetPoint> points = [];
    private string title = "";
    private bool isSimulated;
    private long seen;
    private long stride = 1;

    public void Begin(bool? simulated, TrackRequest request)
    {
        isSimulated = simulated == true;
        title = Path.GetFileName(request.Files.FileA)
            + (request.Files.FileB is string other ? " and " + Path.GetFileName(other) : "");
    }

    public void Write(TrackedOffset result)
    {
        if (seen++ % stride != 0) return;
        points.Add(new OffsetPoint(
            result.TimePicoseconds * 1e-12,
            result.State == TrackerState.Tracking ? result.Estimate?.OffsetFemtoseconds / 1000.0 : null,
            result.Estimate?.OffsetStandardErrorPicoseconds ?? 0,
            result.OffsetFemtoseconds / 1000.0,
            result.OffsetStandardErrorPicoseconds));
        if (points.Count < MostPoints) return;
        stride *= 2;
        int kept = 0;
        for (int index = 0; index < points.Count; index += 2) points[kept++] = points[index];
        points.RemoveRange(kept, points.Count - kept);
    }

    public void End(TrackSummary summary)
    {
    }

    /// <summary>Draws it; nothing where no peak was found.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void Save()
    {
        if (points.Count == 0) return;
        OffsetPlot.Save(title + (stride > 1 ? $", every {stride}th interval" : ""), points, isSimulated, file);
    }
}
