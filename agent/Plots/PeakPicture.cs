using System.Globalization;
using Qit.Timing;
using Qit.Timing.Estimation;

namespace Qit.Agent.Plots;

/// <summary>From tags and what was fitted to them to the picture of the correlation peak.</summary>
internal static class PeakPicture
{
    private const double HalfWidths = 6;
    private const double BinsPerWidth = 6;

    /// <summary>Counts the differences about the fitted line, evaluates the fit in the same bins, and draws both.</summary>
    /// <param name="tagsA">Ascending, ps.</param>
    /// <param name="tagsB">Ascending, ps.</param>
    /// <param name="ticks">Ticks of A and B.</param>
    /// <param name="estimate">The fit.</param>
    /// <param name="isSimulated">Marks the picture.</param>
    /// <param name="file">Where it goes.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(
        long[] tagsA, long[] tagsB, (TickLength A, TickLength B) ticks, OffsetEstimate estimate, bool isSimulated,
        PictureFile file)
    {
        double tick = Math.Max(Picoseconds(ticks.A), Picoseconds(ticks.B));
        double width = Math.Sqrt(Math.Pow(estimate.PeakWidthPicosecondsRms, 2) + (tick * tick / 6));
        // Bins of whole ticks: others would show a comb of their own.
        double bin = Math.Max(tick, Math.Round(width / BinsPerWidth / tick) * tick);
        int count = 2 * (int)Math.Ceiling(HalfWidths * width / bin);
        double half = count * bin / 2;

        long whole = (long)Math.Floor(estimate.OffsetFemtoseconds / 1000.0);
        double rest = (estimate.OffsetFemtoseconds / 1000.0) - whole;
        var line = new OffsetLine(estimate.ValidityTimePicoseconds, whole, estimate.FrequencyOffset);
        ReadOnlySpan<long> a = Part(tagsA, estimate.FromPicoseconds, estimate.ToPicoseconds);
        var pairs = new PairDifferences();
        pairs.Collect(a, tagsB, line, half + 1);
        var counts = new double[count];
        foreach (double residual in pairs.Residuals)
        {
            int at = (int)Math.Floor((residual - rest + half) / bin);
            if (at >= 0 && at < count) counts[at]++;
        }

        var shape = new PeakShape(Picoseconds(ticks.A), Picoseconds(ticks.B));
        double floor = estimate.Accidentals / (2 * estimate.CoincidenceWindowPicoseconds);
        var bins = new List<PeakBin>(count);
        for (int at = 0; at < count; at++)
        {
            double middle = ((at + 0.5) * bin) - half;
            double expected = (estimate.Coincidences * Share(shape, estimate.Response, middle, bin)) + (floor * bin);
            bins.Add(new PeakBin(middle, counts[at], Math.Max(expected, 1e-6)));
        }

        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"offset {estimate.OffsetFemtoseconds / 1e6:0.0000} ± {estimate.OffsetStandardErrorPicoseconds / 1000:0.0000} ns, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{estimate.Coincidences:0} coincidences, width {estimate.PeakWidthPicosecondsRms:0.0} ps rms");
        CorrelationPeakPlot.Save(title, bins, isSimulated, file);
    }

    /// <summary>Share of the pairs that the fit expects in a bin (Simpson's rule over eight parts).</summary>
    private static double Share(PeakShape shape, PeakResponse response, double middle, double bin)
    {
        const int Parts = 8;
        double sum = 0;
        for (int part = 0; part <= Parts; part++)
        {
            double weight = part is 0 or Parts ? 1 : part % 2 == 1 ? 4 : 2;
            sum += weight * shape.At(middle + (((double)part / Parts) - 0.5) * bin, response).Value;
        }

        return sum * bin / (3 * Parts);
    }

    private static ReadOnlySpan<long> Part(long[] tags, long from, long to)
    {
        int first = Array.BinarySearch(tags, from);
        int end = Array.BinarySearch(tags, to);
        first = first < 0 ? ~first : first;
        end = end < 0 ? ~end : end + 1;
        return tags.AsSpan(first, Math.Max(0, end - first));
    }

    private static double Picoseconds(TickLength tick) => Math.Max(tick.ToPicoseconds(1_000_000) / 1e6, 1e-3);
}
