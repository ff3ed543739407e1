// A headless chromium over its DevTools protocol. --dump-dom and --screenshot act at the load event, before the page
// has its first event, and wait for ever in virtual time, since the event stream never ends; so the test asks the live
// page until it is as it should be.
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qit.Agent.Tests.Support;

/// <summary>One browser with one page.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly string profile = Directory.CreateTempSubdirectory("qit-chromium-").FullName;
    private readonly ClientWebSocket socket = new();
    private readonly RealProgram program;
    private int lastId;

    private Browser(string chromium)
    {
        program = RealProgram.Start(chromium,
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            $"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank");
    }

    public static async Task<Browser> OpenOrSkipAsync(Uri page, bool isDark = false, int width = 1280, int height = 1600)
    {
        var browser = new Browser(RealProgram.FindOrSkip("chromium", "chromium"));
        await browser.ConnectAsync();
        await browser.AskAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject
            {
                ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light",
            }),
        });
        await browser.AskAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600,
        });
        await browser.AskAsync("Page.navigate", new JsonObject { ["url"] = page.ToString() });
        return browser;
    }

    /// <summary>The value of a JavaScript expression that yields a string, a number or a boolean.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement result = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression });
        Assert.That(result.TryGetProperty("exceptionDetails", out JsonElement error), Is.False, error.ToString());
        return result.GetProperty("result").GetProperty("value").Clone();
    }

    /// <summary>Text of an element as a person sees it.</summary>
    public async Task<string> TextAsync(string id) =>
        (await EvaluateAsync($"document.getElementById('{id}').innerText")).GetString()!.Trim();

    public async Task WaitForAsync(string condition)
    {
        DateTime end = DateTime.UtcNow + Eventually.Deadline;
        while (true)
        {
            // While the page is being loaded there is none of its elements yet.
            JsonElement value = await EvaluateAsync($"(() => {{ try {{ return !!({condition}); }} catch {{ return false; }} }})()");
            if (value.GetBoolean())
                return;
            if (DateTime.UtcNow > end)
                Assert.Fail($"The page never became: {condition}\n{await EvaluateAsync("document.documentElement.outerHTML")}");
            await Task.Delay(50);
        }
    }

    public async Task SaveScreenshotAsync(string file)
    {
        JsonElement result = await AskAsync("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true });
        await File.WriteAllBytesAsync(file, result.GetProperty("data").GetBytesFromBase64());
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        program.Dispose();
        // Its children may still be writing for a moment.
        await Eventually.TrueAsync(TryDeleteProfile, "the browser's profile can be deleted");
    }

    private bool TryDeleteProfile()
    {
        try
        {
            Directory.Delete(profile, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task ConnectAsync()
    {
        string file = Path.Combine(profile, "DevToolsActivePort");
        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllLines(file).Length == 2, "chromium starts");
        string port = (await File.ReadAllLinesAsync(file))[0];
        using var client = new HttpClient();
        string? address = null;
        await Eventually.TrueAsync(() => (address = PageAddress(client, port)) is not null, "chromium has a page");
        await socket.ConnectAsync(new Uri(address!), CancellationToken.None);
    }

    private static string? PageAddress(HttpClient client, string port)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/json/list");
        using HttpResponseMessage response = client.Send(request);
        JsonElement targets = JsonDocument.Parse(response.Content.ReadAsStream()).RootElement;
        JsonElement page = targets.EnumerateArray().FirstOrDefault(t => t.GetProperty("type").GetString() == "page");
        return page.ValueKind == JsonValueKind.Undefined ? null : page.GetProperty("webSocketDebuggerUrl").GetString();
    }

    private async Task<JsonElement> AskAsync(string method, JsonObject parameters)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        int id = ++lastId;
        var question = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(question), WebSocketMessageType.Text, true, deadline.Token);
        while (true)
        {
            using var message = new MemoryStream();
            var buffer = new byte[65_536];
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer, deadline.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            JsonElement answer = JsonDocument.Parse(message.ToArray()).RootElement;
            if (!answer.TryGetProperty("id", out JsonElement answered) || answered.GetInt32() != id)
                continue;
            Assert.That(answer.TryGetProperty("error", out JsonElement error), Is.False, error.ToString());
            return answer.GetProperty("result");
        }
    }
}
