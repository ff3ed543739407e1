using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;
using Qit.Timing.OneWay;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>
/// Finds the correlation peak of each dwell. The first is searched for everywhere; from it fibre and lengths say where those of
/// the other configurations may be; after that each configuration's own last peak does, carried along by the clocks'
/// frequency offset.
/// </summary>
internal sealed class OneWayPeaks
{
    private const double FewestSigmas = 6;
    private const double FewestPairs = 20;
    private const double GuessError = 2e-3;
    private const double DispersionGuessError = 0.3;
    private const double LoosePicoseconds = 2_000;

    // A search in vain has to end before many more dwells have come.
    private const double MostEffort = 0.1;

    private readonly OneWayProcedure procedure;
    private readonly OffsetEstimator estimator = new(new OffsetEstimatorOptions { Family = PeakFamily.Gaussian });
    private readonly OffsetEstimate?[] last;
    private readonly double signal;
    private readonly double idler;
    private OffsetEstimate? latest;
    private int latestIndex;
    private double skew;
    private double skewError = double.PositiveInfinity;

    /// <summary>Nothing found yet.</summary>
    public OneWayPeaks(OneWayProcedure procedure)
    {
        this.procedure = procedure;
        last = new OffsetEstimate?[2 * procedure.FirstPaths.Count];
        var fibre = new FibreDispersion();
        signal = fibre.SlownessAt(procedure.SignalNanometres);
        idler = fibre.SlownessAt(procedure.IdlerNanometres);
    }

    /// <summary>tB - tA of the last peak, ps; null before the first.</summary>
    public long? OffsetPicoseconds => latest is null ? null : latest.OffsetFemtoseconds / 1000;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(last);
        latest = null;
        skewError = double.PositiveInfinity;
    }

    /// <summary>The peak of a dwell; null when there is none to be sure of.</summary>
    /// <param name="dwell">A's tags.</param>
    /// <param name="tagsB">B's tags, ascending, ps.</param>
    public OffsetEstimate? Find(OneWayDwell dwell, ReadOnlySpan<long> tagsB)
    {
        if (dwell.Tags.Length < 2 || tagsB.IsEmpty)
            return null;
        int index = (2 * dwell.Path) + (dwell.IsSwapped ? 1 : 0);
        OffsetEstimate? found = last[index] is { } known ? Follow(known, dwell.Tags, tagsB) : null;
        found ??= Search(index, dwell.Tags, tagsB);
        if (found is null)
            return null;
        if (last[index] is { } before)
            Learn(before, found);
        else if (!double.IsFinite(skewError))
            (skew, skewError) = (found.FrequencyOffset, found.FrequencyOffsetStandardError);
        last[index] = found;
        latest = found;
        latestIndex = index;
        return found;
    }

    /// <summary>Around this configuration's last peak.</summary>
    private OffsetEstimate? Follow(OffsetEstimate known, long[] tagsA, ReadOnlySpan<long> tagsB)
    {
        long middle = Middle(tagsA);
        double since = middle - known.ValidityTimePicoseconds;
        if (!double.IsFinite(skewError))
            return null;
        double width = known.PeakWidthPicosecondsRms;
        double reach = (4 * width) + (5 * skewError * Math.Abs(since)) + known.OffsetStandardErrorPicoseconds;
        return Estimate(LineThrough(known, skew).MovedTo(middle), reach, tagsA, tagsB, width);
    }

    private OffsetEstimate? Search(int index, long[] tagsA, ReadOnlySpan<long> tagsB)
    {
        (double centre, double range) = Expected(index);
        AcquisitionResult found = new PeakAcquisition(new AcquisitionOptions
        {
            CentreOffsetPicoseconds = (long)centre,
            MaximumOffsetSeconds = range * 1e-12,
            MaximumSkewPpm = procedure.MaximumSkewPpm,
            MaximumTransformLog2 = 20,
            MaximumEffort = MostEffort,
        }).Search(tagsA, tagsB);
        if (!found.Found)
            return null;
        var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        return Estimate(line, found.CellPicoseconds, tagsA, tagsB, 0);
    }

    /// <summary>Where tB - tA of a configuration may be, ps: the whole range, or what the last peak and the fibre leave.
    /// </summary>
    private (double Centre, double Range) Expected(int index)
    {
        if (latest is null)
            return (0, procedure.MaximumOffsetSeconds * 1e12);
        double from = procedure.FirstPaths[latestIndex / 2].Metres;
        double to = procedure.FirstPaths[index / 2].Metres;
        bool wasSwapped = latestIndex % 2 == 1;
        bool isSwapped = index % 2 == 1;
        double centre = latest.OffsetFemtoseconds / 1000.0;
        double range = LoosePicoseconds;
        // The length first, at the old position of the switch; then the switch, which swaps the photons of both paths.
        double step = (to - from) * (wasSwapped ? idler : signal);
        centre -= step;
        range += GuessError * Math.Abs(step);
        if (isSwapped == wasSwapped)
            return (centre, range);
        double shortest = (signal - idler) * to;
        double longest = (signal - idler) * (to + procedure.LongestSecondPathMetres);
        double swap = (isSwapped ? 1 : -1) * 0.5 * (shortest + longest);
        double atSwitch = procedure.SwappedSwitchPicoseconds.Value - procedure.DirectSwitchPicoseconds.Value;
        return (
            centre + swap - (isSwapped ? atSwitch : -atSwitch),
            range + (0.5 * Math.Abs(longest - shortest)) + (DispersionGuessError * Math.Abs(longest)));
    }

    private OffsetEstimate? Estimate(OffsetLine line, double reach, long[] tagsA, ReadOnlySpan<long> tagsB, double width)
    {
        double smear = skewError * (tagsA[^1] - tagsA[0]);
        bool isSlopeKnown = width > 0 && smear < 0.1 * width;
        OffsetEstimate? found = estimator.EstimateSpan(
            tagsA, tagsB, isSlopeKnown ? line with { Skew = skew } : line, reach, tagsA[0], tagsA[^1], isSlopeKnown);
        return found is not null && found.SignificanceSigma >= FewestSigmas && found.Coincidences >= FewestPairs
            && found.OffsetStandardErrorPicoseconds > 0 ? found : null;
    }

    /// <summary>Two peaks of one configuration tell the clocks' frequency offset.</summary>
    private void Learn(OffsetEstimate before, OffsetEstimate now)
    {
        double span = now.ValidityTimePicoseconds - before.ValidityTimePicoseconds;
        double error = double.Hypot(before.OffsetStandardErrorPicoseconds, now.OffsetStandardErrorPicoseconds) / span;
        if (!(span > 0) || error > skewError)
            return;
        skew = (now.OffsetFemtoseconds - before.OffsetFemtoseconds) / 1000.0 / span;
        skewError = error;
    }

    private static long Middle(long[] tags) => tags[0] + ((tags[^1] - tags[0]) / 2);

    private static OffsetLine LineThrough(OffsetEstimate known, double skew) => new(
        known.ValidityTimePicoseconds, (long)Math.Round(known.OffsetFemtoseconds / 1000.0), skew);
}
