using System.CommandLine;
using System.Globalization;
using Qit.Agent.Configuration;
using Qit.Hal.Simulation;

namespace Qit.Agent.Commands;

/// <summary>`qit simulate`: writes the tags of both stations of a simulated world to files, with the truth beside them.</summary>
internal static class SimulateCommand
{
    private const double PicosecondsPerSecond = 1e12;
    private const long StepPicoseconds = 1_000_000_000_000;
    private const int RoomTags = 1 << 16;

    public static Command Create()
    {
        var prefix = new Argument<string?>("prefix")
        {
            Description = "Files are written to PREFIX.alice.* and PREFIX.bob.*",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seconds = new Option<double?>("--seconds") { Description = "True time to simulate; 10 without it" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of the world; overrides the one in --world" };
        var world = new Option<string?>("--world")
        {
            Description = "JSON file with options of the world, or of the protocol's own world with --protocol",
            HelpName = "FILE",
        };
        var format = new Option<string?>("--format")
        {
            Description = "a1 (binary; without the option), text, or qtt (compressed, in the tagger's own tick)",
        };
        format.AcceptOnlyFromAmong("a1", "text", "qtt");
        var protocol = new SimulateProtocolOptions();
        var command = new Command(
            "simulate",
            "Writes the time tags of two simulated stations, marked as simulated, with the true offset beside them; or runs a "
            + "protocol end to end (twins, firmware, device link, estimator) and compares its answer with the truth.\n\n"
            + "Example: qit simulate demo --seconds 12 --seed 7 && qit offset demo.alice.a1 demo.bob.a1\n"
            + "Example: qit simulate --protocol round-trip --seeds 100\n"
            + "Example: qit simulate --protocol source-independent --json\n\n"
            + "Exit code: 0 done; 1 the protocol gave no answer or no bit, or its errors over many seeds are not honest; 2 bad usage")
        {
            prefix, seconds, seed, world, format,
        };
        protocol.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            bool writesFiles = arguments.GetValue(prefix) is not null;
            object? filesOption = arguments.GetValue(seconds) ?? (object?)arguments.GetValue(format);
            if (protocol.RequestedRandomness(arguments, writesFiles, filesOption) is { } randomness)
            {
                return SimulateRandomness.RunAsync(randomness, arguments.GetValue(seed), arguments.GetValue(world),
                    arguments.InvocationConfiguration.Output, cancellation);
            }
            if (protocol.Requested(arguments, writesFiles, filesOption) is { } request)
                return SimulateProtocol.RunAsync(request, arguments.GetValue(seed), arguments.GetValue(world),
                    arguments.InvocationConfiguration.Output, cancellation);
            return RunAsync(
                arguments.GetValue(prefix)!,
                arguments.GetValue(seconds) ?? 10,
                arguments.GetValue(seed),
                arguments.GetValue(world),
                arguments.GetValue(format) ?? "a1",
                arguments.InvocationConfiguration.Output,
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string prefix,
        double seconds,
        ulong? seed,
        string? worldFile,
        string format,
        TextWriter output,
        CancellationToken cancellation)
    {
        if (prefix.Length == 0 || prefix.EndsWith('/'))
        {
            throw new BadInputException(
                $"PREFIX is '{BadValue.Show(prefix)}'; right would be how the files' names begin, such as demo or data/demo");
        }
        if (!(seconds is > 0 and <= 100_000))
            throw new BadInputException($"--seconds is {seconds}; right would be more than 0, at most 100000");
        WorldOptions options = worldFile is null ? new WorldOptions() : WorldFile.Read(worldFile);
        if (seed is ulong chosen)
            options = options with { Seed = chosen };
        try
        {
            // On a thread of its own, so that Ctrl-C is heard while it computes.
            await Task.Run(() => Simulate(prefix, seconds, options, format, output, cancellation), cancellation)
                .ConfigureAwait(false);
            return ExitCode.Good;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{prefix}: {fault.Message}", fault);
        }
    }

    private static void Simulate(
        string prefix,
        double seconds,
        WorldOptions options,
        string format,
        TextWriter output,
        CancellationToken cancellation)
    {
        long until = (long)(seconds * PicosecondsPerSecond);
        var world = new SimulatedWorld(options);
        string alice = $"{prefix}.alice.{format}";
        string bob = $"{prefix}.bob.{format}";
        using var files = new SimulatedFileSet(alice, bob);
        (long tagsA, long tagsB) = WriteTags(world, until, files, format, cancellation);
        long start = (long)options.ClockA.OffsetPicoseconds;
        // A millisecond short of the end, because drift and noise move A's last reading a little.
        long end = start + (long)(until * (1 + options.ClockA.FrequencyOffset)) - SimulatedWorld.SlicePicoseconds;
        double clockOffset = world.MeanTrueClockOffsetPicoseconds(start, Math.Max(start, end));
        double pathDelay = world.PathDelayDifferencePicoseconds;
        cancellation.ThrowIfCancellationRequested();
        files.Commit(
            Sidecar(tagsA, options, seconds, clockOffset, pathDelay),
            Sidecar(tagsB, options, seconds, clockOffset, pathDelay));
        output.WriteLine($"[simulated] seed {options.Seed}: {tagsA} tags to {alice}, {tagsB} tags to {bob}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"[simulated] true offset, mean over the run: {clockOffset + pathDelay:0.000} ps "
            + $"= clock {clockOffset:0.000} ps + path {pathDelay:0.000} ps"));
    }

    private static (long TagsA, long TagsB) WriteTags(
        SimulatedWorld world, long untilPicoseconds, SimulatedFileSet files, string format, CancellationToken cancellation)
    {
        var writerA = new SimulatedTagFile(files.TagsA, format, world.Options.TaggerA);
        var writerB = new SimulatedTagFile(files.TagsB, format, world.Options.TaggerB);
        long[] roomA = new long[RoomTags];
        long[] roomB = new long[RoomTags];
        // In steps, so that a dark world, which fills no buffer, hears Ctrl-C as well.
        for (long step = 0; step < untilPicoseconds;)
        {
            step = Math.Min(step + StepPicoseconds, untilPicoseconds);
            bool isDone = false;
            while (!isDone)
            {
                cancellation.ThrowIfCancellationRequested();
                isDone = world.GenerateTags(step, roomA, roomB, out int countA, out int countB);
                writerA.Write(roomA.AsSpan(0, countA));
                writerB.Write(roomB.AsSpan(0, countB));
            }
        }
        writerA.Complete();
        writerB.Complete();
        return (writerA.Count, writerB.Count);
    }

    private static object Sidecar(long tags, WorldOptions options, double seconds, double clockOffset, double pathDelay) => new
    {
        simulated = true,
        schemaVersion = 1,
        tags,
        seconds,
        truth = new
        {
            meanClockOffsetPicoseconds = clockOffset,
            pathDelayDifferencePicoseconds = pathDelay,
        },
        world = options,
    };
}
