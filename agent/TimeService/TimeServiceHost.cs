using Qit.Agent.Configuration;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.TimeService;

/// <summary>The time service of a run, wired: the newest correction, answers over MQTT and for HTTP, the feed of chronyd, and
/// a result of its own that says how they do.</summary>
public sealed class TimeServiceHost : IAsyncDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(10);

    private readonly RunIdentity run;
    private readonly Action<AgentResult> report;
    private readonly TimeProvider time;
    private readonly TimeCorrectionSource source;
    private readonly TimeServiceCounts counts = new();
    private readonly MqttTimeResponder responder;
    private readonly ChronyFeed? chrony;
    private readonly CancellationTokenSource stopping = new();
    private Task looking = Task.CompletedTask;

    /// <param name="configuration">The agent's configuration.</param>
    /// <param name="run">The run.</param>
    /// <param name="broker">The broker that questions come through.</param>
    /// <param name="report">Takes the service's own results.</param>
    /// <param name="time">The gateway's clock.</param>
    public TimeServiceHost(
        AgentConfiguration configuration, RunIdentity run, MqttPublisherOptions broker, Action<AgentResult> report,
        TimeProvider time)
    {
        this.run = run;
        this.report = report;
        this.time = time;
        TimeServiceConfiguration service = configuration.TimeService;
        bool isWorld = configuration.Stations[0].Link == StationConfiguration.SimulatedLink;
        double speed = isWorld ? configuration.WorldSpeed : 1;
        source = new TimeCorrectionSource(configuration.Timing, service, speed, time);
        responder = new MqttTimeResponder(run, broker, service.RequestsPerSecond, Answer, counts, time);
        const double MissedIntervals = 3;
        double overdue = (MissedIntervals * configuration.Timing.IntervalSeconds / speed) + service.LatencySeconds;
        if (service.Chrony.Enabled)
            chrony = new ChronyFeed(source, service.Chrony, run.Stations, overdue, time);
    }

    /// <summary>Fails by our bug.</summary>
    public Task Completion => Task.WhenAll(responder.Completion, looking);

    /// <summary>Starts to answer.</summary>
    public void Start()
    {
        responder.Start();
        looking = LookAsync();
    }

    /// <summary>Takes note of a result, and feeds chronyd with it; never waits.</summary>
    public void Handle(AgentResult result)
    {
        source.Handle(result);
        chrony?.Handle(result);
    }

    /// <summary>Answers a question; any thread.</summary>
    public TimeAnswer Answer(TimeQuestion question)
    {
        TimeAnswer answer = Correct(question.MaximumUncertaintyPicoseconds);
        counts.CountAnswer(answer);
        return answer;
    }

    /// <summary>Stops answering.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await responder.DisposeAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(false);
        chrony?.Dispose();
        stopping.Dispose();
    }

    private TimeAnswer Correct(double limitPicoseconds) =>
        source.TryCorrect(limitPicoseconds, out TimeCorrection? correction, out TimeRefusal? refusal)
            ? TimeAnswer.Of(run, correction)
            : TimeAnswer.Of(run, refusal);

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookPeriod, time);
        TimeServiceResult? said = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
            {
                TimeServiceResult now = Look();
                bool isDue = said is null || now.TimeUnixNanoseconds - said.TimeUnixNanoseconds >= ReportPeriod.Ticks * 100;
                if (!isDue && Keys(now) == Keys(said!))
                    continue;
                said = now;
                report(now);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    // What is told at once; counts alone wait for the period.
    private static (string, string?, string?, string, string?, bool) Keys(TimeServiceResult result) =>
        (result.Status, result.Refusal, result.Fault, result.ChronyState, result.ChronyRefusal, result.IsSimulated);

    private TimeServiceResult Look()
    {
        TimeAnswer answer = Correct(double.PositiveInfinity);
        ChronyFeedStatus feed = chrony?.Status ?? ChronyFeedStatus.Off;
        return new TimeServiceResult(time.UnixNanoseconds(), answer.Simulated)
        {
            Status = answer.Status,
            Refusal = answer.Refusal,
            Reason = answer.Reason,
            SecurityStatus = answer.SecurityStatus,
            Fault = responder.Fault,
            AnsweredCount = counts.Answered,
            RefusedCount = counts.Refused,
            MalformedCount = counts.Malformed,
            LimitedCount = counts.Limited,
            UndeliveredCount = counts.Undelivered,
            LastMalformed = counts.LastMalformed,
            ChronyState = feed.State,
            ChronyRefusal = feed.Code,
            ChronyReason = feed.Reason,
            ChronySentCount = feed.SentCount,
            ChronyRefusedCount = feed.RefusedCount,
            ChronyUnreachableCount = feed.UnreachableCount,
            ChronyLastOffsetPicoseconds = feed.LastOffsetPicoseconds,
        };
    }
}
