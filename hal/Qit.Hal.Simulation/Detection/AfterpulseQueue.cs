namespace Qit.Hal.Simulation;

/// <summary>Times at which trapped carriers will be released, latest first, relative to the slice at work.</summary>
internal sealed class AfterpulseQueue
{
    private double[] _times = new double[16];
    private int _count;

    /// <summary>The next release; infinity when there is none.</summary>
    public double Next { get; private set; } = double.PositiveInfinity;

    public void Add(double time)
    {
        if (_count == _times.Length) Array.Resize(ref _times, 2 * _times.Length);
        int at = _count++;
        while (at > 0 && _times[at - 1] < time)
        {
            _times[at] = _times[at - 1];
            at--;
        }

        _times[at] = time;
        Next = _times[_count - 1];
    }

    public void RemoveNext()
    {
        _count--;
        Next = _count == 0 ? double.PositiveInfinity : _times[_count - 1];
    }

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        for (int i = 0; i < _count; i++) _times[i] -= SimulatedWorld.SlicePicoseconds;
        if (_count > 0) Next = _times[_count - 1];
    }
}
