namespace Qit.Timing.Acquisition;

/// <summary>One search: runs the tasks in order, follows what stands out, stops at the first peak.</summary>
internal sealed class StagedSearch
{
    private const int ParallelBins = 1 << 19; // shorter transforms are done before threads have started
    private const long ParallelBytes = 700L << 20; // of working memory, all threads together
    private const double FinePicoseconds = 2000; // a direct search with bins this narrow leaves nothing to a coarse one
    private const double CertainScore = 7;
    private readonly AcquisitionOptions options;
    private readonly SearchSpace space;
    private readonly PairZoom zoom;
    private readonly PeakJudge judge;
    private readonly double logLimit;
    private readonly List<ExcludedRate> excluded = [];
    private readonly RingMemory memory = new();
    private long[]? copyB;
    private AcquisitionResult best;

    public StagedSearch(AcquisitionOptions options, SearchSpace space, AcquisitionResult basis)
    {
        this.options = options;
        this.space = space;
        best = basis;
        zoom = new PairZoom(space);
        judge = new PeakJudge(space);
        logLimit = Math.Log(options.FalseAlarmProbability);
    }

    public AcquisitionResult Run(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        double range = Math.Max(1, space.Highest - (double)space.Lowest);
        double duration = Math.Max(1, tagsA[^1] - tagsA[0]);
        double durationB = Math.Max(1, tagsB[^1] - tagsB[0]);
        // Accidental pairs per picosecond of difference where both streams have data.
        double density = (double)tagsA.Length * tagsB.Length / Math.Max(duration, durationB);
        if (TryDirectly(tagsA, tagsB, duration, range, density)) return best;
        List<SearchStage> stages = SearchStage.Layouts(
            tagsA.Length, tagsB.Length, duration, durationB, range, options);
        var done = new Dictionary<SearchStage, int>();
        RingRun? run = null;
        foreach (SearchTask task in SearchTask.Plan(stages, tagsB.Length, options))
        {
            if (run is null || run.Stage != task.Stage)
            {
                run = null; // lets go of arrays that the next layout outgrows
                run = Open(task.Stage, tagsA, tagsB);
            }

            int first = done.GetValueOrDefault(task.Stage);
            int last = task.Stage.StepsFor(task.Skew);
            if (Work(run, first, last, tagsA, tagsB)) return best;
            done[task.Stage] = last + 1;
            if (task.Stage.SpanPicoseconds < duration) continue;
            double pairs = Sensitivity.FoundCoincidences(
                run.HighestFloor, run.CutScore, density, space, duration / 2, logLimit);
            excluded.Add(new ExcludedRate(
                Math.Min(options.MaximumSkewPpm, (last + 0.5) * task.Stage.SkewStep * 1e6), pairs / duration * 1e12));
        }

        if (best.AmbiguityPicoseconds == 0 && CommonPulse(tagsA, tagsB) is double pulse)
            best = best with { AmbiguityPicoseconds = pulse, Log10Ambiguity = 0 };
        return Conclude(duration);
    }

    /// <summary>Period of pulses that both streams keep to; null when there is none.</summary>
    private double? CommonPulse(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB) =>
        judge.PulsePeriod(tagsA) is double one && judge.PulsePeriod(tagsB) is double other
            && Math.Abs(one - other) < 0.01 * one ? one : null;

    private RingRun Open(SearchStage stage, ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        long half = (long)Math.Ceiling(stage.SpanPicoseconds / 2);
        long middle = tagsA[0] + ((tagsA[^1] - tagsA[0]) / 2);
        (long From, long To) span = (Math.Max(tagsA[0], middle - half), Math.Min(tagsA[^1], middle + half));
        int workers = 1;
        if (stage.Bins >= ParallelBins)
        {
            long each = (stage.Segments > 1 ? 16L : 8L) * stage.Bins;
            long left = ParallelBytes - (8L * stage.Segments * stage.Bins);
            workers = (int)Math.Clamp(left / each, 1, Environment.ProcessorCount);
        }

        memory.Reset();
        (long Low, long High) offsets = (space.Lowest, space.Highest);
        var ring = new SkewRing(PeakAcquisition.Between(tagsA, span.From, span.To), span, stage, offsets, memory);
        if (workers > 1) copyB ??= tagsB.ToArray(); // a span cannot be shared between threads
        return new RingRun(stage, ring, offsets, workers, copyB, memory);
    }

    /// <summary>Trial skews 0, +1, -1, +2, ... steps, from a number of steps to another. True when a peak was found.
    /// </summary>
    private bool Work(RingRun run, int first, int last, ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        var skews = new List<double>();
        for (int step = first; step <= last; step++)
        {
            skews.Add(step * run.Stage.SkewStep);
            if (step > 0) skews.Add(-step * run.Stage.SkewStep);
        }

        for (int at = 0; at < skews.Count; at += 2 * run.Workers)
        {
            int count = Math.Min(2 * run.Workers, skews.Count - at);
            bool isFirst = true;
            foreach (Candidate candidate in run.Propose(tagsB, skews.Slice(at, count)))
            {
                var line = new TrialLine(
                    run.Reference, candidate.Lag * run.Stage.BinPicoseconds * (1 + candidate.Skew), candidate.Skew);
                var start = new ZoomStart(
                    line,
                    1.5 * run.Stage.BinPicoseconds,
                    0.75 * run.Stage.SkewStep,
                    candidate.Excess / run.Stage.SpanPicoseconds);
                if (Follow(tagsA, tagsB, start, isFirst && candidate.Score > CertainScore)) return true;
                isFirst = false;
            }
        }

        return false;
    }

    private bool Follow(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomStart start, bool again)
    {
        ZoomCell? cell = zoom.Narrow(tagsA, tagsB, start);
        // A peak that is certainly there may be missing from the short first look: light may come and go.
        if (cell is null && again) cell = zoom.Narrow(tagsA, tagsB, start with { Rate = start.Rate / 8 });
        return cell is ZoomCell found && Accept(tagsA, tagsB, found);
    }

    private bool Accept(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell)
    {
        if (cell.LogFalseAlarm > logLimit)
        {
            best = best with { Log10FalseAlarm = Math.Min(best.Log10FalseAlarm, Log10(cell.LogFalseAlarm)) };
            return false;
        }

        Verdict verdict = judge.Judge(tagsA, tagsB, cell, logLimit);
        cell = cell with { LogFalseAlarm = verdict.LogFalseAlarm };
        if (verdict.LogFalseAlarm > logLimit || verdict.LogAmbiguity <= logLimit)
            (cell, verdict) = Sharpened(tagsA, tagsB, cell, verdict);
        if (verdict.LogFalseAlarm <= logLimit && verdict.LogAmbiguity <= logLimit
            && CommonPulse(tagsA, tagsB) is double pulse && IsOneOfSeveral(tagsA, tagsB, cell, pulse))
            verdict = verdict with { Period = pulse, LogAmbiguity = 0 };
        bool found = verdict.LogFalseAlarm <= logLimit && verdict.LogAmbiguity <= logLimit;
        bool ambiguous = !found && verdict.LogFalseAlarm <= logLimit;
        // Of several ambiguous answers the first stays, and a cell wider than its period does not settle it.
        if (best.AmbiguityPicoseconds > 0 && (!found || cell.Width > best.AmbiguityPicoseconds)) return false;
        if (!found && !ambiguous)
        {
            best = best with { Log10FalseAlarm = Math.Min(best.Log10FalseAlarm, Log10(cell.LogFalseAlarm)) };
            return false;
        }

        best = best with
        {
            Found = found,
            Reason = found ? "" : "ambiguous",
            ReferenceTimePicoseconds = cell.Line.Reference,
            OffsetPicoseconds = (long)Math.Round(cell.Line.Offset),
            Skew = cell.Line.Skew,
            CellPicoseconds = cell.Width,
            SkewCell = cell.SkewCell,
            PairsInCell = cell.Pairs,
            ExpectedPairsInCell = cell.Expected,
            Log10FalseAlarm = Log10(cell.LogFalseAlarm),
            AmbiguityPicoseconds = verdict.Period,
            RivalPairs = verdict.RivalPairs,
            Log10Ambiguity = Log10(verdict.LogAmbiguity),
            SpanPicoseconds = (cell.Line.Reference - (long)cell.HalfSpan, cell.Line.Reference + (long)cell.HalfSpan),
        };
        return found;
    }

    /// <summary>The sharpest peak in a cell that holds one for certain, and what is to be said of it.</summary>
    private (ZoomCell Cell, Verdict Verdict) Sharpened(
        ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell, Verdict verdict)
    {
        while (zoom.Sharper(tagsA, tagsB, cell) is ZoomCell sharper)
        {
            Verdict closer = judge.Judge(tagsA, tagsB, sharper, logLimit);
            bool isPeak = closer.LogFalseAlarm <= logLimit;
            // A wide cell of bunched events may be refused, and the sharp one in it be a peak; never the other way round.
            if (!isPeak && verdict.LogFalseAlarm <= logLimit) break;
            (cell, verdict) = (sharper with { LogFalseAlarm = closer.LogFalseAlarm }, closer);
            if (isPeak && closer.LogAmbiguity > logLimit) break;
        }

        return (cell, verdict);
    }

    /// <summary>A cell that holds several pulses says which are near, not which one it is. Bunched light makes one tooth fuller
    /// than another by more than Poisson's law allows, so a neighbour nearly as full is as good.</summary>
    private bool IsOneOfSeveral(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell, double pulse)
    {
        const double NearlyAsFull = 0.7;
        if (cell.Width > FinePicoseconds && pulse < cell.Width) return true;
        return judge.FullestNeighbour(tagsA, tagsB, cell, pulse) > NearlyAsFull * cell.Pairs;
    }

    private static double Log10(double natural) => Math.Min(natural, 0) / Math.Log(10);

    /// <summary>Few pairs in all: they are looked at one by one.</summary>
    private bool TryDirectly(
        ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, double duration, double range, double density)
    {
        double drift = options.MaximumSkewPpm * 1e-6 * duration / 2;
        double window = (range / 2) + drift;
        if (density * 2 * window > PairZoom.DirectWork) return false;
        long middle = tagsA[0] + ((tagsA[^1] - tagsA[0]) / 2);
        var line = new TrialLine(middle, (space.Lowest / 2.0) + (space.Highest / 2.0), 0);
        var start = new ZoomStart(line, range / 2, options.MaximumSkewPpm * 1e-6, 0);
        if (zoom.Narrow(tagsA, tagsB, start) is ZoomCell cell && Accept(tagsA, tagsB, cell)) return true;
        double bin = PairZoom.DirectBin(range / 2, drift);
        if (bin > FinePicoseconds) return false;
        double pairs = Sensitivity.FoundDirectly(density * 2 * bin, space, 2 * bin, duration / 2, logLimit);
        excluded.Add(new ExcludedRate(options.MaximumSkewPpm, pairs / duration * 1e12));
        best = Conclude(duration);
        return true;
    }

    private AcquisitionResult Conclude(double duration)
    {
        // For each range of skews the smallest rate excluded in it or in a wider one.
        var list = new List<ExcludedRate>();
        double least = double.PositiveInfinity;
        foreach (ExcludedRate entry in excluded.OrderByDescending(entry => entry.SkewPpm).ThenBy(entry => entry.PairsPerSecond))
        {
            if (entry.PairsPerSecond >= least) continue;
            least = entry.PairsPerSecond;
            list.Insert(0, entry);
        }

        double all = list.Where(entry => entry.SkewPpm >= options.MaximumSkewPpm)
            .Select(entry => entry.PairsPerSecond).DefaultIfEmpty(double.PositiveInfinity).Min();
        AcquisitionResult nothing = best with { Excluded = list, ExcludedCoincidences = all * duration * 1e-12 };
        return best.AmbiguityPicoseconds > 0
            ? nothing with
            {
                Reason = string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"ambiguous modulo {best.AmbiguityPicoseconds:0.#} ps: other peaks at that distance are as high"),
            }
            : nothing;
    }
}
