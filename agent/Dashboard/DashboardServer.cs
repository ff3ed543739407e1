// A page for a person beside the device. It has no login, so it listens on the loopback address only, answers only to
// loopback host names (else a foreign web site could read it by DNS rebinding), offers no way to change anything, and
// shows no random bits.
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.TimeService;

namespace Qit.Agent.Dashboard;

/// <summary>Serves the page, its events and the state as JSON on 127.0.0.1.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly int wantedPort;
    private readonly DashboardFeed feed;
    private readonly WebApplication application;
    private readonly PeriodicTimer heartbeat;
    private readonly TimeRoute timeRoute;
    private Task beating = Task.CompletedTask;

    /// <param name="run">The run; shown at the top.</param>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="publisher">Reads how publishing does; null when nothing is published.</param>
    /// <param name="time">The clock of the heartbeat.</param>
    /// <param name="answer">Answers a question for the time correction; null when the time service is off.</param>
    public DashboardServer(
        RunIdentity run, int port, Func<PublisherStatus>? publisher, TimeProvider time,
        Func<TimeQuestion, TimeAnswer>? answer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        wantedPort = port;
        feed = new DashboardFeed(run, publisher);
        timeRoute = new TimeRoute(run, time, answer);
        heartbeat = new PeriodicTimer(HeartbeatPeriod, time);
        application = Build();
        application.Run(AnswerAsync);
    }

    /// <summary>Time between two signs of life to every page; the page calls the connection lost after three.</summary>
    public static TimeSpan HeartbeatPeriod { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The port it listens on; valid after <see cref="StartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Address of the page; valid after <see cref="StartAsync"/>.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    /// <summary>Pages dropped because they did not keep up; they come back by themselves.</summary>
    public long DroppedClientCount => feed.DroppedClientCount;

    /// <summary>Listens.</summary>
    /// <exception cref="PortUnavailableException">The port is taken.</exception>
    public async Task StartAsync()
    {
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            throw PortUnavailableException.Create("the dashboard", wantedPort, "dashboard.port", exception);
        }
        string address = application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Port = new Uri(address).Port;
        beating = BeatAsync();
    }

    /// <summary>Shows a result; never waits.</summary>
    public void Handle(AgentResult result) => feed.Apply(result);

    /// <summary>Ends every stream and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        heartbeat.Dispose();
        await beating.ConfigureAwait(false);
        feed.Complete();
        await application.StopAsync().ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build()
    {
        // The empty builder reads no settings file and no environment: nothing can make it listen elsewhere.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // Ctrl-C belongs to the program.
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 2 * DashboardFeed.MaximumClients;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPAddress.Loopback, wantedPort);
        });
        return builder.Build();
    }

    private async Task BeatAsync()
    {
        while (await heartbeat.WaitForNextTickAsync().ConfigureAwait(false))
            feed.Heartbeat();
    }

    private Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        AddSecurityHeaders(context.Response.Headers);
        if (!LoopbackHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return PlainAsync(context, StatusCodes.Status421MisdirectedRequest, "This page answers only to localhost.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return PlainAsync(context, StatusCodes.Status405MethodNotAllowed, "This page only shows.");
        }
        return request.Path.Value switch
        {
            "/healthz" => PlainAsync(context, StatusCodes.Status200OK, "ok"),
            "/api/state" => SendAsync(context, "application/json", feed.Snapshot()),
            TimeRoute.Path => timeRoute.AnswerAsync(context),
            "/events" => StreamAsync(context),
            string path when PageFiles.TryGet(path, out string type, out byte[] body) => SendAsync(context, type, body),
            _ => PlainAsync(context, StatusCodes.Status404NotFound, "There is nothing here."),
        };
    }

    private static void AddSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static Task PlainAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n");
    }

    private static Task SendAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private async Task StreamAsync(HttpContext context)
    {
        using DashboardClient? client = feed.Subscribe();
        if (client is null)
        {
            await PlainAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many pages are open.")
                .ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, client.Dropped);
        try
        {
            await foreach (byte[] frame in client.Events.ReadAllAsync(gone.Token).ConfigureAwait(false))
                await context.Response.Body.WriteAsync(frame, gone.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The page has gone, or was too slow and shall come anew.
            context.Abort();
        }
        finally
        {
            feed.Unsubscribe(client);
        }
    }

    /// <summary>A host that is started and stopped by its owner and listens to no signal.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
