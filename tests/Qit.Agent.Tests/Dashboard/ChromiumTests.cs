using Qit.Agent.Dashboard;
using Qit.Agent.Publishing;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Dashboard;

/// <summary>The page in a browser. With QIT_SCREENSHOTS set to a folder it also leaves pictures there.</summary>
[Category("RealComponents")]
public sealed class ChromiumTests
{
    private const string IsDrawn = "document.querySelectorAll('#residual-chart circle').length === 240";

    [Test]
    public async Task Page_ShowsTheOffset_TheVerdicts_AndThatItIsSimulated()
    {
        await using DashboardServer server = await StartAsync(isSimulated: true);
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address);
        await browser.WaitForAsync(IsDrawn);
        // Offset 239 of the fixture: 1.2 us + 239 x 3.4 ns + 0.9 ns sin(239/40), here within five standard errors.
        string offset = await browser.TextAsync("offset");
        Assert.That(offset, Does.Match("^\\+\\d\\.\\d{3}\u202f\\d{3}$"), "as many digits as the standard error gives");
        Assert.That(double.Parse(offset.Replace("\u202f", "")), Is.EqualTo(2.012_320).Within(0.000_060));
        Assert.That(await browser.TextAsync("offset-unit"), Is.EqualTo("µs"));
        Assert.That(await browser.TextAsync("offset-error"), Does.Match(@"^± \d\d ps standard error"));
        Assert.That(await browser.TextAsync("simulated"), Is.EqualTo("SIMULATED"));
        Assert.That(await IsVisibleAsync(browser, "simulated"), Is.True);
        Assert.That(await IsVisibleAsync(browser, "banner"), Is.False);
        Assert.That(await browser.TextAsync("timing-state"), Is.EqualTo("tracking"));
        Assert.That(await browser.TextAsync("residual-text"), Does.Contain("% within ±1σ"));
        Assert.That(await browser.TextAsync("block-counts"), Is.EqualTo("5 blocks certified, 1 refused"));
        Assert.That(await browser.TextAsync("randomness-warning"), Does.Contain("not randomness"));
        string page = (await browser.EvaluateAsync("document.body.innerText")).GetString()!;
        Assert.That(page, Does.Contain("✕ refused").And.Contain("Station alice").And.Contain("Station bob"));
        string source = (await browser.EvaluateAsync("document.documentElement.outerHTML")).GetString()!;
        Assert.That(source, Does.Not.Contain("NaN").And.Not.Contain("undefined").And.Not.Contain("Infinity"));
    }

    [Test]
    public async Task NewResult_AppearsWithoutReload()
    {
        await using DashboardServer server = await StartAsync(isSimulated: true);
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address);
        await browser.WaitForAsync(IsDrawn);
        server.Handle(new SyntheticResults().Offset(300) with { OffsetPicoseconds = -4.25e9, StandardErrorPicoseconds = 1e6 });
        await browser.WaitForAsync("document.getElementById('offset').textContent === '\u22124.2500'");
        Assert.That(await browser.TextAsync("offset-unit"), Is.EqualTo("ms"));
    }

    [Test]
    public async Task PageOfRealDevices_ShowsNoSimulatedBadge_AndNoTruth()
    {
        await using DashboardServer server = await StartAsync(isSimulated: false);
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address);
        await browser.WaitForAsync(IsDrawn);
        Assert.That(await IsVisibleAsync(browser, "simulated"), Is.False);
        Assert.That(await browser.TextAsync("residual-caption"), Does.StartWith("Offset minus a straight line"));
        Assert.That(await browser.TextAsync("residual-text"), Does.StartWith("The truth is not known here"));
    }

    [Test]
    public async Task EmptyPage_SaysWhatItWaitsFor()
    {
        await using var server = new DashboardServer(SyntheticResults.Run(), 0, null, TimeProvider.System);
        await server.StartAsync();
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address);
        await browser.WaitForAsync("document.getElementById('link').textContent === 'live'");
        await browser.WaitForAsync("document.getElementById('offset-chart').textContent === 'no offset yet'");
        string source = (await browser.EvaluateAsync("document.documentElement.outerHTML")).GetString()!;
        Assert.That(source, Does.Not.Contain("NaN").And.Not.Contain("undefined").And.Not.Contain("Infinity"));
    }

    [Test]
    public async Task LostGateway_IsSaid_AndItsReturnToo()
    {
        DashboardServer server = await StartAsync(isSimulated: true);
        int port = server.Port;
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address);
        await browser.WaitForAsync(IsDrawn);
        await server.DisposeAsync();
        await browser.WaitForAsync("!document.getElementById('banner').hidden");
        Assert.That(await browser.TextAsync("link"), Is.EqualTo("connection lost"));
        await using DashboardServer again = await StartAsync(isSimulated: true, port: port);
        await browser.WaitForAsync("document.getElementById('banner').hidden");
        await browser.WaitForAsync(IsDrawn);
    }

    [Test]
    public async Task Phone_NeedsNoSidewaysScroll()
    {
        await using DashboardServer server = await StartAsync(isSimulated: true);
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address, width: 360, height: 800);
        await browser.WaitForAsync(IsDrawn);
        Assert.That((await browser.EvaluateAsync("document.documentElement.scrollWidth")).GetInt32(), Is.LessThanOrEqualTo(360));
    }

    [TestCase("light", false, 1280, 1500)]
    [TestCase("dark", true, 1280, 1500)]
    [TestCase("phone", false, 390, 3300)]
    [TestCase("real-with-fault", false, 1280, 1500)]
    public async Task Screenshot(string name, bool isDark, int width, int height)
    {
        string? folder = Environment.GetEnvironmentVariable("QIT_SCREENSHOTS");
        if (folder is null)
            Assert.Ignore("QIT_SCREENSHOTS names no folder.");
        bool isReal = name.StartsWith("real", StringComparison.Ordinal);
        await using DashboardServer server = await StartAsync(isSimulated: !isReal, hasFault: isReal);
        await using Browser browser = await Browser.OpenOrSkipAsync(server.Address, isDark, width, height);
        await browser.WaitForAsync(IsDrawn);
        string file = Path.Combine(folder!, name + ".png");
        await browser.SaveScreenshotAsync(file);
        Assert.That(new FileInfo(file).Length, Is.GreaterThan(20_000));
    }

    private static async Task<bool> IsVisibleAsync(Browser browser, string id) =>
        (await browser.EvaluateAsync($"document.getElementById('{id}').checkVisibility()")).GetBoolean();

    private static async Task<DashboardServer> StartAsync(bool isSimulated, bool hasFault = false, int port = 0)
    {
        var publisher = new PublisherStatus { Broker = "127.0.0.1:1883", IsConnected = true, PublishedCount = 1234 };
        var server = new DashboardServer(
            SyntheticResults.Run(isSimulated: isSimulated), port, () => publisher, TimeProvider.System);
        await server.StartAsync();
        var source = new SyntheticResults(isSimulated: isSimulated);
        server.Handle(source.Tracking(0));
        for (int k = 0; k < 240; k++)
            server.Handle(source.Offset(k));
        for (int number = 1; number <= 6; number++)
            server.Handle(source.Block(number, 40 * number, isCertified: number != 4));
        server.Handle(source.Progress(150, block: 7));
        server.Handle(source.Station("alice", 239));
        server.Handle(hasFault
            ? source.Station("bob", 239, isOnline: false, fault: "nothing heard for 5 s; is the cable in?")
            : source.Station("bob", 239));
        return server;
    }
}
