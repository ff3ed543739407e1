// Answers questions over MQTT 5, on a connection of its own: publishing results waits for the broker one message at a time,
// and an answer should not stand in that line. One task owns the connection; questions wait for it in a bounded queue.
using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using Qit.Agent.Publishing;

namespace Qit.Agent.TimeService;

/// <summary>Subscribes to the gateway's question topic and answers to each question's response topic.</summary>
internal sealed class MqttTimeResponder : IAsyncDisposable
{
    private const int WaitingQuestions = 64;
    private const double LongestExpirySeconds = 10;

    // Two gateways of one name would throw each other out for ever.
    private const int TakeoversUntilStop = 3;

    private readonly RunIdentity run;
    private readonly MqttPublisherOptions options;
    private readonly string topic;
    private readonly RequestBudget budget;
    private readonly Func<TimeQuestion, TimeAnswer> answer;
    private readonly TimeServiceCounts counts;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private Task? running;
    private volatile string? fault = "not connected yet";

    /// <param name="run">The run.</param>
    /// <param name="options">The broker.</param>
    /// <param name="requestsPerSecond">Questions answered in a second.</param>
    /// <param name="answer">Makes an answer; any thread.</param>
    /// <param name="counts">Told of everything that is not answered.</param>
    /// <param name="time">The clock of deadlines and of the rate.</param>
    public MqttTimeResponder(
        RunIdentity run, MqttPublisherOptions options, double requestsPerSecond, Func<TimeQuestion, TimeAnswer> answer,
        TimeServiceCounts counts, TimeProvider time)
    {
        this.run = run;
        this.options = options;
        this.answer = answer;
        this.counts = counts;
        this.time = time;
        topic = new TopicNames(run.Gateway).TimeRequest;
        budget = new RequestBudget(requestsPerSecond, time);
    }

    /// <summary>Why questions are not heard; null while they are.</summary>
    public string? Fault => fault;

    /// <summary>Ends with the responder; failed by our bug.</summary>
    public Task Completion => running ?? Task.CompletedTask;

    /// <summary>Starts to connect; does not wait for it.</summary>
    public void Start() => running = Task.Run(RunAsync);

    /// <summary>Disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var backoff = new ReconnectBackoff(options.BackoffMinimum, options.BackoffMaximum, new Random());
        string clientId = $"qit-{run.Gateway}-time";
        int takeovers = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using MqttSession session = await MqttSession.ConnectAsync(
                    options, clientId, null, time, stopping.Token).ConfigureAwait(false);
                await ServeAsync(session, backoff).ConfigureAwait(false);
            }
            catch (MqttSessionLostException exception)
            {
                fault = exception.Message;
                takeovers += exception.IsTakenOver ? 1 : 0;
                if (takeovers >= TakeoversUntilStop)
                {
                    fault = $"another client uses the id '{clientId}': give every gateway its own name. Questions over MQTT "
                        + "are not answered any more.";
                    return;
                }
            }
            await DelayUnlessStoppingAsync(backoff.Next()).ConfigureAwait(false);
        }
    }

    // Returns when the subscription is refused, or at a stop; throws when the connection is lost.
    private async Task ServeAsync(MqttSession session, ReconnectBackoff backoff)
    {
        Channel<MqttApplicationMessage> questions = Channel.CreateBounded<MqttApplicationMessage>(WaitingQuestions);
        void Queue(MqttApplicationMessage question)
        {
            if (!questions.Writer.TryWrite(question))
                counts.CountLimited();
        }

        string? refusal = await session.SubscribeAsync(topic, Queue, stopping.Token).ConfigureAwait(false);
        if (refusal is not null)
        {
            fault = $"the MQTT broker refused the subscription to {topic}: {refusal}";
            return;
        }
        fault = null;
        while (!stopping.IsCancellationRequested)
        {
            if (questions.Reader.TryRead(out MqttApplicationMessage? question))
            {
                await AnswerAsync(session, question).ConfigureAwait(false);
                // Not before: a connection that is closed as soon as it stands would be made again and again.
                backoff.Reset();
            }
            else if (!await WaitForQuestionAsync(session, questions.Reader).ConfigureAwait(false))
                await session.PingAsync(stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(MqttSession session, MqttApplicationMessage message)
    {
        if (!budget.TryTake())
        {
            counts.CountLimited();
            return;
        }
        if (ReturnAddress.FindFault(message.ResponseTopic, message.CorrelationData) is string address)
        {
            counts.CountMalformed(address);
            return;
        }
        TimeAnswer made;
        if (TimeQuestion.TryParse(message.Payload.ToArray(), out TimeQuestion? question, out string? wrong))
        {
            made = answer(question!);
        }
        else
        {
            counts.CountMalformed(wrong!);
            made = TimeAnswer.Of(
                run, new TimeRefusal(time.UnixNanoseconds(), TimeRefusals.BadRequest, wrong!, SecurityAssessment.NotAssessed));
        }
        double expiry = Math.Min(LongestExpirySeconds, made.ValidForSeconds ?? LongestExpirySeconds);
        var reply = new OutboundMessage(message.ResponseTopic, made.Write(), MessageKind.Data, "application/json")
        {
            CorrelationData = message.CorrelationData,
            ExpirySeconds = (uint)Math.Max(1, Math.Ceiling(expiry)),
        };
        if (await session.PublishAsync(reply, stopping.Token).ConfigureAwait(false) is not null)
            counts.CountUndelivered();
    }

    // False when the connection has been silent so long that the broker must be asked.
    private async Task<bool> WaitForQuestionAsync(MqttSession session, ChannelReader<MqttApplicationMessage> questions)
    {
        using var idle = new CancellationTokenSource(session.IdleLimit, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, session.Lost, stopping.Token);
        try
        {
            return await questions.WaitToReadAsync(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (session.Lost.IsCancellationRequested)
                throw session.Loss(null);
            return stopping.IsCancellationRequested;
        }
    }

    private async Task DelayUnlessStoppingAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that it shall stop.
        }
    }
}
