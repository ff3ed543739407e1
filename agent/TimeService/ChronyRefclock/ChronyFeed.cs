using Qit.Agent.Configuration;
using Qit.Agent.Results;

namespace Qit.Agent.TimeService.ChronyRefclock;

/// <summary>What the feed does.</summary>
/// <param name="State">off, waiting, feeding, refusing or unreachable.</param>
/// <param name="Code">Why not feeding, for programs; null while feeding or off.</param>
/// <param name="Reason">Why not feeding, for a person; null while feeding or off.</param>
/// <param name="SentCount">Samples that chronyd took.</param>
/// <param name="RefusedCount">Offsets that were not sent for a doubt.</param>
/// <param name="UnreachableCount">Samples that could not be sent.</param>
/// <param name="LastOffsetPicoseconds">True time minus system time of the last sample, ps; NaN before the first.</param>
internal sealed record ChronyFeedStatus(
    string State, string? Code, string? Reason, long SentCount, long RefusedCount, long UnreachableCount,
    double LastOffsetPicoseconds)
{
    /// <summary>Nothing is configured.</summary>
    public static ChronyFeedStatus Off { get; } = new("off", null, null, 0, 0, 0, double.NaN);
}

/// <summary>
/// Sends chronyd one sample for each new offset: never the same measurement twice, which chronyd would take for two. The
/// sample is the offset carried to the moment of sending. Safe for several threads.
/// </summary>
internal sealed class ChronyFeed : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeCorrectionSource source;
    private readonly ChronyConfiguration configuration;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly double sign;
    private readonly double overdueSeconds;
    private readonly ChronyGate judge;
    private readonly ChronySocket socket;
    private double lastSentSeconds;
    private ChronyFeedStatus status = new("waiting", TimeRefusals.NoOffset, "no offset yet", 0, 0, 0, double.NaN);

    /// <param name="source">Where corrections come from; it must be told of an offset before this.</param>
    /// <param name="configuration">Limits, socket, and the station that runs by this host's clock.</param>
    /// <param name="stations">Names of A and B.</param>
    /// <param name="overdueSeconds">Time without a sample after which the feed is not called feeding any more.</param>
    /// <param name="time">The gateway's clock, which is the clock that chronyd steers.</param>
    public ChronyFeed(
        TimeCorrectionSource source, ChronyConfiguration configuration, IReadOnlyList<string> stations,
        double overdueSeconds, TimeProvider time)
    {
        this.source = source;
        this.configuration = configuration;
        this.time = time;
        this.overdueSeconds = overdueSeconds;
        started = time.GetTimestamp();
        // The result is B - A. True - system is A - B when the system's clock is B's, and B - A when it is A's.
        sign = configuration.Station == stations[0] ? 1 : -1;
        judge = new ChronyGate(configuration);
        socket = new ChronySocket(configuration.Socket);
    }

    /// <summary>How it does now.</summary>
    public ChronyFeedStatus Status
    {
        get
        {
            lock (gate)
            {
                double silent = NowSeconds() - lastSentSeconds;
                return status.State == "feeding" && silent > overdueSeconds
                    ? status with
                    {
                        State = "refusing",
                        Code = TimeRefusals.Stale,
                        Reason = "no new offset comes, and none is fed twice",
                    }
                    : status;
            }
        }
    }

    /// <summary>Feeds a new offset, if it is good. Never waits.</summary>
    public void Handle(AgentResult result)
    {
        if (result is not OffsetResult)
            return;
        lock (gate)
        {
            double limit = configuration.MaximumUncertaintyPicoseconds;
            if (!source.TryCorrect(limit, out TimeCorrection? correction, out TimeRefusal? none))
                Refuse(new FeedRefusal(none.Code, none.Reason));
            else if (judge.Judge(correction, NowSeconds()) is FeedRefusal refusal)
                Refuse(refusal);
            else
                Send(correction);
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => socket.Dispose();

    private double NowSeconds() => time.GetElapsedTime(started).TotalSeconds;

    private void Refuse(FeedRefusal refusal) => status = status with
    {
        State = "refusing", Code = refusal.Code, Reason = refusal.Reason, RefusedCount = status.RefusedCount + 1,
    };

    private void Send(TimeCorrection correction)
    {
        double picoseconds = sign * correction.Offset.Picoseconds;
        Span<byte> sample = stackalloc byte[ChronySample.Length];
        ChronySample.Write(sample, correction.TimeUnixNanoseconds, picoseconds * 1e-12);
        if (socket.TrySend(sample) is string fault)
        {
            status = status with
            {
                State = "unreachable", Code = "unreachable", Reason = fault, UnreachableCount = status.UnreachableCount + 1,
            };
            return;
        }
        lastSentSeconds = NowSeconds();
        status = status with
        {
            State = "feeding", Code = null, Reason = null, SentCount = status.SentCount + 1, LastOffsetPicoseconds = picoseconds,
        };
    }
}
