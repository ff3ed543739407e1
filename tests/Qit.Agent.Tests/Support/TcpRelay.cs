using System.Net;
using System.Net.Sockets;

namespace Qit.Agent.Tests.Support;

/// <summary>A wire between a client and a server on this machine that can be cut or made to swallow everything.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Wire> wires = [];
    private readonly Task accepting;
    private volatile bool refuses;

    public TcpRelay(int targetPort)
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(targetPort);
    }

    public int Port { get; }

    /// <summary>Ends every connection, and every later one at once.</summary>
    public void CutForGood()
    {
        refuses = true;
        Cut();
    }

    /// <summary>Ends every present connection.</summary>
    public void Cut() => ForEach(wire => wire.Close());

    /// <summary>The present connections stay up and carry nothing more; later ones work.</summary>
    public void Swallow() => ForEach(wire => wire.IsSwallowing = true);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        CutForGood();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private void ForEach(Action<Wire> action)
    {
        lock (wires)
            wires.ForEach(action);
    }

    private async Task AcceptAsync(int targetPort)
    {
        try
        {
            while (true)
            {
                Socket near = await listener.AcceptSocketAsync(stopping.Token);
                if (refuses)
                {
                    near.Dispose();
                    continue;
                }
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await far.ConnectAsync(IPAddress.Loopback, targetPort, stopping.Token);
                }
                catch (SocketException)
                {
                    near.Dispose();
                    far.Dispose();
                    continue;
                }
                var wire = new Wire(near, far);
                lock (wires)
                    wires.Add(wire);
                wire.Start();
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private sealed class Wire(Socket near, Socket far)
    {
        public volatile bool IsSwallowing;

        public void Start()
        {
            _ = CarryAsync(near, far);
            _ = CarryAsync(far, near);
        }

        public void Close()
        {
            near.Dispose();
            far.Dispose();
        }

        private async Task CarryAsync(Socket from, Socket to)
        {
            var buffer = new byte[16_384];
            try
            {
                int count;
                while ((count = await from.ReceiveAsync(buffer)) > 0)
                {
                    if (!IsSwallowing)
                        await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // One end has gone; so goes the other.
            }
            if (!IsSwallowing)
                Close();
        }
    }
}
