// A misfit has one of few causes: a bad estimate, a step of the offset, a step of the frequency. Each cause predicts where
// the next estimate will be; that one decides. Nothing is taken into the followed state before.
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>What may have happened to a peak that is not where it was expected.</summary>
internal sealed class Explanations(OffsetTrackerParameters parameters)
{
    private const int MostMissed = 4;
    private readonly List<Hypothesis> proposed = [];
    private OffsetEstimate? lastMisfit;

    /// <summary>Whether there are any.</summary>
    public bool Any => proposed.Count > 0;

    /// <summary>Largest distance from the followed state, ps; 0 without any.</summary>
    public double LargestStep { get; private set; }

    /// <summary>The event to tell when the followed state turns out to be right.</summary>
    public TrackerEvent? Outlier { get; private set; }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        proposed.Clear();
        lastMisfit = null;
        Outlier = null;
        LargestStep = 0;
    }

    /// <summary>Works on what has come.</summary>
    public void Take(TagBuffer a, TagBuffer b, long end, bool isLast)
    {
        foreach (Hypothesis one in proposed) one.Take(a, b, end, isLast);
    }

    /// <summary>Time on B's timeline up to which tags are needed.</summary>
    public long NeededOfB(long end)
    {
        long needed = long.MinValue;
        foreach (Hypothesis one in proposed) needed = Math.Max(needed, one.NeededOfB(end));
        return needed;
    }

    /// <summary>The explanation that an interval's tags agree with, and the event that it is; null without one.</summary>
    public (Hypothesis Explanation, TrackerEvent Step)? Confirmed(long end, Hypothesis followed)
    {
        foreach (Hypothesis one in proposed)
        {
            if (one.Judge(end) != Verdict.Good)
            {
                one.Missed++;
                continue;
            }

            ClockFilter was = followed.At(one.Estimate!.ValidityTimePicoseconds);
            double error = parameters.MeasurementError(one.Estimate);
            TrackerEvent step = StepClassifier.Classify(
                one.Since,
                was.Innovation(one.Estimate.OffsetFemtoseconds),
                Math.Sqrt((was.OffsetError * was.OffsetError) + (error * error)),
                one.HasNewFrequency,
                parameters.PeriodsPicoseconds);
            return (one, step);
        }

        proposed.RemoveAll(one => one.Missed > MostMissed);
        if (proposed.Count == 0) Clear();
        foreach (Hypothesis one in proposed) one.Collect(end, keep: true);
        return null;
    }

    /// <summary>Proposes what would explain the followed state's misfit: a step of the offset; and after two misfits in
    /// a row, the line through both.</summary>
    /// <param name="followed">The followed state, with the estimate that does not fit.</param>
    /// <param name="from">Start of the interval.</param>
    /// <param name="end">Its end: the test begins there.</param>
    public void Propose(Hypothesis followed, long from, long end)
    {
        OffsetEstimate estimate = followed.Estimate!;
        OffsetEstimate? before = lastMisfit;
        long since = proposed.Count > 0 ? proposed[0].Since : from;
        proposed.Clear();
        Add(Stepped(followed, estimate, since), followed, estimate, end);
        if (before is not null) Add(Bent(before, estimate, since), followed, estimate, end);
        lastMisfit = estimate;
    }

    /// <summary>Proposes a peak that a search found elsewhere.</summary>
    public void ProposeFound(Hypothesis followed, OffsetEstimate estimate, long from, long end)
    {
        const double Sigmas = 5;
        ClockFilter predicted = followed.At(estimate.ValidityTimePicoseconds);
        double error = parameters.FrequencyMeasurementError(estimate);
        double together = Math.Sqrt((error * error) + (predicted.FrequencyError * predicted.FrequencyError));
        bool isSameFrequency = !double.IsFinite(error)
            || Math.Abs(estimate.FrequencyOffset - predicted.Frequency) < Sigmas * together;
        Hypothesis found = isSameFrequency
            ? Stepped(followed, estimate, from)
            : New(estimate, estimate.OffsetStandardErrorPicoseconds, estimate.FrequencyOffset, error, from, true);
        Add(found, followed, estimate, end);
    }

    /// <summary>A state from an estimate of a search with no prior. The tags it rests on will be seen again interval by
    /// interval: its errors are widened so that they hardly count twice.</summary>
    public Hypothesis FromSearch(OffsetEstimate estimate, long from)
    {
        const double Widening = 10;
        long since = estimate.ValidityTimePicoseconds - from;
        // Back to the start of the first interval, along the line.
        double back = estimate.FrequencyOffset * since * 1000;
        OffsetEstimate atStart = estimate with
        {
            ValidityTimePicoseconds = from,
            OffsetFemtoseconds = checked(estimate.OffsetFemtoseconds - (long)Math.Round(back)),
        };
        double distance = since * estimate.FrequencyOffsetStandardError;
        double error = Math.Sqrt(Square(estimate.OffsetStandardErrorPicoseconds) + Square(distance));
        OffsetEstimate wide = estimate with
        {
            FrequencyOffsetStandardError = Widening * estimate.FrequencyOffsetStandardError,
        };
        return New(atStart, Widening * error, estimate.FrequencyOffset, parameters.FrequencyMeasurementError(wide), from,
            false);
    }

    private Hypothesis Stepped(Hypothesis followed, OffsetEstimate estimate, long since)
    {
        ClockFilter filter = followed.At(estimate.ValidityTimePicoseconds);
        filter.StepTo(estimate.OffsetFemtoseconds, parameters.MeasurementError(estimate));
        return new Hypothesis(parameters)
        {
            Filter = filter,
            Width = Hypothesis.WidthOf(estimate),
            CoincidencesPerSecond = followed.CoincidencesPerSecond,
            Since = since,
        };
    }

    private Hypothesis Bent(OffsetEstimate first, OffsetEstimate second, long since)
    {
        double seconds = (second.ValidityTimePicoseconds - first.ValidityTimePicoseconds) * 1e-12;
        double error1 = parameters.MeasurementError(first);
        double error2 = parameters.MeasurementError(second);
        double slope = (second.OffsetFemtoseconds - first.OffsetFemtoseconds) * 1e-15 / seconds;
        double error = Math.Sqrt(Square(error1) + Square(error2)) * 1e-12 / seconds;
        return New(second, error2, slope, error, since, true);
    }

    private Hypothesis New(OffsetEstimate estimate, double offsetError, double frequency, double frequencyError, long since,
        bool hasNewFrequency)
    {
        double seconds = (estimate.ToPicoseconds + 1 - estimate.FromPicoseconds) * 1e-12;
        return new Hypothesis(parameters)
        {
            Filter = new ClockFilter(parameters.Noise, estimate.ValidityTimePicoseconds, estimate.OffsetFemtoseconds,
                offsetError, frequency, frequencyError, parameters.InitialDriftError),
            Width = Hypothesis.WidthOf(estimate),
            CoincidencesPerSecond = estimate.Coincidences / seconds,
            Since = since,
            HasNewFrequency = hasNewFrequency,
        };
    }

    private void Add(Hypothesis one, Hypothesis followed, OffsetEstimate estimate, long end)
    {
        double size = followed.At(estimate.ValidityTimePicoseconds).Innovation(estimate.OffsetFemtoseconds);
        LargestStep = Math.Max(LargestStep, Math.Abs(size));
        Outlier ??= new TrackerEvent(TrackerEventKind.Outlier, one.Since, size, parameters.MeasurementError(estimate));
        one.Collect(end, keep: false);
        proposed.Add(one);
    }

    private static double Square(double value) => value * value;
}
