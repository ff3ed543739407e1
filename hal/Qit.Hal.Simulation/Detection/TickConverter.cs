namespace Qit.Hal.Simulation;

/// <summary>
/// Turns true times within a slice into the tagger's ticks, counted from reading zero of its clock and rounded down as
/// a counter does. The large part is exact integer arithmetic; doubles only carry what lies within the slice.
/// </summary>
internal sealed class TickConverter
{
    private readonly Int128 numerator;
    private readonly Int128 denominator;
    private readonly double ticksPerPicosecond;
    private long baseTicks;
    private double remainderTicks;
    private double slope;

    public TickConverter(TaggerOptions options)
    {
        numerator = options.TickFemtosecondsNumerator;
        denominator = options.TickFemtosecondsDenominator;
        ticksPerPicosecond =
            1000.0 * options.TickFemtosecondsDenominator / options.TickFemtosecondsNumerator;
    }

    /// <summary>Takes the clock's phase over its present slice.</summary>
    /// <exception cref="InvalidOperationException">The reading does not fit a 64-bit count of ticks.</exception>
    public void Load(SimulatedClock clock)
    {
        Int128 reading = ((Int128)clock.Slice * SimulatedWorld.SlicePicoseconds) + clock.WholePicoseconds;
        Int128 scaled = reading * 1000 * denominator;
        (Int128 ticks, Int128 rest) = Int128.DivRem(scaled, numerator);
        if (rest < 0)
        {
            ticks--;
            rest += numerator;
        }

        if (ticks > long.MaxValue / 2 || ticks < long.MinValue / 2)
            throw new InvalidOperationException(
                $"The run is too long for its tick: at {reading} ps the tick count leaves 63 bits.");
        baseTicks = (long)ticks;
        remainderTicks = ((double)rest / (double)numerator) + (clock.FractionPicoseconds * ticksPerPicosecond);
        slope = ticksPerPicosecond * (1 + (clock.IncrementPicoseconds / SimulatedWorld.SlicePicoseconds));
    }

    /// <summary>Ticks at <paramref name="picoseconds"/> of true time from the start of the slice.</summary>
    public long Ticks(double picoseconds) =>
        baseTicks + (long)Math.Floor(remainderTicks + (picoseconds * slope));
}
