using Qit.Agent.Configuration;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Monitoring;

/// <summary>
/// Sorts offsets of all gateways into epochs. A comparison is taken from the gateway that first published it, since
/// another's path delays are other ones, and a change between the two would look like a jump. Not safe for several threads.
/// </summary>
internal sealed class EpochCollector
{
    private const int LongestPause = 20;

    private readonly string[] stations;
    private readonly long epochNanoseconds;
    private readonly long lateNanoseconds;
    private readonly OffsetGate gate = new();
    private readonly Dictionary<(int Low, int High), string> sources = [];
    private readonly Dictionary<long, Dictionary<(int Low, int High), EpochOffset>> open = [];
    private long? next;

    public EpochCollector(MonitoringConfiguration configuration)
    {
        stations = [.. configuration.Stations.Select(station => station.Name)];
        epochNanoseconds = (long)(configuration.EpochSeconds * 1e9);
        lateNanoseconds = (long)(configuration.LateSeconds * 1e9);
    }

    public long Used { get; private set; }

    public long Repeated { get; private set; }

    public long OutOfTime { get; private set; }

    public long Rejected { get; private set; }

    public string? LastRejection { get; private set; }

    /// <summary>True once an offset of a simulated device was used; never false again.</summary>
    public bool IsSimulated { get; private set; }

    /// <summary>The oldest epoch whose time is over and that is not judged yet; null if there is none. Epochs of a pause in
    /// which nothing came, such as a sleeping computer's, are passed over.</summary>
    /// <param name="now">Nanoseconds since 1970 UTC.</param>
    public long? NextDue(long now)
    {
        if (next is not long epoch || !IsOver(epoch, now)) return null;
        long last = ((now - lateNanoseconds) / epochNanoseconds) - 1;
        if (last - epoch > LongestPause && open.Count == 0) next = epoch = last;
        return epoch;
    }

    /// <summary>Middle of an epoch, nanoseconds since 1970 UTC.</summary>
    public long MiddleOf(long epoch) => (epoch * epochNanoseconds) + (epochNanoseconds / 2);

    public void Reject(string gateway, string reason)
    {
        Rejected++;
        LastRejection = $"a message of {gateway} {reason}";
    }

    /// <summary>Takes an offset.</summary>
    /// <param name="offset">Of any gateway.</param>
    /// <param name="now">This gateway's time, nanoseconds since 1970 UTC.</param>
    public void Add(in PublishedOffset offset, long now)
    {
        int a = Array.IndexOf(stations, offset.StationA);
        int b = Array.IndexOf(stations, offset.StationB);
        if (a < 0 || b < 0 || a == b)
        {
            Reject(offset.Gateway, "does not compare two of the monitored stations");
            return;
        }
        if (!gate.TryPass(offset.Gateway, offset.RunId, offset.Seq))
        {
            Repeated++;
            return;
        }
        // A prediction is no comparison.
        if (!offset.IsMeasured)
            return;
        long epoch = offset.TimeUnixNanoseconds / epochNanoseconds;
        if (epoch < next || IsOver(epoch, now) || offset.TimeUnixNanoseconds > now + epochNanoseconds)
        {
            OutOfTime++;
            return;
        }
        (int Low, int High) pair = a < b ? (a, b) : (b, a);
        if (sources.TryAdd(pair, offset.Gateway) || sources[pair] == offset.Gateway)
            Use(offset, pair, epoch, isTurned: b > a);
        else
            Reject(offset.Gateway, $"compares two stations that {sources[pair]} compares already");
    }

    /// <summary>The comparisons of the oldest epoch, which is closed with it.</summary>
    public StationComparison[] TakeNext()
    {
        long epoch = next!.Value;
        next = epoch + 1;
        if (!open.Remove(epoch, out Dictionary<(int Low, int High), EpochOffset>? pairs))
            return [];
        return [.. pairs.Select(pair =>
        {
            (double seconds, double error) = pair.Value.AtMiddle();
            return new StationComparison(pair.Key.Low, pair.Key.High, seconds, error);
        })];
    }

    private bool IsOver(long epoch, long now) => ((epoch + 1) * epochNanoseconds) + lateNanoseconds <= now;

    private void Use(PublishedOffset offset, (int Low, int High) pair, long epoch, bool isTurned)
    {
        // Published is B minus A; kept is the lower station's minus the higher's.
        if (isTurned)
            offset = offset with { OffsetSeconds = -offset.OffsetSeconds, FrequencyOffset = -offset.FrequencyOffset };
        next = Math.Min(next ?? epoch, epoch);
        if (!open.TryGetValue(epoch, out Dictionary<(int Low, int High), EpochOffset>? pairs))
            open[epoch] = pairs = [];
        if (!pairs.TryGetValue(pair, out EpochOffset? sum))
            pairs[pair] = sum = new EpochOffset();
        sum.Add((offset.TimeUnixNanoseconds - MiddleOf(epoch)) * 1e-9, offset);
        IsSimulated |= offset.IsSimulated;
        Used++;
    }
}
