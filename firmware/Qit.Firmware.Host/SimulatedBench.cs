using System.Diagnostics;
using System.Security.Cryptography;
using Qit.Hal.Buses;
using Qit.Hal.Linux;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>
/// The bench without hardware: one simulated world that runs with the host's clock, and the firmware of both stations on
/// twins of their parts.
/// </summary>
public sealed class SimulatedBench : IDisposable
{
    private const int WorldStepMilliseconds = 5;

    private readonly StationHost[] stations;
    private readonly double speed;
    private readonly Thread worldThread;
    private readonly ManualResetEventSlim stop = new();
    private readonly TaskCompletionSource worldEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    /// <summary>Prepares a bench; <see cref="Start"/> starts it.</summary>
    /// <param name="options">The world.</param>
    /// <param name="names">Names of stations A and B, for people.</param>
    /// <param name="links">Byte streams of stations A and B.</param>
    /// <param name="speed">Seconds of the world in a second, above 0.</param>
    /// <exception cref="WorldOptionException">An option of the world is outside its range.</exception>
    public SimulatedBench(WorldOptions options, string[] names, IByteStream[] links, double speed = 1)
    {
        CheckClocks(options);
        this.speed = speed;
        World = new SimulatedWorld(options);
        stations =
        [
            CreateStation(World.Station(Station.A), 1, names[0], links[0]),
            CreateStation(World.Station(Station.B), 2, names[1], links[1]),
        ];
        worldThread = new Thread(RunWorld) { Name = "world", IsBackground = true };
        Ended = Task.WhenAll(stations.Select(station => station.Ended).Append(worldEnded.Task));
    }

    /// <summary>The world both stations look at; it knows the truth.</summary>
    public SimulatedWorld World { get; }

    /// <summary>Ends with the bench; faulted when a part of it threw, which is always a bug.</summary>
    public Task Ended { get; }

    /// <summary>Switches everything on.</summary>
    public void Start()
    {
        worldThread.Start();
        foreach (StationHost station in stations)
            station.Start();
    }

    /// <summary>Switches everything off.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        stop.Set();
        foreach (StationHost station in stations)
            station.Dispose();
        if (worldThread.IsAlive)
            worldThread.Join();
        stop.Dispose();
    }

    /// <summary>Refuses clocks whose tags the firmware could only date whole turns off: it sees a counter that wraps, and has no
    /// PPS yet to count the turns from.</summary>
    /// <param name="options">The world.</param>
    /// <exception cref="WorldOptionException">A clock starts half a turn of its tagger's counter from zero, or further.</exception>
    public static void CheckClocks(WorldOptions options)
    {
        CheckClock("clockA", options.ClockA, options.TaggerA);
        CheckClock("clockB", options.ClockB, options.TaggerB);
    }

    private static void CheckClock(string name, ClockOptions clock, TaggerOptions tagger)
    {
        double tick = tagger.TickFemtosecondsNumerator / (1000.0 * tagger.TickFemtosecondsDenominator);
        double halfTurn = Math.Floor(tick * Math.Pow(2, tagger.CounterBits - 1));
        if (Math.Abs(clock.OffsetPicoseconds) >= halfTurn)
        {
            throw new WorldOptionException(
                $"{name}.offsetPicoseconds", $"{clock.OffsetPicoseconds}",
                $"less than half a turn of the tagger's counter, {halfTurn} ps, either sign (or more counterBits)");
        }
    }

    private static StationHost CreateStation(SimulatedStation twin, uint deviceId, string name, IByteStream link) =>
        new(new Board(new SystemMonotonicClock(), link)
        {
            DeviceId = deviceId,
            BootId = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))),
            Name = name,
            IsSimulated = true,
            Tagger = twin.Tagger,
            SettingsEntropy = twin.EntropySource,
            BasisSelector = twin.BasisSelector,
            TrialRecorder = twin.TrialRecorder,
        });

    private void RunWorld()
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            while (!stop.Wait(WorldStepMilliseconds))
                World.AdvanceTo((long)(Stopwatch.GetElapsedTime(start).TotalSeconds * speed * 1e12));
            worldEnded.SetResult();
        }
        catch (Exception bug)
        {
            worldEnded.SetException(bug);
        }
    }
}
