using Qit.Protocols.DeviceLink;

namespace Qit.Firmware.Host;

/// <summary>Runs the firmware of one station on a thread of its own, as the processor of an ESP32 would.</summary>
public sealed class StationHost : IDisposable
{
    /// <summary>How long the loop rests when it found nothing to do.</summary>
    private const int IdleMilliseconds = 1;

    private readonly DeviceLoop loop;
    private readonly Thread thread;
    private readonly ManualResetEventSlim stop = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    /// <summary>Prepares a station; <see cref="Start"/> starts it.</summary>
    /// <param name="board">Its hardware.</param>
    public StationHost(Board board)
    {
        loop = new DeviceLoop(board, new LinkParameters());
        thread = new Thread(Run) { Name = $"firmware {board.Name}", IsBackground = true };
    }

    /// <summary>Ends with the station; faulted when the firmware threw, which is always a bug.</summary>
    public Task Ended => ended.Task;

    /// <summary>Starts the firmware.</summary>
    public void Start() => thread.Start();

    /// <summary>Switches the station off, as pulling its plug does.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        stop.Set();
        if (thread.IsAlive)
            thread.Join();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stop.IsSet)
            {
                if (!loop.Step())
                    stop.Wait(IdleMilliseconds);
            }
            ended.SetResult();
        }
        catch (Exception bug)
        {
            ended.SetException(bug);
        }
    }
}
