// Everything the device runs as .NET does: NearMiss of every rule at once.
using System;
using System.Collections;
using System.Text;
using System.Threading;

namespace Planted;

public readonly struct Tag(long picoseconds, byte channel)
{
    public long Picoseconds { get; } = picoseconds;
    public byte Channel { get; init; } = channel;

    public static Tag operator +(Tag a, long delta) => new(a.Picoseconds + delta, a.Channel);
}

public interface IClock
{
    long NowMicroseconds { get; }

    bool TryRead(byte[] buffer, int offset, int count, out int read);
}

public abstract class NearMiss(string name) : IClock, IDisposable
{
    private static readonly byte[] Table = { 0x00, 0x07, 0x0e, 0x09, 0x1c, 0x1b, 0x12, 0x15, 0x38, 0x3f, 0x36, 0x31 };
    private static readonly uint[] Words = { 1, 2, 3, 0xFFFFFFFF };
    private static readonly long[] Longs = { 1, -2, 3 };
    private readonly object gate = new();
    private readonly Hashtable byName = new();
    private Tag last;

    public event EventHandler? Changed;

    public abstract long NowMicroseconds { get; }

    public bool TryRead(byte[] buffer, int offset, int count, out int read)
    {
        lock (gate)
        {
            for (int i = 0; i < count; i++)
                buffer[offset + i] = Table[i % Table.Length];
            last += count;
        }
        read = count;
        Changed?.Invoke(this, EventArgs.Empty);
        return read > 0;
    }

    public string Describe(string kind, object? item, in Tag tag)
    {
        byName[kind] = item;
        string text = kind switch
        {
            "alpha" => "a", "beta" => "b", "gamma" => "c", "delta" => "d", "epsilon" => "e", "zeta" => "f", "eta" => "g",
            _ => throw new ArgumentException($"no {kind} of {name}: {tag.Channel:D2} {tag.Picoseconds}"),
        };
        return item is Tag { Channel: 3 } found ? $"{text} {found.Picoseconds:X} {Words[0]:N0}" : text + name;
    }

    public int Guard(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (ArgumentException e) when (e.Message.Length > 3)
        {
            return Encoding.UTF8.GetBytes(e.Message).Length;
        }
        finally
        {
            Dispose();
        }
    }

    public static uint Rotate(uint value, int count) => value << count | value >>> 32 - count;

    public static int Walk(ArrayList items)
    {
        int sum = 0;
        foreach (object item in items)
            sum += item is int number ? number : (int)(Longs[1] % 7);
        return sum;
    }

    public static Thread Start(ThreadStart body)
    {
        var thread = new Thread(body);
        thread.Start();
        return thread;
    }

    public virtual void Dispose() => byName.Clear();
}
