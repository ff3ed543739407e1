using Qit.Timing.Stability;

namespace Qit.Timing.Monitoring;

/// <summary>Allan deviation of each clock at one averaging time, as far as the comparisons tell it.</summary>
/// <param name="TauSeconds">Averaging time.</param>
/// <param name="Clocks">One for each station; null where the comparisons do not determine them all.</param>
public sealed record EnsemblePoint(double TauSeconds, IReadOnlyList<HatVariance>? Clocks);

/// <summary>
/// The stability of each clock while they are compared: overlapping Allan variances of all comparisons, less what the
/// comparisons' own errors put into them, separated by <see cref="CorneredHat"/>. Not safe for several threads.
/// </summary>
public sealed class EnsembleStability
{
    // 2^15 epochs are 45 days at 120 s.
    private const int Longest = 1 << 15;
    private const int FewestWindows = 4;

    private readonly int stations;
    private readonly double epochSeconds;
    private readonly Pair?[,] pairs;
    private double start = double.NaN;

    /// <param name="stations">Number of stations, at least 3.</param>
    /// <param name="epochSeconds">Spacing of the epochs, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public EnsembleStability(int stations, double epochSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stations, 3);
        if (!(epochSeconds > 0 && double.IsFinite(epochSeconds)))
            throw new ArgumentOutOfRangeException(nameof(epochSeconds), epochSeconds, "must be above 0");
        (this.stations, this.epochSeconds) = (stations, epochSeconds);
        pairs = new Pair?[stations, stations];
    }

    /// <summary>Takes the comparisons of one epoch, which <see cref="ReferenceMonitor.HandleEpoch"/> has accepted.</summary>
    /// <param name="timeSeconds">Of the epoch.</param>
    /// <param name="comparisons">At most one of any two stations.</param>
    public void Take(double timeSeconds, ReadOnlySpan<StationComparison> comparisons)
    {
        if (double.IsNaN(start)) start = timeSeconds;
        long epoch = (long)Math.Round((timeSeconds - start) / epochSeconds);
        foreach (StationComparison one in comparisons)
        {
            int low = Math.Min(one.First, one.Second);
            int high = Math.Max(one.First, one.Second);
            (pairs[low, high] ??= new Pair(epochSeconds)).Take(
                epoch, one.First > one.Second ? -one.DifferenceSeconds : one.DifferenceSeconds, one.ErrorSeconds);
        }
    }

    /// <summary>Begins anew for what an alarm is about: a fault is not noise.</summary>
    public void Forget(MonitorAlarm alarm)
    {
        for (int low = 0; low < stations; low++)
        {
            for (int high = low + 1; high < stations; high++)
            {
                uint both = (1u << low) | (1u << high);
                bool isHit = alarm.Owner == FaultOwner.Clock ? (both & alarm.Suspects) != 0 : (both & ~alarm.Suspects) == 0;
                if (isHit) pairs[low, high] = null;
            }
        }
    }

    /// <summary>What is known so far, at averaging times of 1, 2, 4, ... epochs for which at least two stations' comparison
    /// has four windows.</summary>
    public IReadOnlyList<EnsemblePoint> Curve()
    {
        var points = new List<EnsemblePoint>();
        for (int multiple = 1; multiple <= Longest; multiple *= 2)
        {
            var variances = new double[stations, stations];
            var errors = new double[stations, stations];
            bool isAny = false;
            for (int low = 0; low < stations; low++)
            {
                for (int high = low + 1; high < stations; high++)
                {
                    (double variance, double error) = pairs[low, high]?.At(multiple) ?? (double.NaN, double.NaN);
                    isAny |= !double.IsNaN(variance);
                    variances[low, high] = variances[high, low] = variance;
                    errors[low, high] = errors[high, low] = error;
                }
            }

            if (!isAny) break;
            points.Add(new EnsemblePoint(multiple * epochSeconds, CorneredHat.Separate(variances, errors)));
        }

        return points;
    }

    private sealed class Pair(double epochSeconds)
    {
        private readonly StreamingStability stream = new(epochSeconds, Longest);
        private long last = -1;
        private long count;
        private double squares;

        public void Take(long epoch, double phase, double error)
        {
            // Beyond the longest window nothing depends on how many are missing.
            long missing = last < 0 ? 0 : Math.Min(epoch - last - 1, 2L * Longest);
            for (; missing > 0; missing--) stream.Add(double.NaN);
            stream.Add(phase);
            last = epoch;
            count++;
            squares += error * error;
        }

        /// <summary>Allan variance without the measurement's share 3 s^2 / tau^2, and its standard error.</summary>
        public (double Variance, double Error) At(int multiple)
        {
            double windows = ((double)stream.Count / multiple) - 1;
            if (windows < FewestWindows) return (double.NaN, double.NaN);
            foreach (StabilityPoint point in stream.Curve(StabilityMeasure.OverlappingAllan))
            {
                if (point.Multiple != multiple) continue;
                double square = point.Value * point.Value;
                double measured = 3 * squares / count / (point.TauSeconds * point.TauSeconds);
                return (square - measured, Math.Max(square * Math.Sqrt(2 / windows), double.Epsilon));
            }

            return (double.NaN, double.NaN);
        }
    }
}
