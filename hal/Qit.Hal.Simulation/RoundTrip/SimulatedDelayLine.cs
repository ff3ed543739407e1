using Qit.Hal.DelayLine;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>The twin of a motorized delay line: a drive that moves at constant speed, and a carriage that follows it through
/// backlash, swings on arrival, and runs on a screw that is neither exact nor straight. One thread at a time.</summary>
public sealed class SimulatedDelayLine : IDelayLine
{
    private const double MicrosecondsPerSecond = 1e6;
    private readonly DelayLineOptions options;
    private readonly IMonotonicClock clock;
    private readonly SimulationPrng prng;
    private int target;
    private double fromSteps;
    private double toSteps;
    private double carriageFrom;
    private long startMicroseconds;
    private double arrivesMicroseconds;

    internal SimulatedDelayLine(DelayLineOptions options, ulong seed, IMonotonicClock clock)
    {
        this.options = options;
        this.clock = clock;
        prng = new SimulationPrng(seed, "delay-line");
    }

    /// <inheritdoc/>
    public int StepPicometresNumerator => options.StepPicometres;

    /// <inheritdoc/>
    public int StepPicometresDenominator => 1;

    /// <inheritdoc/>
    public int MinSteps => -options.MaxSteps;

    /// <inheritdoc/>
    public int MaxSteps => options.MaxSteps;

    /// <inheritdoc/>
    public HalStatus MoveTo(int targetSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSteps, MinSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetSteps, MaxSteps);
        long now = clock.NowMicroseconds;
        if (targetSteps != target)
        {
            carriageFrom = Carriage(now);
            fromSteps = Drive(now);
            target = targetSteps;
            toSteps = targetSteps + (options.RepeatabilityStepsRms > 0 ? options.RepeatabilityStepsRms * prng.NextNormal() : 0);
            startMicroseconds = now;
            arrivesMicroseconds = now + (Math.Abs(toSteps - fromSteps) / options.StepsPerSecond * MicrosecondsPerSecond);
        }

        return now >= arrivesMicroseconds ? HalStatus.Ok : HalStatus.NotReady;
    }

    /// <summary>Truth: optical path at a time from the last call of <see cref="MoveTo"/> on, metres.</summary>
    /// <param name="microseconds">Device clock.</param>
    public double PathMetresAt(double microseconds)
    {
        double steps = Carriage(microseconds);
        double since = microseconds - arrivesMicroseconds;
        if (since >= 0 && options.OvershootSteps > 0 && toSteps != fromSteps)
        {
            double swing = options.SettlingMicroseconds > 0 ? Math.Exp(-since / options.SettlingMicroseconds) : 0;
            steps += options.OvershootSteps * Math.Sign(toSteps - fromSteps) * swing;
        }

        double path = steps * options.StepPicometres * 1e-12 * (1 + options.ScaleError);
        double part = steps / options.MaxSteps;
        return path + (options.BowMetres * part * part)
            + (options.PeriodicErrorMetres * Math.Sin(2 * Math.PI * path / options.ScrewPeriodMetres));
    }

    private double Drive(double microseconds)
    {
        if (microseconds >= arrivesMicroseconds) return toSteps;
        double part = (microseconds - startMicroseconds) / (arrivesMicroseconds - startMicroseconds);
        return fromSteps + (Math.Max(0, part) * (toSteps - fromSteps));
    }

    /// <summary>The carriage stays where it is until the drive has taken up the play.</summary>
    private double Carriage(double microseconds)
    {
        double drive = Drive(microseconds);
        double half = 0.5 * options.BacklashSteps;
        return Math.Clamp(carriageFrom, drive - half, drive + half);
    }
}
