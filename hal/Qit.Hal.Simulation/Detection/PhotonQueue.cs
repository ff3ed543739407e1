namespace Qit.Hal.Simulation;

/// <summary>
/// Photons on their way to a detector, by arrival time relative to the slice that the detector works on. Pushed nearly
/// in order, kept sorted by insertion from the end.
/// </summary>
internal sealed class PhotonQueue
{
    private double[] arrival = new double[1024];
    private int head;
    private int end;

    /// <summary>Arrival of the first photon; infinity when there is none.</summary>
    public double First => head < end ? arrival[head] : double.PositiveInfinity;

    public void Push(double arrival)
    {
        if (end == this.arrival.Length) MakeRoom();
        int at = end++;
        while (at > head && this.arrival[at - 1] > arrival)
        {
            this.arrival[at] = this.arrival[at - 1];
            at--;
        }

        this.arrival[at] = arrival;
    }

    public void RemoveFirst() => head++;

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        int count = end - head;
        for (int i = 0; i < count; i++) arrival[i] = arrival[head + i] - SimulatedWorld.SlicePicoseconds;
        head = 0;
        end = count;
    }

    private void MakeRoom()
    {
        if (head > arrival.Length / 2)
        {
            Array.Copy(arrival, head, arrival, 0, end - head);
            end -= head;
            head = 0;
        }
        else
        {
            Array.Resize(ref arrival, 2 * arrival.Length);
        }
    }
}
