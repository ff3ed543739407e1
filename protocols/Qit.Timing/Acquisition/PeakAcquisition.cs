// Finds the correlation peak of two tag streams with nothing known but the limits of the search, or says that there is
// none. Coarse tasks (SearchStage) propose places, cheapest first; PairZoom follows each to a narrow cell, PeakJudge
// decides on it. The judgement alone decides, so a lenient coarse search costs time, not false alarms.
namespace Qit.Timing.Acquisition;

/// <summary>Search for the offset and skew of two tag streams.</summary>
public sealed class PeakAcquisition
{
    private const double PicosecondsPerSecond = 1e12;
    private readonly AcquisitionOptions options;

    /// <summary>Prepares a search.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public PeakAcquisition(AcquisitionOptions? options = null)
    {
        this.options = options ?? new AcquisitionOptions();
        this.options.Validate();
    }

    /// <summary>Searches. Deterministic: the same tags give the same answer.</summary>
    /// <param name="tagsA">Ascending, picoseconds.</param>
    /// <param name="tagsB">Ascending, picoseconds.</param>
    public AcquisitionResult Search(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        if (tagsA.IsEmpty || tagsB.IsEmpty) return Nothing("no events on one side", default);
        long limit = (long)(options.MaximumOffsetSeconds * PicosecondsPerSecond);
        long lowest = Math.Max(options.CentreOffsetPicoseconds - limit, tagsB[0] - tagsA[^1]);
        long highest = Math.Min(options.CentreOffsetPicoseconds + limit, tagsB[^1] - tagsA[0]);
        if (lowest > highest)
            return Nothing("the two streams do not overlap in time within the searched offsets", default);
        tagsA = Between(tagsA, tagsB[0] - highest, tagsB[^1] - lowest);
        if (tagsA.IsEmpty) return Nothing("no event of A lies within the reach of B", (lowest, highest));
        tagsB = Between(tagsB, tagsA[0] + lowest, tagsA[^1] + highest);
        if (tagsB.IsEmpty) return Nothing("no event of B lies within the reach of A", (lowest, highest));

        var space = new SearchSpace(tagsA, tagsB, lowest, highest, options.MaximumSkewPpm * 1e-6);
        AcquisitionResult basis = Nothing("no peak", (lowest, highest)) with
        {
            SpanPicoseconds = (tagsA[0], tagsA[^1]),
        };
        return new StagedSearch(options, space, basis).Run(tagsA, tagsB);
    }

    /// <summary>The tags from one time to another, inclusive.</summary>
    internal static ReadOnlySpan<long> Between(ReadOnlySpan<long> tags, long from, long to)
    {
        int first = LowerBound(tags, from);
        int end = to == long.MaxValue ? tags.Length : LowerBound(tags, to + 1);
        return end <= first ? [] : tags[first..end];
    }

    /// <summary>Index of the first tag that is not before a time; the number of tags when all are.</summary>
    internal static int LowerBound(ReadOnlySpan<long> tags, long time)
    {
        int low = 0;
        int high = tags.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (tags[middle] < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private AcquisitionResult Nothing(string reason, (long Lowest, long Highest) offsets) => new()
    {
        Found = false,
        Reason = reason,
        SearchedOffsetsPicoseconds = offsets,
        SearchedSkewPpm = options.MaximumSkewPpm,
    };
}
