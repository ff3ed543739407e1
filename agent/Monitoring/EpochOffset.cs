namespace Qit.Agent.Monitoring;

/// <summary>All offsets of one comparison in one epoch, as one value for the epoch's middle: the line through them by least
/// squares. One or two are carried to the middle with the frequency that was published beside them.</summary>
internal sealed class EpochOffset
{
    private const int FewestForLine = 3;

    private double first;
    private double weights;
    private double times;
    private double squares;
    private double values;
    private double products;
    private double carried;
    private double carriedVariance;
    private int count;

    /// <summary>Takes an offset.</summary>
    /// <param name="time">Seconds from the epoch's middle.</param>
    /// <param name="offset">The offset.</param>
    public void Add(double time, in PublishedOffset offset)
    {
        if (count++ == 0) first = offset.OffsetSeconds;
        // Sums of large offsets would lose the picoseconds.
        double value = offset.OffsetSeconds - first;
        double weight = 1 / (offset.ErrorSeconds * offset.ErrorSeconds);
        weights += weight;
        times += weight * time;
        squares += weight * time * time;
        values += weight * value;
        products += weight * time * value;
        double error = offset.FrequencyError * time;
        carried += weight * (value - (offset.FrequencyOffset * time));
        carriedVariance += weight * weight * ((1 / weight) + (error * error));
    }

    /// <summary>Value at the middle and its standard error, seconds.</summary>
    public (double Seconds, double Error) AtMiddle()
    {
        double determinant = (weights * squares) - (times * times);
        if (count < FewestForLine || !(determinant > 1e-9 * weights * squares))
            return (first + (carried / weights), Math.Sqrt(carriedVariance) / weights);
        double value = ((squares * values) - (times * products)) / determinant;
        return (first + value, Math.Sqrt(squares / determinant));
    }
}
