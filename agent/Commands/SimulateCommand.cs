using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qit.Agent.Configuration;
using Qit.Hal.Simulation;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit simulate`: writes the tags of both stations of a simulated world to files, with the truth beside them.</summary>
internal static class SimulateCommand
{
    private const double PicosecondsPerSecond = 1e12;
    private const int RoomTags = 1 << 16;

    public static Command Create()
    {
        var prefix = new Argument<string>("prefix") { Description = "Files are written to PREFIX.alice.* and PREFIX.bob.*" };
        var seconds = new Option<double>("--seconds") { Description = "True time to simulate", DefaultValueFactory = _ => 10 };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of the world; overrides the one in --world" };
        var world = new Option<string?>("--world") { Description = "JSON file with options of the world", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "a1 (binary) or text", DefaultValueFactory = _ => "a1" };
        format.AcceptOnlyFromAmong("a1", "text");
        var command = new Command(
            "simulate",
            "Writes the time tags of two simulated stations, marked as simulated, with the true offset beside them.\n\n"
            + "Example: qit simulate demo --seconds 12 --seed 7 && qit offset demo.alice.a1 demo.bob.a1")
        {
            prefix, seconds, seed, world, format,
        };
        command.SetAction(arguments => Run(
            arguments.GetValue(prefix)!,
            arguments.GetValue(seconds),
            arguments.GetValue(seed),
            arguments.GetValue(world),
            arguments.GetValue(format)!,
            arguments.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string prefix, double seconds, ulong? seed, string? worldFile, string format, TextWriter output)
    {
        if (!(seconds is > 0 and <= 100_000))
            throw new BadInputException($"--seconds is {seconds}; right would be more than 0, at most 100000");
        WorldOptions options = worldFile is null ? new WorldOptions() : WorldFile.Read(worldFile);
        if (seed is ulong chosen)
            options = options with { Seed = chosen };
        long until = (long)(seconds * PicosecondsPerSecond);
        var world = new SimulatedWorld(options);
        string alice = $"{prefix}.alice.{format}";
        string bob = $"{prefix}.bob.{format}";
        try
        {
            (long tagsA, long tagsB) = Write(world, until, alice, bob, format);
            long start = (long)options.ClockA.OffsetPicoseconds;
            // A millisecond short of the end, because drift and noise move A's last reading a little.
            long end = start + (long)(until * (1 + options.ClockA.FrequencyOffset)) - SimulatedWorld.SlicePicoseconds;
            double clockOffset = world.MeanTrueClockOffsetPicoseconds(start, Math.Max(start, end));
            foreach ((string file, long tags) in new[] { (alice, tagsA), (bob, tagsB) })
                WriteSidecar(file, tags, options, seconds, clockOffset, world.PathDelayDifferencePicoseconds);
            output.WriteLine($"[simulated] seed {options.Seed}: {tagsA} tags to {alice}, {tagsB} tags to {bob}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"[simulated] true offset, mean over the run: {clockOffset + world.PathDelayDifferencePicoseconds:0.000} ps "
                + $"= clock {clockOffset:0.000} ps + path {world.PathDelayDifferencePicoseconds:0.000} ps"));
            return ExitCode.Good;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{prefix}: {fault.Message}", fault);
        }
    }

    private static (long TagsA, long TagsB) Write(
        SimulatedWorld world, long untilPicoseconds, string alice, string bob, string format)
    {
        using var writerA = new SimulatedTagFile(alice, format, world.Options.TaggerA);
        using var writerB = new SimulatedTagFile(bob, format, world.Options.TaggerB);
        long[] roomA = new long[RoomTags];
        long[] roomB = new long[RoomTags];
        bool isDone = false;
        while (!isDone)
        {
            isDone = world.GenerateTags(untilPicoseconds, roomA, roomB, out int countA, out int countB);
            writerA.Write(roomA.AsSpan(0, countA));
            writerB.Write(roomB.AsSpan(0, countB));
        }
        writerA.Commit();
        writerB.Commit();
        return (writerA.Count, writerB.Count);
    }

    private static void WriteSidecar(
        string file, long tags, WorldOptions options, double seconds, double clockOffset, double pathDelay)
    {
        using var sidecar = new WholeFile(file + ".json");
        JsonSerializer.Serialize(
            sidecar.Stream,
            new
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
            },
            SimulationJson.SerializerOptions);
        sidecar.Commit();
    }
}
