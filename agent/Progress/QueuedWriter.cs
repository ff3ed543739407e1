using System.Collections.Concurrent;
using System.Text;

namespace Qit.Agent.Progress;

/// <summary>
/// Lines for a terminal that may stand still (Ctrl-S, a full pipe) or be gone: the caller never waits and never fails. A
/// bounded number of lines waits; further ones are dropped and counted.
/// </summary>
public sealed class QueuedWriter : TextWriter
{
    private const int CapacityLines = 1000;
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(2);

    private readonly TextWriter inner;
    private readonly BlockingCollection<string> lines = new(CapacityLines);
    private readonly Thread thread;
    private long droppedCount;
    private bool isDisposed;

    /// <summary>Starts the writing thread.</summary>
    /// <param name="inner">Where lines go; not closed.</param>
    public QueuedWriter(TextWriter inner)
    {
        this.inner = inner;
        thread = new Thread(WriteLines) { Name = "console", IsBackground = true };
        thread.Start();
    }

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Lines dropped because the terminal did not take them.</summary>
    public long DroppedCount => Interlocked.Read(ref droppedCount);

    /// <inheritdoc/>
    public override void Write(char value) => throw new NotSupportedException("Lines only: use WriteLine.");

    /// <inheritdoc/>
    public override void WriteLine() => WriteLine("");

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        if (!lines.TryAdd(value ?? ""))
            Interlocked.Increment(ref droppedCount);
    }

    /// <summary>Waits a little for what is queued, then leaves it.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!isDisposed)
        {
            isDisposed = true;
            lines.CompleteAdding();
            thread.Join(FlushPatience);
        }
        base.Dispose(disposing);
    }

    private void WriteLines()
    {
        bool isGone = false;
        foreach (string line in lines.GetConsumingEnumerable())
        {
            if (isGone)
                continue;
            try
            {
                inner.WriteLine(line);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                // Nobody reads the console any more; measuring and publishing go on.
                isGone = true;
            }
        }
    }
}
