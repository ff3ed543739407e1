using System.CommandLine;
using System.Text;
using Qit.Agent.Configuration;
using Qit.Agent.Publishing;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.Client;

namespace Qit.Agent.Commands;

/// <summary>`qit time`: asks a gateway for the time correction, as a classical node does.</summary>
public static class TimeCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8787";

    private static readonly Option<string?> Broker = new("--broker")
    {
        Description = "Ask over MQTT 5, through this broker",
        HelpName = "HOST:PORT",
    };

    private static readonly Option<string?> Url = new("--url")
    {
        Description = "Ask over HTTP: the address of the gateway's page. Default: " + DefaultUrl,
        HelpName = "URL",
    };

    private static readonly Option<string> Gateway = new("--gateway")
    {
        Description = "With --broker: name of the gateway. Default: bench",
        HelpName = "NAME",
        DefaultValueFactory = _ => "bench",
    };

    private static readonly Option<double?> Limit = new("--maximum-uncertainty")
    {
        Description = "Largest standard uncertainty that is of use, ps. Default: what the gateway allows",
        HelpName = "PS",
    };

    private static readonly Option<double> Patience = new("--timeout")
    {
        Description = "Longest wait, s, 0.1 to 600. Default: 5",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<bool> AcceptSimulated = new("--accept-simulated")
    {
        Description = "Take an answer of simulated devices for good",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "time",
            "Asks a running gateway for the time correction: offset, uncertainty, validity and security status, or why there "
            + "is none. Measures the round trip, which bounds the age of the answer.\n\n"
            + "Example: qit time --accept-simulated\n"
            + "Example: qit time --broker 127.0.0.1:18883 --gateway bench --maximum-uncertainty 1000 --json\n\n"
            + "Exit code: 0 a correction that can be used, 1 a refusal, an answer too old, or one of simulated devices without "
            + "--accept-simulated, 2 bad usage, nobody there")
        {
            Broker, Url, Gateway, Limit, Patience, AcceptSimulated, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        double seconds = arguments.GetValue(Patience);
        if (!(seconds is >= 0.1 and <= 600))
            throw new BadInputException($"--timeout is {seconds}; right would be 0.1 to 600 s");
        double? limit = arguments.GetValue(Limit);
        if (limit is double given && !TimeQuestion.IsLimit(given))
            throw new BadInputException($"--maximum-uncertainty is {given}; right would be a number above 0, ps");
        TimeSpan patience = TimeSpan.FromSeconds(seconds);
        TimedAnswer answer = arguments.GetValue(Broker) is string broker
            ? await AskBrokerAsync(arguments, broker, limit, patience, cancellation).ConfigureAwait(false)
            : await HttpTimeClient.AskAsync(ParseUrl(arguments.GetValue(Url) ?? DefaultUrl), limit, patience, cancellation)
                .ConfigureAwait(false);
        string? fault = answer.FindFault(arguments.GetValue(AcceptSimulated));
        TextWriter output = arguments.InvocationConfiguration.Output;
        await output.WriteLineAsync(arguments.GetValue(Json) ? TimeReport.Json(answer, fault) : TimeReport.Text(answer, fault))
            .ConfigureAwait(false);
        return fault is null ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static Task<TimedAnswer> AskBrokerAsync(
        ParseResult arguments, string broker, double? limit, TimeSpan patience, CancellationToken cancellation)
    {
        if (arguments.GetValue(Url) is not null)
            throw new BadInputException("--broker and --url exclude each other");
        string gateway = arguments.GetValue(Gateway)!;
        try
        {
            _ = new TopicNames(gateway);
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"--gateway: {fault.Message}", fault);
        }
        int colon = broker.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(broker.AsSpan(colon + 1), out ushort port) || port == 0)
        {
            throw new BadInputException(
                $"--broker is '{BadValue.Show(broker)}'; right would be HOST:PORT, such as 127.0.0.1:18883");
        }
        string fields = limit is double number
            ? FormattableString.Invariant($",\"maximumUncertaintyPicoseconds\":{number:R}")
            : "";
        byte[] question = Encoding.UTF8.GetBytes($"{{\"schemaVersion\":{TimeAnswer.CurrentSchemaVersion}{fields}}}");
        string host = broker[..colon].Trim('[', ']');
        return MqttTimeClient.AskAsync(host, port, gateway, question, patience, cancellation);
    }

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new BadInputException($"--url is '{BadValue.Show(text)}'; right would be such as {DefaultUrl}");
}
