namespace Qit.Benchmarks.Timing;

/// <summary>Times of a Poisson stream over equally likely channels, from a table of 2^20 differences that is gone through again and
/// again: made faster than any reader reads.</summary>
internal sealed class PoissonStream
{
    /// <summary>Tags that a batch has at most.</summary>
    public const int Batch = 1 << 14;

    private const int TableLength = 1 << 20;
    private readonly long[] steps = new long[TableLength];
    private readonly int[] channels = new int[TableLength];
    private long time;
    private int place;

    /// <param name="meanTicks">Mean difference.</param>
    /// <param name="channelCount">Channels 1 to this.</param>
    /// <param name="arePatterns">Whether channel n is written as bit n-1.</param>
    public PoissonStream(double meanTicks, int channelCount, bool arePatterns)
    {
        var random = new Random(1);
        for (int index = 0; index < TableLength; index++)
        {
            steps[index] = (long)(-meanTicks * Math.Log(1 - random.NextDouble()));
            int channel = random.Next(channelCount);
            channels[index] = arePatterns ? 1 << channel : 1 + channel;
        }
    }

    /// <summary>Fills the spans, which are of equal length.</summary>
    public void Next(Span<long> ticks, Span<int> values)
    {
        for (int index = 0; index < ticks.Length; index++)
        {
            time += steps[place];
            ticks[index] = time;
            values[index] = channels[place];
            place = (place + 1) % TableLength;
        }
    }
}
