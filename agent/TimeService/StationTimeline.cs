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
    // The clocks of station and gateway may differ by 100 ppm: within a minute that is 6 ms.
    private const double MemorySeconds = 60;

    private readonly Queue<(double Arrival, double Zero)> results = [];

    /// <summary>Standard uncertainty of <see cref="StationSecondsAt"/>, seconds of A's clock: the latency may be anything from
    /// zero to the bound.</summary>
    public double UncertaintySeconds => latencySeconds * speed / Math.Sqrt(12);

    /// <summary>True when the newest two results came as far apart as their intervals lie: what had piled up is worked off.
    /// </summary>
    public bool IsSettled { get; private set; }

    /// <summary>A's timeline has begun anew.</summary>
    public void Clear()
    {
        results.Clear();
        IsSettled = false;
    }

    /// <summary>A result has come.</summary>
    /// <param name="arrivalSeconds">When, seconds of the gateway's steady clock.</param>
    /// <param name="stationPicoseconds">Any time within its interval, on A's clock.</param>
    public void Add(double arrivalSeconds, long stationPicoseconds)
    {
        long into = stationPicoseconds % intervalPicoseconds;
        long end = stationPicoseconds - (into < 0 ? into + intervalPicoseconds : into) + intervalPicoseconds;
        double zero = arrivalSeconds - (end * 1e-12 / speed);
        IsSettled |= results.Count > 0 && Math.Abs(zero - results.Last().Zero) <= latencySeconds;
        results.Enqueue((arrivalSeconds, zero));
        while (arrivalSeconds - results.Peek().Arrival > MemorySeconds)
            results.Dequeue();
    }

    /// <summary>Reading of A's clock, seconds since its start, at a time of the gateway's steady clock; after
    /// <see cref="Add"/>.</summary>
    public double StationSecondsAt(double gatewaySeconds) =>
        (gatewaySeconds - results.Min(result => result.Zero) + (latencySeconds / 2)) * speed;
}
