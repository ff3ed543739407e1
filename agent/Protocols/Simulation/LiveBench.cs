using Qit.Firmware.Host;
using Qit.Hal.Linux;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>A protocol's simulated world that runs with the host's clock: the firmware of its stations on threads of their
/// own, as with real devices.</summary>
internal sealed class LiveBench : IDisposable
{
    private readonly ProtocolBench bench;
    private readonly SystemMonotonicClock clock = new();
    private readonly StationHost[] stations;
    private readonly Thread world;
    private readonly ManualResetEventSlim stop = new();
    private readonly TaskCompletionSource worldEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    /// <summary>Prepares a bench; <see cref="Start"/> starts it.</summary>
    /// <param name="bench">The world.</param>
    /// <param name="cables">A cable for each station; the devices have its end A.</param>
    public LiveBench(ProtocolBench bench, InMemoryLink[] cables)
    {
        this.bench = bench;
        stations = [.. cables.Select((cable, station) => new StationHost(bench.CreateBoard(station, clock, cable.EndA)))];
        world = new Thread(Run) { Name = $"world {bench.Session.Name}", IsBackground = true };
        Ended = Task.WhenAll(stations.Select(station => station.Ended).Append(worldEnded.Task));
    }

    /// <summary>Ends with the bench; faulted when a part of it threw, which is always a bug.</summary>
    public Task Ended { get; }

    /// <summary>Switches everything on.</summary>
    public void Start()
    {
        world.Start();
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
        if (world.IsAlive)
            world.Join();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stop.Wait((int)Math.Max(1, bench.StepMicroseconds / 1000)))
                bench.AdvanceTo(clock.NowMicroseconds);
            worldEnded.SetResult();
        }
        catch (Exception bug)
        {
            worldEnded.SetException(bug);
        }
    }
}
