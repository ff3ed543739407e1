// One span: guess, then fit and move the line until it stays, then let the likelihood choose the shape. The slope is taken
// in the linear approximation, so the result counts only once its step has become small against its error.
namespace Qit.Timing.Estimation;

/// <summary>Tags of a span.</summary>
internal readonly ref struct TagSpan(ReadOnlySpan<long> a, ReadOnlySpan<long> b, long from, long to)
{
    public ReadOnlySpan<long> A { get; } = a;

    public ReadOnlySpan<long> B { get; } = b;

    public long From { get; } = from;

    public long To { get; } = to;

    public double HalfSeconds => Math.Max((To - From) * 0.5e-12, 1e-12);
}

/// <summary>Fits one span. Buffers are reused.</summary>
internal sealed class SpanFit(OffsetEstimatorOptions options)
{
    /// <summary>Half window in Gaussian widths, and beyond six of them in tails.</summary>
    private const double WindowWidths = 12;

    private const double FewestWindowWidths = 8;
    private const double BinsPerWidth = 8;
    private const int MostBins = 16384;

    private readonly PairSource source = new();
    private readonly PeakStart start = new();
    private readonly ResidualBins bins = new();
    private double[] floorForm = [];

    /// <summary>Line that the results are relative to.</summary>
    public OffsetLine Line { get; private set; }

    /// <summary>Place of the bins' middle against the line, in picoseconds.</summary>
    public double OffsetPicoseconds { get; private set; }

    /// <summary>Slope against the line, in picoseconds a second.</summary>
    public double SlopePicosecondsPerSecond { get; private set; }

    public bool IsSlopeFitted { get; private set; }

    /// <summary>The fit, relative to that place.</summary>
    public PeakFit Peak { get; private set; } = null!;

    /// <summary>Fits. False when there is no peak to fit.</summary>
    public bool TryFit(TagSpan tags, PeakShape shape, OffsetLine line, double reach, bool holdSlope)
    {
        double deadTime = Math.Min(TagGaps.DeadTimePicoseconds(tags.A), TagGaps.DeadTimePicoseconds(tags.B));
        if (!TryStart(tags, shape, line, reach, holdSlope)) return false;
        var state = new Peaklike(start.Offset, start.Slope, start.Sigma, start.Signal);
        const int MostRounds = 12;
        PeakFit? last = null;
        bool chosen = false;
        for (int round = 0; round < MostRounds; round++)
        {
            double window = Window(last, state.Sigma, shape, deadTime);
            Bin(tags, shape, state, window, deadTime, last?.Response ?? new PeakResponse(state.Sigma));
            var choice = new ShapeChoice(bins, shape, floorForm);
            PeakFit? fit = last is not null && last.Family != PeakFamily.Gaussian
                ? choice.Again(last)
                : choice.Fit(PeakFamily.Gaussian, state.Sigma, state.Signal);
            if (fit is null) return false;
            last = Peak = fit;
            double width = Math.Sqrt((Peak.Response.SigmaPicoseconds * Peak.Response.SigmaPicoseconds) + shape.TickVariance);
            double slopeStep = IsSlopeFitted ? Peak.SlopePicosecondsPerSecond : 0;
            double wanted = Window(Peak, Peak.Response.SigmaPicoseconds, shape, deadTime);
            bool settled = round > 0 && window > 0.7 * wanted && window < 1.5 * wanted
                && Math.Abs(Peak.OffsetPicoseconds) < 0.5 * width
                && Math.Abs(slopeStep) <= 0.01 * Peak.SlopeError;
            if (settled && !chosen && options.Family != PeakFamily.Gaussian)
            {
                // Shapes are compared once the line is right: a wrong one smears the peak, which looks like tails.
                chosen = true;
                Peak = choice.Choose(options.Family, Peak);
                settled = Peak == last;
                last = Peak;
            }

            if (settled || round == MostRounds - 1) return true;
            double limit = 2 * width / tags.HalfSeconds;
            state = new Peaklike(
                OffsetPicoseconds + Peak.OffsetPicoseconds,
                SlopePicosecondsPerSecond + Math.Clamp(slopeStep, -limit, limit),
                Peak.Response.SigmaPicoseconds,
                Peak.Signal);
        }

        return true;
    }

    private bool TryStart(TagSpan tags, PeakShape shape, OffsetLine line, double reach, bool holdSlope)
    {
        double tickWidth = Math.Sqrt(shape.TickVariance);
        double window = Math.Max(2.5 * reach, 4 * tickWidth);
        double sigma = reach / 4;
        const int MostRounds = 6;
        for (int round = 0; round < MostRounds; round++)
        {
            // A little more than the guess needs, so that the fit's window is mostly collected already.
            source.Collect(tags.A, tags.B, line, 1.4 * window);
            start.Reset(window);
            source.Read(tags.A, tags.B, new StartSink(start, tags.HalfSeconds));
            IsSlopeFitted = !holdSlope && start.Pairs >= options.FewestPairsForSlope;
            if (!start.TryFind(sigma, shape, IsSlopeFitted)) return false;
            Line = line;
            sigma = start.Sigma;
            double right = 3 * WindowWidths * Math.Sqrt((sigma * sigma) + shape.TickVariance);
            if (window < 2.5 * right) break;
            line = new OffsetLine(
                line.ReferenceTimePicoseconds,
                line.OffsetPicoseconds + (long)Math.Round(start.Offset),
                line.Skew + (start.Slope * 1e-12));
            window = right;
        }

        return true;
    }

    private static double Window(PeakFit? fit, double sigma, PeakShape shape, double deadTime)
    {
        double width = Math.Sqrt((sigma * sigma) + shape.TickVariance);
        double window = WindowWidths * width;
        if (fit is not null)
        {
            double tail = Math.Max(fit.Response.EarlyTailPicoseconds, fit.Response.LateTailPicoseconds);
            window = Math.Max(window, (6 * width) + (12 * tail));
            width += 0.5 * tail;
        }

        return deadTime > 0 ? Math.Max(FewestWindowWidths * width, Math.Min(window, deadTime)) : window;
    }

    private void Bin(
        TagSpan tags, PeakShape shape, Peaklike state, double window, double deadTime, PeakResponse response)
    {
        double width = Math.Sqrt((state.Sigma * state.Sigma) + shape.TickVariance);
        bins.Reset(window, (int)Math.Clamp(2 * window / width * BinsPerWidth, 32, MostBins));
        double needed = window + Math.Abs(state.Offset) + (Math.Abs(state.Slope) * tags.HalfSeconds);
        if (needed > source.HalfWindowPicoseconds)
        {
            var line = new OffsetLine(
                Line.ReferenceTimePicoseconds,
                Line.OffsetPicoseconds + (long)Math.Round(state.Offset),
                Line.Skew + (state.Slope * 1e-12));
            state = state with { Offset = state.Offset - Math.Round(state.Offset), Slope = 0 };
            Line = line;
            source.Collect(tags.A, tags.B, line, 1.5 * window);
        }

        OffsetPicoseconds = state.Offset;
        SlopePicosecondsPerSecond = state.Slope;
        source.Read(tags.A, tags.B, new BinSink(bins, state.Offset, state.Slope));
        if (floorForm.Length < bins.Count) floorForm = new double[bins.Count];
        Array.Fill(floorForm, 1, 0, bins.Count);
        if (deadTime <= 0) return;
        double seconds = 2 * tags.HalfSeconds;
        double tagsB = tags.B.Length * Math.Min(1, seconds * 1e12 / Math.Max(1, tags.B[^1] - tags.B[0]));
        DeadTimeFloor.Of(
            state.Signal,
            tags.A.Length,
            tagsB,
            Math.Min(0.9, deadTime * 1e-12 * tags.A.Length / seconds),
            Math.Min(0.9, deadTime * 1e-12 * tagsB / seconds)).Fill(floorForm, bins, 0, response);
    }

    private readonly record struct Peaklike(double Offset, double Slope, double Sigma, double Signal);

    private readonly struct BinSink(ResidualBins bins, double offset, double slope) : IPairSink
    {
        public void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> times) =>
            bins.Add(residuals, times, offset, slope);
    }

    private readonly struct StartSink(PeakStart start, double halfSeconds) : IPairSink
    {
        public void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> times) =>
            start.Add(residuals, times, halfSeconds);
    }
}
