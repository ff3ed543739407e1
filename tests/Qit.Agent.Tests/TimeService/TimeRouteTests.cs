using System.Net;
using System.Text;
using Qit.Agent.Dashboard;
using Qit.Agent.Publishing;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.Client;

namespace Qit.Agent.Tests.TimeService;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TimeRouteTests
{
    private readonly Offsets offsets = new();

    [Test]
    public async Task Correction_Is200_AndARefusal503_WithTheReason()
    {
        await using DashboardServer server = await StartAsync(Answer);
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage none = await client.GetAsync("/api/time");
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(none.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((await ReadAsync(none)).Refusal, Is.EqualTo(TimeRefusals.NoOffset));
        offsets.Settled();
        using HttpResponseMessage good = await client.GetAsync("/api/time");
        Assert.That(good.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await ReadAsync(good)).OffsetPicoseconds, Is.EqualTo(123_456_000).Within(1));
        using HttpResponseMessage strict = await client.GetAsync("/api/time?maximumUncertaintyPicoseconds=1");
        Assert.That(strict.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        foreach (HttpResponseMessage response in new[] { none, good, strict })
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True, "an answer is of one moment");
    }

    [TestCase("?maximumUncertaintyPicoseconds=0")]
    [TestCase("?maximumUncertaintyPicoseconds=many")]
    [TestCase("?maximumUncertaintyPicoseconds=")]
    [TestCase("?maximumUncertaintyPicoseconds=1&maximumUncertaintyPicoseconds=2")]
    [TestCase("?maximumUncertainty=1")]
    public async Task QueryThatCannotBeRead_Is400(string query)
    {
        await using DashboardServer server = await StartAsync(Answer);
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.GetAsync("/api/time" + query);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        TimeAnswer answer = await ReadAsync(response);
        Assert.That(answer.Refusal, Is.EqualTo(TimeRefusals.BadRequest));
        Assert.That(answer.Reason, Does.Contain("right would be"));
    }

    [Test]
    public async Task ServiceThatIsOff_Is404_AndTheClientSaysWhatIsRight()
    {
        await using DashboardServer server = await StartAsync(null);
        Assert.That(
            async () => await HttpTimeClient.AskAsync(server.Address, null, Eventually.Deadline, default),
            Throws.InstanceOf<BadInputException>().With.Message.Contains("gave 404").And.Message.Contains("time service is on"));
    }

    [Test]
    public async Task Client_ReadsBothKinds_AndMeasuresTheRoundTrip()
    {
        await using DashboardServer server = await StartAsync(Answer);
        TimedAnswer refused = await HttpTimeClient.AskAsync(server.Address, null, Eventually.Deadline, default);
        Assert.That(refused.FindFault(acceptSimulated: true), Does.Contain("no offset"));
        offsets.Settled();
        TimedAnswer good = await HttpTimeClient.AskAsync(server.Address, 500, Eventually.Deadline, default);
        Assert.That(good.Answer.UncertaintyLimitPicoseconds, Is.EqualTo(500));
        Assert.That(good.RoundTripSeconds, Is.Positive);
        Assert.That(good.FindFault(acceptSimulated: false), Is.Null);
    }

    [Test]
    public void AnswerIsJudged_ByTheAsker()
    {
        TimeAnswer answer = TimeAnswer.Of(SyntheticResults.Run(isSimulated: false), offsets.Settled().Correction());
        Assert.That(new TimedAnswer(answer, answer.ValidForSeconds!.Value - 0.01).FindFault(false), Is.Null, "control");
        Assert.That(new TimedAnswer(answer, answer.ValidForSeconds.Value + 0.01).FindFault(false), Does.Contain("valid for"));
        TimeAnswer simulated = answer with { Simulated = true };
        Assert.That(new TimedAnswer(simulated, 0).FindFault(acceptSimulated: false), Does.Contain("--accept-simulated"));
        Assert.That(new TimedAnswer(simulated, 0).FindFault(acceptSimulated: true), Is.Null);
    }

    private TimeAnswer Answer(TimeQuestion question)
    {
        RunIdentity run = SyntheticResults.Run(isSimulated: false);
        return offsets.Source.TryCorrect(
            question.MaximumUncertaintyPicoseconds, out TimeCorrection? correction, out TimeRefusal? refusal)
            ? TimeAnswer.Of(run, correction)
            : TimeAnswer.Of(run, refusal);
    }

    private static async Task<DashboardServer> StartAsync(Func<TimeQuestion, TimeAnswer>? answer)
    {
        var server = new DashboardServer(SyntheticResults.Run(isSimulated: false), 0, null, TimeProvider.System, answer);
        await server.StartAsync();
        return server;
    }

    private static async Task<TimeAnswer> ReadAsync(HttpResponseMessage response)
    {
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        return TimeAnswer.Read(Encoding.UTF8.GetBytes(await response.Content.ReadAsStringAsync()));
    }
}
