namespace Qit.Hal.Simulation;

/// <summary>
/// Turns true times within a slice into the tagger's ticks, counted from reading zero of its clock and rounded down as
/// a counter does. The large part is exact integer arithmetic; doubles only carry what lies within the slice.
/// </summary>
internal sealed class TickConverter
{
    private readonly Int128 _numerator;
    private readonly Int128 _denominator;
    private readonly double _ticksPerPicosecond;
    private long _baseTicks;
    private double _remainderTicks;
    private double _slope;

    public TickConverter(TaggerOptions options)
    {
        _numerator = options.TickFemtosecondsNumerator;
        _denominator = options.TickFemtosecondsDenominator;
        _ticksPerPicosecond =
            1000.0 * options.TickFemtosecondsDenominator / options.TickFemtosecondsNumerator;
    }

    /// <summary>Takes the clock's phase over its present slice.</summary>
    /// <exception cref="InvalidOperationException">The reading does not fit a 64-bit count of ticks.</exception>
    public void Load(SimulatedClock clock)
    {
        Int128 reading = ((Int128)clock.Slice * SimulatedWorld.SlicePicoseconds) + clock.WholePicoseconds;
        Int128 scaled = reading * 1000 * _denominator;
        (Int128 ticks, Int128 rest) = Int128.DivRem(scaled, _numerator);
        if (rest < 0)
        {
            ticks--;
            rest += _numerator;
        }

        if (ticks > long.MaxValue / 2 || ticks < long.MinValue / 2)
            throw new InvalidOperationException(
                $"The run is too long for its tick: at {reading} ps the tick count leaves 63 bits.");
        _baseTicks = (long)ticks;
        _remainderTicks = ((double)rest / (double)_numerator) + (clock.FractionPicoseconds * _ticksPerPicosecond);
        _slope = _ticksPerPicosecond * (1 + (clock.IncrementPicoseconds / SimulatedWorld.SlicePicoseconds));
    }

    /// <summary>Ticks at <paramref name="picoseconds"/> of true time from the start of the slice.</summary>
    public long Ticks(double picoseconds) =>
        _baseTicks + (long)Math.Floor(_remainderTicks + (picoseconds * _slope));
}
