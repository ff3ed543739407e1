using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>How an interval's estimate stands to the prediction.</summary>
internal enum Verdict
{
    /// <summary>No peak stands out.</summary>
    Weak,

    /// <summary>A peak, but not where or not as wide as expected.</summary>
    Suspect,

    /// <summary>As expected.</summary>
    Good,
}

/// <summary>One belief about where the peak is, and the fit that puts it to the test. There is one that is followed, and
/// for a moment after a misfit others that would explain it.</summary>
internal sealed class Hypothesis(OffsetTrackerParameters parameters)
{
    private const double WidthsOfReach = 4;
    private const double Sigmas = 6;
    private const double VagueWidths = 15; // beyond, a window holds so many accidentals that a search does better
    private const long MostIntervalsAhead = 64;
    private const double WiderAhead = 1.5;
    private const double PlentyOfCoincidences = 300;
    private readonly IntervalFit fit = new();
    private double floorPerSecond; // accidentals a picosecond

    /// <summary>State at the last estimate taken in.</summary>
    public ClockFilter Filter { get; set; }

    /// <summary>Rms width of the peak, ticks included, ps.</summary>
    public double Width { get; set; }

    /// <summary>Expected coincidences a second; 0 when not known.</summary>
    public double CoincidencesPerSecond { get; set; }

    /// <summary>Start of the first interval that showed it.</summary>
    public long Since { get; init; }

    /// <summary>Whether it says that the frequency has stepped.</summary>
    public bool HasNewFrequency { get; init; }

    /// <summary>Intervals since the last estimate taken in, or since it was set up.</summary>
    public int Missed { get; set; }

    /// <summary>True when the prediction is too vague to collect pairs around it.</summary>
    public bool IsVague { get; private set; }

    /// <summary>Whether A had tags in what was collected.</summary>
    public bool HasTags => fit.SeenA > 0;

    /// <summary>Start of what is collected now.</summary>
    public long CollectedFrom => fit.From;

    /// <summary>Last estimate that stood out, good or not.</summary>
    public OffsetEstimate? Estimate { get; private set; }

    /// <summary>The state carried to a time.</summary>
    public ClockFilter At(long time)
    {
        ClockFilter filter = Filter;
        filter.PredictTo(time);
        return filter;
    }

    /// <summary>How far from the prediction the peak may be at a time, width included, ps.</summary>
    public double Reach(long time) => (WidthsOfReach * Width) + (Sigmas * At(time).OffsetError);

    /// <summary>Time on B's timeline up to which tags are needed for A's tags before a time.</summary>
    public long NeededOfB(long end) => end + At(end).OffsetPicoseconds
        + (long)(IsVague ? Reach(end) : 4 * fit.ReachPicoseconds);

    /// <summary>Starts to collect at a time, or goes on where pairs of weak intervals are worth to be kept.</summary>
    /// <param name="from">Start of the next interval.</param>
    /// <param name="keep">True after a weak interval.</param>
    public void Collect(long from, bool keep)
    {
        long interval = parameters.IntervalPicoseconds;
        double needed = Reach(from + interval);
        IsVague = needed > VagueWidths * Width;
        if (IsVague) return;
        bool fits = fit.From < from && needed <= fit.ReachPicoseconds
            && from + interval - fit.From <= parameters.CombinedPicoseconds;
        if (keep && fits) return;
        // Wide enough for as many intervals together as cost little more floor, should this one be too weak alone.
        double reach = needed;
        bool isStrong = CoincidencesPerSecond * interval * 1e-12 > PlentyOfCoincidences;
        for (long ahead = isStrong ? 1 : MostIntervalsAhead; ahead > 1 && reach == needed; ahead /= 2)
        {
            double wider = Reach(from + (ahead * interval));
            if (wider <= Math.Min(WiderAhead * needed, VagueWidths * Width)) reach = wider;
        }

        ClockFilter start = At(from);
        var line = new OffsetLine(from, start.OffsetPicoseconds, start.Frequency);
        fit.Begin(new ExpectedPeak(line, reach, Width, CoincidencesPerSecond, floorPerSecond), from, interval);
    }

    /// <summary>Works on what has come.</summary>
    public void Take(TagBuffer a, TagBuffer b, long end, bool isLast)
    {
        if (!IsVague) fit.Take(a, b, end, isLast);
    }

    /// <summary>Fits what was collected and holds it against the prediction.</summary>
    public Verdict Judge(long end)
    {
        Estimate = null;
        if (IsVague || fit.SeenA == 0) return Verdict.Weak;
        // A frequency known far better than the span could tell is held: one parameter less to fit from little.
        double span = (end - fit.From) * 1e-12;
        bool holdSlope = At(end).FrequencyError * 1e12 * span < 0.2 * Width && CoincidencesPerSecond * span < 1000;
        return JudgeEstimate(fit.Finish(end, holdSlope));
    }

    /// <summary>Holds an estimate against the prediction.</summary>
    public Verdict JudgeEstimate(OffsetEstimate? estimate)
    {
        Estimate = null;
        if (estimate is null || estimate.SignificanceSigma < parameters.FewestSigma
            || !double.IsFinite(estimate.OffsetStandardErrorPicoseconds)
            || estimate.ValidityTimePicoseconds < Filter.TimePicoseconds)
            return Verdict.Weak;
        Estimate = estimate;
        ClockFilter predicted = At(estimate.ValidityTimePicoseconds);
        double innovation = predicted.Innovation(estimate.OffsetFemtoseconds);
        double error = parameters.MeasurementError(estimate);
        double variance = (predicted.OffsetError * predicted.OffsetError) + (error * error);
        if (innovation * innovation > parameters.GateSigma * parameters.GateSigma * variance) return Verdict.Suspect;
        // A step within the interval gives two peaks in one: the fit is wide and its middle means nothing.
        double width = WidthOf(estimate);
        bool isWide = width > (1.4 * Width) + (5 * estimate.PeakWidthStandardErrorPicoseconds);
        return isWide ? Verdict.Suspect : Verdict.Good;
    }

    /// <summary>Takes the judged estimate in. Returns the normalized innovation squared.</summary>
    public double Accept()
    {
        OffsetEstimate estimate = Estimate!;
        ClockFilter filter = At(estimate.ValidityTimePicoseconds);
        double squared = filter.MeasureOffset(estimate.OffsetFemtoseconds, parameters.MeasurementError(estimate));
        double error = parameters.FrequencyMeasurementError(estimate);
        // The slope tells something new only while the frequency is poorly known; later the offsets tell it, and both
        // carry the same white frequency noise, which must not be counted as two witnesses.
        if (error < 0.5 * filter.FrequencyError) filter.MeasureFrequency(estimate.FrequencyOffset, error);
        Filter = filter;
        const double Weight = 0.2;
        Width += Weight * (WidthOf(estimate) - Width);
        double seconds = (estimate.ToPicoseconds + 1 - estimate.FromPicoseconds) * 1e-12;
        CoincidencesPerSecond = estimate.Coincidences / seconds;
        floorPerSecond = estimate.Accidentals / (2 * estimate.CoincidenceWindowPicoseconds) / seconds;
        Missed = 0;
        return squared;
    }

    /// <summary>Rms width of a peak, ticks included.</summary>
    public static double WidthOf(OffsetEstimate estimate) => estimate.CoincidenceWindowPicoseconds / 3;
}
