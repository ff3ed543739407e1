namespace Qit.Hal.Simulation;

/// <summary>The caller's mistakes with array, offset and count, found before anything is done.</summary>
internal static class BufferRange
{
    public static void Check(int length, int offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > length - offset)
            throw new ArgumentException($"offset {offset} + count {count} is beyond the array's length {length}.");
    }
}
