namespace Qit.Timing.Counting;

/// <summary>How <see cref="CoincidenceAnalysis"/> measures accidentals.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Step between shifted windows, ps; 0 takes the larger of 1 us and 20 times the widest window. It has to be
    /// longer than everything that correlates tags (dead time, afterpulses), and for a pulsed source a multiple of the
    /// period.</summary>
    public long ShiftPicoseconds { get; init; }

    /// <summary>Number of shifts, 2 to 1000: half of them to either side.</summary>
    public int ShiftCount { get; init; } = 10;

    /// <summary>Tags a second of each channel that are no photons of pairs, known beforehand; missing ones are 0.</summary>
    public IReadOnlyList<double> BackgroundPerSecond { get; init; } = [];
}

/// <summary>Everything counted in a recording.</summary>
/// <param name="DurationPicoseconds">Time in which all channels listened, on the delay-corrected timeline.</param>
/// <param name="ShiftPicoseconds">Step between the shifted windows.</param>
/// <param name="Singles">Tags of each channel in that time that its dead time left.</param>
/// <param name="DeadTags">Tags of each channel that its dead time took.</param>
/// <param name="Patterns">One result for each pattern.</param>
public sealed record AnalysisResult(
    long DurationPicoseconds,
    long ShiftPicoseconds,
    IReadOnlyList<long> Singles,
    IReadOnlyList<long> DeadTags,
    IReadOnlyList<PatternResult> Patterns);

/// <summary>Counts a recording that is in memory, and what of it is accidental.</summary>
public static class CoincidenceAnalysis
{
    private const long SmallestShiftPicoseconds = 1_000_000;
    private const int MostPartitioned = 4;

    /// <summary>Counts singles, coincidences and accidentals.</summary>
    /// <param name="channels">The recording.</param>
    /// <param name="counting">What to count.</param>
    /// <param name="analysis">How accidentals are measured.</param>
    /// <exception cref="ArgumentException">The channels never listened together, the shifts do not fit into that time, or
    /// an option is out of range.</exception>
    public static AnalysisResult Analyse(
        IReadOnlyList<ChannelTags> channels, CountingOptions counting, AnalysisOptions analysis)
    {
        counting.Check();
        if (analysis.ShiftCount is < 2 or > 1000)
            throw new ArgumentException($"{analysis.ShiftCount} shifts; right would be 2 to 1000.");
        (ReadOnlyMemory<long>[] tags, long duration) = Common(channels, counting);
        var counter = new CoincidenceCounter(counting);
        counter.Add(tags);
        counter.Finish();
        long[] singles = [.. Enumerable.Range(0, tags.Length).Select(counter.Singles)];

        long widest = counting.Patterns.Select(pattern => pattern.WindowPicoseconds).DefaultIfEmpty().Max();
        long step = analysis.ShiftPicoseconds > 0
            ? analysis.ShiftPicoseconds
            : Math.Max(SmallestShiftPicoseconds, 20 * widest);
        if (step <= widest)
            throw new ArgumentException($"A shift of {step} ps is not longer than the widest window, {widest} ps.");
        long[] shifts = [.. Enumerable.Range(0, analysis.ShiftCount)
            .Select(index => step * ((index / 2) + 1) * (index % 2 == 0 ? 1 : -1))];
        if ((double)shifts.Max() * counting.ChannelCount > duration / 2.0)
            throw new ArgumentException(
                $"{analysis.ShiftCount} shifts in steps of {step} ps, times {counting.ChannelCount} channels, do not fit into "
                + $"half of the {duration} ps in which all channels listened.");
        var windows = new ShiftedWindows(counting, tags, duration, shifts);
        ValueWithError[] apart = windows.AllApart();
        PatternResult[] results = [.. counting.Patterns.Select((pattern, index) => Result(
            pattern, counter.Coincidences(index), apart[index], windows, singles, duration, analysis))];
        return new AnalysisResult(
            duration, step, singles, [.. Enumerable.Range(0, tags.Length).Select(counter.DeadTags)], results);
    }

    /// <summary>Coincidences and singles in consecutive intervals; a coincidence across a border is in neither, and what is
    /// left at the end makes no interval.</summary>
    /// <param name="channels">The recording.</param>
    /// <param name="counting">What to count.</param>
    /// <param name="intervalPicoseconds">Length of an interval, ps, above 0.</param>
    public static IEnumerable<(long[] Singles, long[] Coincidences)> CountIntervals(
        IReadOnlyList<ChannelTags> channels, CountingOptions counting, long intervalPicoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(intervalPicoseconds);
        (long from, long to) = CommonTime(channels, counting);
        for (; to - from >= intervalPicoseconds; from += intervalPicoseconds)
        {
            var counter = new CoincidenceCounter(counting);
            counter.Add(Cut(channels, counting, from, from + intervalPicoseconds - 1));
            counter.Finish();
            yield return ([.. Enumerable.Range(0, channels.Count).Select(counter.Singles)],
                [.. Enumerable.Range(0, counter.PatternCount).Select(counter.Coincidences)]);
        }
    }

    /// <summary>The tags that are counted: of the time in which all channels listened, less delays, without those in the
    /// dead time. For <see cref="CorrelationHistogram"/> and <see cref="HeraldedCorrelation"/>.</summary>
    /// <param name="channels">The recording.</param>
    /// <param name="counting">Delays and dead times.</param>
    /// <param name="durationPicoseconds">Length of that time.</param>
    /// <exception cref="ArgumentException">The channels never listened together, or an option is out of range.</exception>
    public static long[][] Prepare(
        IReadOnlyList<ChannelTags> channels, CountingOptions counting, out long durationPicoseconds)
    {
        counting.Check();
        (ReadOnlyMemory<long>[] tags, durationPicoseconds) = Common(channels, counting);
        return [.. tags.Select((own, channel) =>
        {
            long last = long.MinValue;
            AscendingTimes.Check(own.Span, ref last, channel);
            var buffer = new ChannelBuffer(counting.Delay(channel), counting.DeadTime(channel), false);
            if (!own.IsEmpty) buffer.Append(own.Span, 0);
            return buffer.Times.AsSpan(0, buffer.Count).ToArray();
        })];
    }

    private static (ReadOnlyMemory<long>[] Tags, long Duration) Common(
        IReadOnlyList<ChannelTags> channels, CountingOptions counting)
    {
        (long from, long to) = CommonTime(channels, counting);
        if (to <= from) throw new ArgumentException("The channels never listened at the same time, less their delays.");
        return (Cut(channels, counting, from, to), to - from);
    }

    private static (long From, long To) CommonTime(IReadOnlyList<ChannelTags> channels, CountingOptions counting)
    {
        if (channels.Count != counting.ChannelCount)
            throw new ArgumentException($"{channels.Count} channels of tags, {counting.ChannelCount} in the options.");
        return (channels.Select((own, channel) => own.FromPicoseconds - counting.Delay(channel)).Max(),
            channels.Select((own, channel) => own.ToPicoseconds - counting.Delay(channel)).Min());
    }

    private static ReadOnlyMemory<long>[] Cut(
        IReadOnlyList<ChannelTags> channels, CountingOptions counting, long from, long to) =>
        [.. channels.Select((own, channel) =>
            own.Between(from + counting.Delay(channel), to + counting.Delay(channel)).Tags)];

    private static PatternResult Result(
        CoincidencePattern pattern, long coincidences, ValueWithError apart, ShiftedWindows windows, long[] singles,
        long duration, AnalysisOptions analysis)
    {
        int[] channels = pattern.ChannelList();
        double seconds = duration / 1e12;
        ValueWithError accidentals = pattern.Fold is > 2 and <= MostPartitioned ? windows.NotAllTogether(pattern) : apart;
        double Background(int channel) => seconds
            * (channel < analysis.BackgroundPerSecond.Count ? analysis.BackgroundPerSecond[channel] : 0);
        return new PatternResult
        {
            Pattern = pattern,
            Coincidences = coincidences,
            ShiftedAccidentals = apart,
            FormulaAccidentals = AccidentalFormula.Expected(
                [.. channels.Select(channel => singles[channel])], pattern.SpanPicoseconds, duration),
            PartialAccidentals = pattern.Fold > MostPartitioned ? null
                : new(accidentals.Value - apart.Value, pattern.Fold == 2 ? 0 : accidentals.StandardError),
            Accidentals = accidentals,
            Efficiency = pattern.Fold != 2 ? null : KlyshkoEfficiency.From(
                singles[channels[0]], singles[channels[1]], coincidences, accidentals,
                Background(channels[0]), Background(channels[1]), seconds),
        };
    }
}
