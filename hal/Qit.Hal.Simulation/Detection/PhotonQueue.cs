namespace Qit.Hal.Simulation;

/// <summary>
/// Photons on their way to a detector, by arrival time relative to the slice that the detector works on. Pushed nearly
/// in order, kept sorted by insertion from the end.
/// </summary>
internal sealed class PhotonQueue
{
    private double[] _arrival = new double[1024];
    private int _head;
    private int _end;

    /// <summary>Arrival of the first photon; infinity when there is none.</summary>
    public double First => _head < _end ? _arrival[_head] : double.PositiveInfinity;

    public void Push(double arrival)
    {
        if (_end == _arrival.Length) MakeRoom();
        int at = _end++;
        while (at > _head && _arrival[at - 1] > arrival)
        {
            _arrival[at] = _arrival[at - 1];
            at--;
        }

        _arrival[at] = arrival;
    }

    public void RemoveFirst() => _head++;

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        int count = _end - _head;
        for (int i = 0; i < count; i++) _arrival[i] = _arrival[_head + i] - SimulatedWorld.SlicePicoseconds;
        _head = 0;
        _end = count;
    }

    private void MakeRoom()
    {
        if (_head > _arrival.Length / 2)
        {
            Array.Copy(_arrival, _head, _arrival, 0, _end - _head);
            _end -= _head;
            _head = 0;
        }
        else
        {
            Array.Resize(ref _arrival, 2 * _arrival.Length);
        }
    }
}
