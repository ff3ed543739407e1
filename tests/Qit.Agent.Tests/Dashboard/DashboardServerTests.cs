using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Qit.Agent.Dashboard;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Dashboard;

[SuppressMessage("Reliability", "CA1001", Justification = "TearDown disposes of them.")]
public sealed class DashboardServerTests
{
    private DashboardServer server = null!;
    private HttpClient client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        server = new DashboardServer(SyntheticResults.Run(), 0, publisher: null, TimeProvider.System);
        await server.StartAsync();
        client = new HttpClient { BaseAddress = server.Address, Timeout = Eventually.Deadline };
    }

    [TearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [TestCase("/", "text/html")]
    [TestCase("/page.css", "text/css")]
    [TestCase("/page.js", "text/javascript")]
    [TestCase("/chart.js", "text/javascript")]
    [TestCase("/icon.svg", "image/svg+xml")]
    [TestCase("/api/state", "application/json")]
    [TestCase("/healthz", "text/plain")]
    public async Task EveryRoute_Answers_WithTheSecurityHeaders(string path, string contentType)
    {
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(contentType));
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Not.Contain("unsafe"));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        Assert.That(response.Headers.Contains("Server"), Is.False);
        Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [Test]
    public async Task Page_RefersToNothingElsewhere_AndHasNothingInline()
    {
        string page = await client.GetStringAsync("/");
        Assert.That(page, Does.Not.Contain("http://").And.Not.Contain("https://").And.Not.Contain("style=")
            .And.Not.Contain("<style").And.Not.Contain("onclick"));
        foreach (string file in new[] { "page.js", "chart.js", "format.js", "timing.js", "randomness.js", "stations.js" })
        {
            string script = await client.GetStringAsync(file);
            Assert.That(script.Replace("http://www.w3.org/2000/svg", ""), Does.Not.Contain("http").And.Not.Contain("innerHTML"), file);
        }
    }

    [TestCase("/nothing", HttpStatusCode.NotFound)]
    [TestCase("/../appsettings.json", HttpStatusCode.NotFound)]
    public async Task UnknownPath_IsNotFound(string path, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Changing_IsNotAllowed()
    {
        using HttpResponseMessage response = await client.PostAsync("/api/state", null);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [TestCase("localhost", HttpStatusCode.OK)]
    [TestCase("LOCALHOST:8080", HttpStatusCode.OK)]
    [TestCase("127.0.0.1", HttpStatusCode.OK)]
    [TestCase("[::1]:9", HttpStatusCode.OK)]
    [TestCase("evil.example", HttpStatusCode.MisdirectedRequest)]
    [TestCase("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [TestCase("127.0.0.1.evil.example:80", HttpStatusCode.MisdirectedRequest)]
    public async Task OnlyLoopbackHosts_AreAnswered(string host, HttpStatusCode expected)
    {
        foreach (string path in new[] { "/", "/api/state", "/events", "/healthz" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.That(response.StatusCode, Is.EqualTo(expected), path);
        }
    }

    [Test]
    public async Task State_HoldsTheLastOfEverything_BoundedAndWithoutBits()
    {
        var source = new SyntheticResults(isSimulated: false);
        for (int k = 0; k < 1000; k++)
            server.Handle(source.Offset(k));
        var bits = new List<string>();
        for (int number = 1; number <= 70; number++)
        {
            RandomnessResult block = source.Block(number, number, isCertified: number % 7 != 0);
            bits.Add(Convert.ToBase64String(block.Output));
            server.Handle(block);
        }
        server.Handle(source.Station("bob", 1));
        server.Handle(source.Station("alice", 1));
        server.Handle(source.Station("alice", 2));
        server.Handle(source.Tracking(9));
        server.Handle(source.Progress(9));

        string text = await client.GetStringAsync("/api/state");
        JsonElement state = JsonDocument.Parse(text).RootElement;
        Assert.That(state.GetProperty("gateway").GetString(), Is.EqualTo("lab-1"));
        Assert.That(state.GetProperty("simulated").GetBoolean(), Is.True);
        JsonElement offsets = state.GetProperty("timing").GetProperty("offsets");
        Assert.That(offsets.GetArrayLength(), Is.EqualTo(600));
        Assert.That(offsets[599].GetProperty("stationTimePicoseconds").GetString(), Is.EqualTo("999000000000000"));
        JsonElement randomness = state.GetProperty("randomness");
        Assert.That(randomness.GetProperty("blocks").GetArrayLength(), Is.EqualTo(50));
        Assert.That(randomness.GetProperty("certifiedCount").GetInt32(), Is.EqualTo(60), "counted beyond what is kept");
        Assert.That(randomness.GetProperty("refusedCount").GetInt32(), Is.EqualTo(10));
        Assert.That(randomness.GetProperty("certifiedBits").GetInt64(), Is.EqualTo(60_000));
        Assert.That(state.GetProperty("stations").EnumerateArray().Select(s => s.GetProperty("station").GetString()),
            Is.EqualTo(new[] { "alice", "bob" }));
        Assert.That(state.GetProperty("timing").GetProperty("state").GetProperty("state").GetString(), Is.EqualTo("tracking"));
        Assert.That(bits.Where(b => b.Length > 0 && text.Contains(b)), Is.Empty, "no random bits on the page");
    }

    [Test]
    public async Task EventStream_BeginsWithTheState_ThenBringsEveryResult()
    {
        var source = new SyntheticResults();
        server.Handle(source.Offset(1));
        using var events = new EventReader(await client.GetStreamAsync("/events"));
        (string name, JsonElement data) = await events.NextAsync();
        Assert.That(name, Is.EqualTo("snapshot"));
        Assert.That(data.GetProperty("timing").GetProperty("offsets").GetArrayLength(), Is.EqualTo(1));
        AgentResult[] results =
            [source.Offset(2), source.Station("alice", 2), source.Tracking(2), source.Progress(2), source.Block(1, 2)];
        foreach (AgentResult result in results)
            server.Handle(result);
        var names = new List<string>();
        while (names.Count < results.Length)
        {
            (name, data) = await events.NextAsync();
            if (name == "heartbeat")
                continue;
            names.Add(name);
            Assert.That(data.GetProperty("simulated").GetBoolean(), Is.True);
        }
        Assert.That(names, Is.EqualTo(new[] { "offset", "station", "timingState", "progress", "block" }));
    }

    [Test]
    public async Task SlowPage_IsDropped_AndTheOthersAreNot()
    {
        // Reads nothing: the socket fills, then the channel.
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(IPAddress.Loopback, server.Port);
        await slow.GetStream().WriteAsync("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        using var quick = new EventReader(await client.GetStreamAsync("/events"));
        await quick.NextAsync();
        var source = new SyntheticResults();
        int sent = 0, read = 0;
        while (server.DroppedClientCount == 0)
        {
            Assert.That(sent, Is.LessThan(200_000), "memory would grow with a page that does not read");
            server.Handle(source.Offset(sent++));
            while (read < sent)
                read += (await quick.NextAsync()).Name == "offset" ? 1 : 0;
        }
        Assert.That(server.DroppedClientCount, Is.EqualTo(1));
        server.Handle(source.Offset(sent++));
        while (read < sent)
            read += (await quick.NextAsync()).Name == "offset" ? 1 : 0;
    }

    [Test]
    public async Task TooManyPages_AreRefused()
    {
        var open = new List<Stream>();
        try
        {
            for (int i = 0; i < DashboardFeed.MaximumClients; i++)
                open.Add(await client.GetStreamAsync("/events"));
            using HttpResponseMessage refused = await client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        }
        finally
        {
            open.ForEach(stream => stream.Dispose());
        }
    }

    [Test]
    public async Task Stop_EndsOpenStreams()
    {
        using Stream stream = await client.GetStreamAsync("/events");
        await Eventually.EndsAsync(server.DisposeAsync().AsTask(), "the server stops");
        await Eventually.EndsAsync(stream.CopyToAsync(Stream.Null), "the stream ends");
    }

    [Test]
    public async Task OccupiedPort_IsOneClearError()
    {
        await using var second = new DashboardServer(SyntheticResults.Run(), server.Port, null, TimeProvider.System);
        PortUnavailableException? exception = await Assert.ThrowsAsync<PortUnavailableException>(second.StartAsync);
        Assert.That(exception!.Message, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}"))
            .And.Contain("dashboard.port"));
    }

    private sealed class EventReader(Stream stream) : IDisposable
    {
        private readonly StreamReader reader = new(stream, Encoding.UTF8);

        public async Task<(string Name, JsonElement Data)> NextAsync()
        {
            string name = "", data = "";
            while (true)
            {
                using var deadline = new CancellationTokenSource(Eventually.Deadline);
                string? line = await reader.ReadLineAsync(deadline.Token);
                Assert.That(line, Is.Not.Null, "the stream ended");
                if (line!.Length == 0)
                    return (name, JsonDocument.Parse(data).RootElement);
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line["event: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data += line["data: ".Length..];
            }
        }

        public void Dispose() => reader.Dispose();
    }
}
