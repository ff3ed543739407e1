using Qit.Hal.Buses;

namespace Qit.Hal.Simulation;

/// <summary>
/// A cable in memory: two connected byte streams, each direction a bounded queue. Nothing is lost or changed; put a
/// <see cref="FaultyByteStream"/> on an end for that. Safe when the two ends are used by different threads.
/// </summary>
public sealed class InMemoryLink
{
    private readonly object gate = new();
    private readonly ByteQueue toA;
    private readonly ByteQueue toB;
    private bool connected = true;

    /// <summary>Lays the cable.</summary>
    /// <param name="capacityBytes">Bytes under way in each direction, 1 or more; more are not accepted.</param>
    public InMemoryLink(int capacityBytes = 1 << 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 1);
        toA = new ByteQueue(capacityBytes);
        toB = new ByteQueue(capacityBytes);
        EndA = new End(this, toA, toB);
        EndB = new End(this, toB, toA);
    }

    /// <summary>One end.</summary>
    public IByteStream EndA { get; }

    /// <summary>The other end.</summary>
    public IByteStream EndB { get; }

    /// <summary>Pulls the plug: both ends answer Disconnected, and what was under way is lost.</summary>
    public void Disconnect()
    {
        lock (gate)
        {
            connected = false;
            toA.Clear();
            toB.Clear();
        }
    }

    /// <summary>Plugs in again.</summary>
    public void Reconnect()
    {
        lock (gate) connected = true;
    }

    private sealed class End(InMemoryLink link, ByteQueue incoming, ByteQueue outgoing) : IByteStream
    {
        public HalStatus Read(byte[] buffer, int offset, int count, out int read)
        {
            ArgumentNullException.ThrowIfNull(buffer);
            BufferRange.Check(buffer.Length, offset, count);
            lock (link.gate)
            {
                read = incoming.Take(buffer.AsSpan(offset, count));
                return link.connected ? HalStatus.Ok : HalStatus.Disconnected;
            }
        }

        public HalStatus Write(byte[] buffer, int offset, int count, out int written)
        {
            ArgumentNullException.ThrowIfNull(buffer);
            BufferRange.Check(buffer.Length, offset, count);
            lock (link.gate)
            {
                written = 0;
                if (!link.connected) return HalStatus.Disconnected;
                written = outgoing.Put(buffer.AsSpan(offset, count));
                return written < count ? HalStatus.NotReady : HalStatus.Ok;
            }
        }
    }
}
