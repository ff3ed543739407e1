namespace Qit.Hal.Simulation;

/// <summary>
/// What the conveyor ramps do to a pair that leaves A at some time of a ramp. Signal minus idler, a pass through A's lines
/// counts -2 r(u) and one through B's +2 r(u), u being the time since that station's ramp began; a pair passes A, then B
/// twice, then A. Nothing of equation (3) is put in: for equal linear ramps the sum is 4 v tau, for others it is not.
/// </summary>
internal sealed class RampCycle
{
    private const double SecondsPerPicosecond = 1e-12;
    private readonly RoundTripOptions options;
    private readonly double rateA;
    private readonly double rateB;

    public RampCycle(RoundTripOptions options, int rateNanometresPerSecond)
    {
        this.options = options;
        rateA = rateNanometresPerSecond * 1e-9 * (1 + options.Ramp.RateError);
        rateB = rateA * (1 + options.Ramp.RateMismatch);
    }

    /// <summary>At both ends of a ramp so much is not used: one of the passes may lie outside.</summary>
    public static double GuardMicroseconds(RoundTripOptions options) => 1 + Math.Ceiling(1e-6 * Math.Max(
        Math.Abs(options.ClockOffsetPicoseconds), options.OutwardPicoseconds + options.ReturnPicoseconds));

    /// <summary>Path difference that the ramps add, metres.</summary>
    /// <param name="picoseconds">When the pair leaves A, since the start of B's ramp without jitter.</param>
    /// <param name="jitterA">How much later A's ramp began than it should, picoseconds.</param>
    /// <param name="jitterB">The same for B's.</param>
    public double PathMetres(double picoseconds, double jitterA, double jitterB)
    {
        double startA = options.ClockOffsetPicoseconds + jitterA;
        double atB = picoseconds + options.OutwardPicoseconds;
        double back = atB + options.ReturnPicoseconds;
        double passesA = A(picoseconds - startA) + A(back - startA);
        double passesB = 2 * rateB * (atB - jitterB) * SecondsPerPicosecond;
        return 2 * (passesB - passesA);
    }

    private double A(double picoseconds)
    {
        double part = picoseconds * 1e-6 / options.Ramp.ActiveMicroseconds;
        return (rateA * picoseconds * SecondsPerPicosecond) + (4 * options.Ramp.BowMetres * part * (1 - part));
    }
}
