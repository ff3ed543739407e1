namespace Qit.Hal.Simulation;

/// <summary>What goes wrong with a simulated clock.</summary>
public enum ClockFaultKind
{
    /// <summary>The reading jumps by a number of seconds.</summary>
    Jump,

    /// <summary>The fractional frequency changes, for good.</summary>
    Frequency,
}

/// <summary>A fault of one clock of an ensemble.</summary>
/// <param name="Clock">Number of the clock, from 0.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Size">Seconds of a jump, fractional of a frequency.</param>
/// <param name="AtSeconds">When it begins, seconds from the start.</param>
/// <param name="OverSeconds">Time over which a frequency changes evenly; 0 at once.</param>
public readonly record struct ClockFault(
    int Clock, ClockFaultKind Kind, double Size, double AtSeconds, double OverSeconds = 0)
{
    /// <summary>What the fault adds to the clock's reading, seconds.</summary>
    /// <param name="time">Seconds from the start.</param>
    public double PhaseSeconds(double time)
    {
        double since = time - AtSeconds;
        if (since < 0) return 0;
        if (Kind == ClockFaultKind.Jump) return Size;
        if (since >= OverSeconds) return Size * (since - (OverSeconds / 2));
        return Size * since * since / (2 * OverSeconds);
    }
}

/// <summary>A simulated comparison: reading of the first minus reading of the second, seconds.</summary>
public readonly record struct SimulatedComparison(int First, int Second, double DifferenceSeconds, double ErrorSeconds);

/// <summary>
/// Simulated clocks that are compared pairwise, all with all, at even epochs, with white measurement noise; for the watching
/// of references. Everything in it is simulated: who passes its numbers on marks them so.
/// </summary>
public sealed class SimulatedEnsemble
{
    private readonly SimulatedClock[] clocks;
    private readonly SimulationPrng reading;
    private readonly SimulationPrng losses;
    private readonly IReadOnlyList<ClockFault> faults;
    private readonly SimulatedComparison[] comparisons;
    private readonly double[] phase;
    private readonly double epochSeconds;
    private readonly double errorSeconds;
    private readonly double missing;
    private long epoch = -1;
    private int count;

    /// <param name="options">One clock each; two or more.</param>
    /// <param name="seed">The same seed gives the same comparisons.</param>
    /// <param name="epochSeconds">Spacing of the epochs, above 0.</param>
    /// <param name="errorSeconds">Standard error of a comparison, at least 0.</param>
    /// <param name="missing">Probability that a comparison does not come, 0 to 1.</param>
    /// <param name="faults">What goes wrong.</param>
    public SimulatedEnsemble(
        IReadOnlyList<ClockOptions> options, ulong seed, double epochSeconds, double errorSeconds, double missing,
        IReadOnlyList<ClockFault> faults)
    {
        clocks = [.. options.Select((one, index) => new SimulatedClock(one, seed, $"ensemble-{index}", epochSeconds))];
        reading = new SimulationPrng(seed, "ensemble-reading");
        losses = new SimulationPrng(seed, "ensemble-losses");
        phase = new double[clocks.Length];
        comparisons = new SimulatedComparison[clocks.Length * (clocks.Length - 1) / 2];
        (this.faults, this.epochSeconds, this.errorSeconds, this.missing) = (faults, epochSeconds, errorSeconds, missing);
    }

    /// <summary>Time of the epoch, seconds from the start.</summary>
    public double TimeSeconds => epoch * epochSeconds;

    /// <summary>The comparisons of the epoch.</summary>
    public ReadOnlySpan<SimulatedComparison> Comparisons => comparisons.AsSpan(0, count);

    /// <summary>What a clock reads beyond true time, seconds.</summary>
    /// <param name="clock">Its number.</param>
    public double PhaseSeconds(int clock) => phase[clock];

    /// <summary>Goes to the next epoch, first to that of time 0.</summary>
    public void Advance()
    {
        epoch++;
        for (int index = 0; index < clocks.Length; index++)
        {
            if (epoch > 0) clocks[index].MoveNext();
            phase[index] = (clocks[index].WholePicoseconds + clocks[index].FractionPicoseconds) * 1e-12;
        }

        foreach (ClockFault fault in faults) phase[fault.Clock] += fault.PhaseSeconds(TimeSeconds);
        count = 0;
        for (int first = 0; first < clocks.Length; first++)
        {
            for (int second = first + 1; second < clocks.Length; second++)
            {
                double difference = phase[first] - phase[second] + (errorSeconds * reading.NextNormal());
                if (losses.NextUnit() < missing) continue;
                comparisons[count++] = new SimulatedComparison(first, second, difference, errorSeconds);
            }
        }
    }
}
