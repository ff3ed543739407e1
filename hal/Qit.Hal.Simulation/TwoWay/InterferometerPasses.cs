namespace Qit.Hal.Simulation;

/// <summary>
/// What the conveyor ramps do to a photon. Second arm less first, the pass through the ramps of the station that it leaves
/// counts -2 r(u) and that through the other's +2 r(u), u being the time since the middle of that station's ramp. Nothing of
/// equations (7) and (8) is put in: for equal linear ramps the sum is 2 v (L/c + t_out - t_in), for others it is not.
/// </summary>
internal sealed class InterferometerPasses
{
    private readonly TwoWayOptions options;
    private readonly ulong jitterKeyA;
    private readonly ulong jitterKeyB;

    public InterferometerPasses(TwoWayOptions options)
    {
        this.options = options;
        jitterKeyA = SplitMix64.Key(options.Seed, "phase-ramp-a");
        jitterKeyB = SplitMix64.Key(options.Seed, "phase-ramp-b");
    }

    /// <summary>At both ends of a ramp so much is not used: the other pass may lie outside.</summary>
    public static double GuardMicroseconds(TwoWayOptions options) => 1 + Math.Ceiling(1e-6
        * (Math.Abs(options.ClockOffsetPicoseconds) + Math.Max(options.OutwardPicoseconds, options.ReturnPicoseconds)));

    /// <summary>Path difference of a photon from A to B, metres.</summary>
    /// <param name="ramp">Number of the ramp.</param>
    /// <param name="picoseconds">When it passes B, since the start of B's ramp without jitter.</param>
    /// <param name="rateA">Rate of A's ramps, m/s.</param>
    /// <param name="rateB">Rate of B's.</param>
    /// <param name="isLocked">Whether A's ramp is on its clock.</param>
    public double ToB(long ramp, double picoseconds, double rateA, double rateB, bool isLocked) => 2
        * (RampB(ramp, picoseconds, rateB) - RampA(ramp, picoseconds - options.OutwardPicoseconds, rateA, isLocked));

    /// <summary>Path difference of a photon from B to A, metres.</summary>
    /// <param name="ramp">Number of the ramp.</param>
    /// <param name="picoseconds">When it passes A, since the start of B's ramp without jitter.</param>
    /// <param name="rateA">Rate of A's ramps, m/s.</param>
    /// <param name="rateB">Rate of B's.</param>
    /// <param name="isLocked">Whether A's ramp is on its clock.</param>
    public double ToA(long ramp, double picoseconds, double rateA, double rateB, bool isLocked) => 2
        * (RampA(ramp, picoseconds, rateA, isLocked) - RampB(ramp, picoseconds - options.ReturnPicoseconds, rateB));

    private double RampA(long ramp, double picoseconds, double rate, bool isLocked)
    {
        if (rate == 0) return 0;
        double late = options.ClockOffsetPicoseconds;
        // Off its clock, a ramp begins anywhere.
        late += isLocked ? Jitter(jitterKeyA, ramp) : 1e6 * Period * Unit(SplitMix64.At(jitterKeyA, (ulong)ramp));
        double since = picoseconds - late;
        double part = since * 1e-6 / options.Ramp.ActiveMicroseconds;
        return Straight(since, rate) + (4 * options.Ramp.BowMetres * part * (1 - part));
    }

    private double RampB(long ramp, double picoseconds, double rate) =>
        rate == 0 ? 0 : Straight(picoseconds - Jitter(jitterKeyB, ramp), rate);

    private double Period => options.Ramp.ActiveMicroseconds + options.Ramp.FlybackMicroseconds;

    private double Straight(double picoseconds, double rate) =>
        rate * ((picoseconds * 1e-12) - (0.5e-6 * options.Ramp.ActiveMicroseconds));

    /// <summary>Both directions pass the same ramp, so its jitter has to be the same for both: it hangs on the ramp's number.
    /// </summary>
    private double Jitter(ulong key, long ramp)
    {
        if (options.Ramp.StartJitterPicosecondsRms == 0) return 0;
        double first = 1 - Unit(SplitMix64.At(key, 2 * (ulong)ramp));
        double second = Unit(SplitMix64.At(key, (2 * (ulong)ramp) + 1));
        return options.Ramp.StartJitterPicosecondsRms * Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second);
    }

    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
