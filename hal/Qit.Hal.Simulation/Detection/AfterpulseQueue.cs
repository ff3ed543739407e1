namespace Qit.Hal.Simulation;

/// <summary>Times at which trapped carriers will be released, latest first, relative to the slice at work.</summary>
internal sealed class AfterpulseQueue
{
    private double[] times = new double[16];
    private int count;

    /// <summary>The next release; infinity when there is none.</summary>
    public double Next { get; private set; } = double.PositiveInfinity;

    public void Add(double time)
    {
        if (count == times.Length) Array.Resize(ref times, 2 * times.Length);
        int at = count++;
        while (at > 0 && times[at - 1] < time)
        {
            times[at] = times[at - 1];
            at--;
        }

        times[at] = time;
        Next = times[count - 1];
    }

    public void RemoveNext()
    {
        count--;
        Next = count == 0 ? double.PositiveInfinity : times[count - 1];
    }

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        for (int i = 0; i < count; i++) times[i] -= SimulatedWorld.SlicePicoseconds;
        if (count > 0) Next = times[count - 1];
    }
}
