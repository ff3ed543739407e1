namespace Qit.Protocols.RoundTrip;

/// <summary>The gateway's plan: places that wait for their dwell, in order.</summary>
public sealed class DwellPlan
{
    /// <summary>Points that can wait.</summary>
    public const int Capacity = 32;

    /// <summary>Longest dwell, milliseconds.</summary>
    public const int MaxDwellMilliseconds = 3_600_000;

    private readonly int[] positions = new int[Capacity];
    private readonly int[] dwells = new int[Capacity];
    private int head;

    /// <summary>Points that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Points taken in since the plan was cleared last: each dwell carries the number of its point, from 1.</summary>
    public int AddedCount { get; private set; }

    /// <summary>A point as the value of a command: position in the lower 32 bits, dwell above.</summary>
    /// <param name="positionSteps">Position.</param>
    /// <param name="dwellMilliseconds">Live time, 1 to <see cref="MaxDwellMilliseconds"/>.</param>
    public static long Pack(int positionSteps, int dwellMilliseconds) =>
        ((long)dwellMilliseconds << 32) | (positionSteps & 0xFFFFFFFFL);

    /// <summary>Position of a packed point.</summary>
    /// <param name="packed">Value of a command.</param>
    public static int PositionOf(long packed)
    {
        long low = packed & 0xFFFFFFFFL;
        return (int)(low > int.MaxValue ? low - 0x100000000L : low);
    }

    /// <summary>Dwell of a packed point, milliseconds; any value may come.</summary>
    /// <param name="packed">Value of a command.</param>
    public static long DwellOf(long packed) => packed >> 32;

    /// <summary>Appends a point.</summary>
    /// <param name="positionSteps">Position.</param>
    /// <param name="dwellMilliseconds">Live time.</param>
    /// <returns>False when the plan is full.</returns>
    public bool TryAdd(int positionSteps, int dwellMilliseconds)
    {
        if (Count == Capacity)
            return false;
        int at = (head + Count) & (Capacity - 1);
        positions[at] = positionSteps;
        dwells[at] = dwellMilliseconds;
        Count++;
        AddedCount++;
        return true;
    }

    /// <summary>Takes the first point.</summary>
    /// <param name="positionSteps">Position.</param>
    /// <param name="dwellMilliseconds">Live time.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>False when none waits.</returns>
    public bool TryTake(out int positionSteps, out int dwellMilliseconds, out int number)
    {
        number = AddedCount - Count + 1;
        positionSteps = positions[head];
        dwellMilliseconds = dwells[head];
        if (Count == 0)
            return false;
        head = (head + 1) & (Capacity - 1);
        Count--;
        return true;
    }

    /// <summary>Forgets all points and begins to number anew.</summary>
    public void Clear()
    {
        Count = 0;
        AddedCount = 0;
    }
}
