namespace Qit.Protocols.OneWay;

/// <summary>The gateway's plan: dwells that wait, in order.</summary>
public sealed class PathPlan
{
    /// <summary>Dwells that can wait.</summary>
    public const int Capacity = 32;

    /// <summary>Shortest dwell, microseconds.</summary>
    public const int MinDwellMicroseconds = 1_000;

    /// <summary>Longest dwell, microseconds.</summary>
    public const long MaxDwellMicroseconds = 3_600_000_000;

    private readonly long[] packed = new long[Capacity];
    private int head;

    /// <summary>Dwells that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Dwells taken in since the plan was cleared last: each carries its number, from 1.</summary>
    public int AddedCount { get; private set; }

    /// <summary>A dwell as the value of a command: position of the switch in bit 0, length in bits 8 to 15, dwell above.
    /// </summary>
    /// <param name="length">Which length, 0 to 255.</param>
    /// <param name="isSwapped">True with the idler on path 1.</param>
    /// <param name="dwellMicroseconds">Time with light.</param>
    public static long Pack(int length, bool isSwapped, long dwellMicroseconds) =>
        (dwellMicroseconds << 16) | ((length & 255L) << 8) | (isSwapped ? 1L : 0L);

    /// <summary>Length of a packed dwell.</summary>
    /// <param name="packed">Value of a command; any value may come.</param>
    public static int LengthOf(long packed) => (int)((packed >> 8) & 255);

    /// <summary>Position of the switch of a packed dwell.</summary>
    /// <param name="packed">Value of a command.</param>
    public static bool IsSwappedOf(long packed) => (packed & 1) != 0;

    /// <summary>Time of a packed dwell, microseconds.</summary>
    /// <param name="packed">Value of a command.</param>
    public static long DwellOf(long packed) => packed >> 16;

    /// <summary>Whether a value is a dwell of a board.</summary>
    /// <param name="packed">Value of a command.</param>
    /// <param name="lengthCount">Lengths that the board has.</param>
    public static bool IsDwell(long packed, int lengthCount) =>
        (packed & 0xFE) == 0 && LengthOf(packed) < lengthCount && DwellOf(packed) >= MinDwellMicroseconds
        && DwellOf(packed) <= MaxDwellMicroseconds;

    /// <summary>Appends a dwell.</summary>
    /// <param name="dwell">It, packed.</param>
    /// <returns>False when the plan is full.</returns>
    public bool TryAdd(long dwell)
    {
        if (Count == Capacity)
            return false;
        packed[(head + Count) & (Capacity - 1)] = dwell;
        Count++;
        AddedCount++;
        return true;
    }

    /// <summary>Takes the first dwell.</summary>
    /// <param name="dwell">It, packed.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>False when none waits.</returns>
    public bool TryTake(out long dwell, out int number)
    {
        number = AddedCount - Count + 1;
        dwell = packed[head];
        if (Count == 0)
            return false;
        head = (head + 1) & (Capacity - 1);
        Count--;
        return true;
    }

    /// <summary>Forgets all dwells and begins to number anew.</summary>
    public void Clear()
    {
        Count = 0;
        AddedCount = 0;
    }
}
