using System.CommandLine;
using System.Text.Json;
using Qit.Firmware.Host;
using Qit.Hal.Buses;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;

// The firmware of a bench's stations as a Linux process, on twins of one simulated world. The agent reaches it as it reaches
// real devices: over TCP or a serial port.
const int badInput = 2;

var linkA = new Option<string>("--link-a")
{
    Description = "Link of station A: pty, tcp-listen://ADDRESS:PORT or serial:///dev/PORT?baud=N",
    DefaultValueFactory = _ => "tcp-listen://127.0.0.1:7001",
};
var linkB = new Option<string>("--link-b")
{
    Description = "Link of station B, where there is one",
    DefaultValueFactory = _ => "tcp-listen://127.0.0.1:7002",
};
var protocol = new Option<string?>("--protocol")
{
    Description = "The devices of a protocol of synchronization instead of taggers and a Bell test",
    HelpName = string.Join('|', ProtocolDevices.Names),
};
protocol.AcceptOnlyFromAmong([.. ProtocolDevices.Names]);
var world = new Option<FileInfo?>("--world") { Description = "JSON file with the options of the simulated world" };
var root = new RootCommand(
    "Runs the firmware of the stations of a bench on simulated hardware.\n\n"
    + "Example: dotnet run --project firmware/Qit.Firmware.Host -- --link-a pty --link-b tcp-listen://127.0.0.1:7002\n"
    + "Example: dotnet run --project firmware/Qit.Firmware.Host -- --protocol round-trip --link-a pty")
{
    linkA, linkB, protocol, world,
};
root.SetAction(async (arguments, cancellation) =>
{
    var open = new List<IByteStream>();
    try
    {
        var reader = new WorldReader(arguments.GetValue(world));
        SimulatedDevices devices = arguments.GetValue(protocol) is string name
            ? ProtocolDevices.Create(name, reader)
            : new StationDevices(reader.Read<WorldOptions>(WorldOptionsCheck.Check), ["alice", "bob"]);
        foreach (string address in new[] { arguments.GetValue(linkA)!, arguments.GetValue(linkB)! }.Take(devices.Stations))
        {
            IByteStream stream = LinkAddress.Parse(address).Open();
            open.Add(stream);
            Console.WriteLine($"[simulated] station {(open.Count == 1 ? 'A' : 'B')}: {Describe(address, stream)}");
        }
        using var bench = new DeviceBench(devices, open);
        bench.Start();
        Console.WriteLine("Running. Ctrl-C ends it.");
        var cancelled = new TaskCompletionSource();
        using CancellationTokenRegistration registration = cancellation.Register(cancelled.SetResult);
        await (await Task.WhenAny(bench.Ended, cancelled.Task));
        return 0;
    }
    catch (Exception fault) when (fault is IOException or FormatException or WorldOptionException or JsonException
        or UnauthorizedAccessException)
    {
        string file = fault is WorldOptionException && arguments.GetValue(world) is FileInfo given ? given.FullName + ": " : "";
        await Console.Error.WriteLineAsync(file + fault.Message);
        return badInput;
    }
    finally
    {
        foreach (IByteStream stream in open)
            (stream as IDisposable)?.Dispose();
    }
});
ParseResult parsed = root.Parse(args);
return parsed.Errors.Count > 0 ? Refuse(parsed) : await parsed.InvokeAsync();

static int Refuse(ParseResult parsed)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"{error.Message} See --help.");
    return badInput;
}

static string Describe(string address, IByteStream stream) => stream switch
{
    PseudoTerminal terminal => $"serial://{terminal.Path}",
    TcpListenerByteStream listener => $"tcp://127.0.0.1:{listener.Port}",
    _ => address,
};
