using System.Security.Cryptography;
using Qit.Hal.Buses;
using Qit.Hal.Linux;

namespace Qit.Firmware.Host;

/// <summary>A protocol's simulated world that runs with the host's clock: the firmware of its stations on threads of their
/// own, as with real devices.</summary>
public sealed class DeviceBench : IDisposable
{
    private readonly SimulatedDevices devices;
    private readonly SystemMonotonicClock clock = new();
    private readonly StationHost[] stations;
    private readonly Thread world;
    private readonly ManualResetEventSlim stop = new();
    private readonly TaskCompletionSource worldEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    /// <summary>Prepares a bench; <see cref="Start"/> starts it.</summary>
    /// <param name="devices">The devices and their world.</param>
    /// <param name="links">Each station's end of its link.</param>
    public DeviceBench(SimulatedDevices devices, IReadOnlyList<IByteStream> links)
    {
        this.devices = devices;
        stations = [.. links.Select((link, station) => new StationHost(devices.CreateBoard(station, NewBootId(), clock, link)))];
        world = new Thread(Run) { Name = "world", IsBackground = true };
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

    private static uint NewBootId() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    private void Run()
    {
        try
        {
            while (!stop.Wait((int)Math.Max(1, devices.StepMicroseconds / 1000)))
                devices.AdvanceTo(clock.NowMicroseconds);
            worldEnded.SetResult();
        }
        catch (Exception bug)
        {
            worldEnded.SetException(bug);
        }
    }
}
