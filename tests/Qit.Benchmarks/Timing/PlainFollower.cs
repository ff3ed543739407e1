namespace Qit.Benchmarks.Timing;

/// <summary>The plain way to follow a peak, as coincidence programs do: tags within a fixed window of the present offset are
/// coincidences, and each pulls the offset a little, with one time constant. It knows no frequency and states no error.
/// </summary>
internal sealed class PlainFollower(double offsetPicoseconds, double windowPicoseconds, double filterSeconds)
{
    private long lastTime;

    /// <summary>Present offset, ps.</summary>
    public double Offset { get; private set; } = offsetPicoseconds;

    /// <summary>Coincidences so far.</summary>
    public long Coincidences { get; private set; }

    public void Handle(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        int first = 0;
        foreach (long tag in a)
        {
            double expected = tag + Offset;
            while (first < b.Length && b[first] < expected - windowPicoseconds) first++;
            if (first == b.Length) break;
            if (b[first] > expected + windowPicoseconds) continue;
            double pull = Math.Min(1, (tag - lastTime) * 1e-12 / filterSeconds);
            Offset += pull * (b[first] - expected);
            lastTime = tag;
            Coincidences++;
        }
    }
}
