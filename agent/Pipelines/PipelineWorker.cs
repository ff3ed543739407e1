using System.Collections.Concurrent;

namespace Qit.Agent.Pipelines;

/// <summary>
/// A thread that works through items in order. Bounded: whoever posts faster than it works waits, which reaches back over
/// the link to the device, where waiting is counted. A fault ends the worker and shows in <see cref="Ended"/>.
/// </summary>
internal sealed class PipelineWorker<T> : IDisposable
{
    private readonly BlockingCollection<T> items;
    private readonly Thread thread;
    private readonly CancellationTokenSource fault = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    public PipelineWorker(string name, int capacity, Action<T> work)
    {
        items = new BlockingCollection<T>(capacity);
        thread = new Thread(() => Run(work)) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Ends with the worker; faulted when an item's work threw, which is always a bug.</summary>
    public Task Ended => ended.Task;

    /// <summary>Queues an item; waits while the queue is full. After a fault items are refused.</summary>
    /// <exception cref="OperationCanceledException">The worker has faulted.</exception>
    public void Post(T item) => items.Add(item, fault.Token);

    /// <summary>Queues an item if there is room and the worker takes any; for items that may be left out.</summary>
    public bool TryPost(T item)
    {
        try
        {
            return !fault.IsCancellationRequested && items.TryAdd(item);
        }
        catch (Exception ended) when (ended is InvalidOperationException or ObjectDisposedException)
        {
            return false; // a timer may fire once more while the worker ends
        }
    }

    /// <summary>Works off what is queued, then ends.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        items.CompleteAdding();
        thread.Join();
        items.Dispose();
        fault.Dispose();
    }

    private void Run(Action<T> work)
    {
        try
        {
            foreach (T item in items.GetConsumingEnumerable())
                work(item);
            ended.SetResult();
        }
        catch (Exception bug)
        {
            ended.SetException(bug);
            fault.Cancel();
        }
    }
}
