// An offset comes with a time on A's own clock, and a question with a time on the gateway's. What joins them is that a
// result cannot come before its interval has ended: of the newest results the one that came soonest after its end bounds
// the reading of A's clock now from below; the bound on the latency that every result has bounds it from above.
namespace Qit.Agent.TimeService;

/// <summary>Estimates the reading of station A's clock from when results come. Not safe for several threads.</summary>
/// <param name="intervalPicoseconds">Interval of the results, which begin at its multiples (as the tracker's do), ps.</param>
/// <param name="latencySeconds">Largest time from an interval's end until the gateway has the result with nothing delayed,
/// seconds of the gateway.</param>
/// <param name="speed">Seconds of A's clock in a second of the gateway.</param>
internal sealed class StationTimeline(long intervalPicoseconds, double latencySeconds, double speed)
{
    private const double MemorySeconds = 60;

    // Between the clocks of station and gateway: within a minute 6 ms.
    private const double LargestRateDifference = 1e-4;

    private readonly Queue<(double Arrival, double Zero)> timely = [];
    private double? lastArrival;
    private double newestTimely;

    /// <summary>True once a result has come that the gateway had to wait for: what had piled up is worked off.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>A's timeline has begun anew.</summary>
    public void Clear()
    {
        timely.Clear();
        lastArrival = null;
        IsSettled = false;
    }

    /// <summary>A result has come.</summary>
    /// <param name="arrivalSeconds">When, seconds of the gateway's steady clock.</param>
    /// <param name="stationPicoseconds">Any time within its interval, on A's clock.</param>
    /// <param name="isMeasured">False for a prediction: it may have waited for a station that is silent, and says nothing about
    /// the time.</param>
    public void Add(double arrivalSeconds, long stationPicoseconds, bool isMeasured)
    {
        IsSettled |= isMeasured && lastArrival is double last
            && arrivalSeconds - last >= intervalPicoseconds * 1e-12 / speed / 2;
        lastArrival = arrivalSeconds;
        // What comes first is all there is, even if it is a prediction.
        if (!isMeasured && timely.Count > 0)
            return;
        long into = stationPicoseconds % intervalPicoseconds;
        long end = stationPicoseconds - (into < 0 ? into + intervalPicoseconds : into) + intervalPicoseconds;
        timely.Enqueue((arrivalSeconds, arrivalSeconds - (end * 1e-12 / speed)));
        newestTimely = arrivalSeconds;
        while (arrivalSeconds - timely.Peek().Arrival > MemorySeconds)
            timely.Dequeue();
    }

    /// <summary>Reading of A's clock at a time of the gateway's steady clock, after <see cref="Add"/>.</summary>
    /// <param name="gatewaySeconds">The time.</param>
    /// <returns>Seconds since A's start, with their standard uncertainty: the latency may be anything from zero to the bound,
    /// and the clocks part since the last measured offset.</returns>
    public (double Seconds, double Uncertainty) ReadingAt(double gatewaySeconds)
    {
        double zero = timely.Min(result => result.Zero);
        double parted = LargestRateDifference * Math.Max(0, gatewaySeconds - newestTimely) / Math.Sqrt(3);
        double latency = latencySeconds / Math.Sqrt(12);
        return (
            (gatewaySeconds - zero + (latencySeconds / 2)) * speed,
            Math.Sqrt((latency * latency) + (parted * parted)) * speed);
    }
}
