using System.Threading.Channels;

namespace Qit.Agent.Dashboard;

/// <summary>The events waiting for one page.</summary>
internal sealed class DashboardClient(int capacity) : IDisposable
{
    // In waiting mode TryWrite says when it is full.
    private readonly Channel<byte[]> events = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource dropped = new();

    /// <summary>The events, until the server stops.</summary>
    public ChannelReader<byte[]> Events => events.Reader;

    /// <summary>Cancelled when the page was too slow. It must not be let to empty its full socket first.</summary>
    public CancellationToken Dropped => dropped.Token;

    /// <summary>Adds an event; false when the page is too slow.</summary>
    public bool TryOffer(byte[] frame) => events.Writer.TryWrite(frame);

    /// <summary>Ends the stream after what waits.</summary>
    public void Complete() => events.Writer.TryComplete();

    /// <summary>Ends the stream now, on another thread.</summary>
    public void Drop() => _ = dropped.CancelAsync();

    /// <summary>After the feed has let it go.</summary>
    public void Dispose() => dropped.Dispose();
}
