using System;

namespace Qit.Core.Motion;

/// <summary>
/// A linear ramp that starts again and again, as a conveyor belt: for the active time the path grows at a constant rate,
/// then it flies back. Integers only.
/// </summary>
public sealed class ConveyorRamp
{
    private const long FemtometresPerPicometre = 1000;

    private readonly long rate;

    /// <summary>Describes the ramp.</summary>
    /// <param name="rateNanometresPerSecond">Rate, either sign.</param>
    /// <param name="activeMicroseconds">Length of the linear part, 1 to 1e9.</param>
    /// <param name="flybackMicroseconds">Time to the next start, 0 to 1e9.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is out of range.</exception>
    public ConveyorRamp(int rateNanometresPerSecond, int activeMicroseconds, int flybackMicroseconds)
    {
        if (activeMicroseconds < 1 || activeMicroseconds > 1_000_000_000)
            throw new ArgumentOutOfRangeException(nameof(activeMicroseconds));
        if (flybackMicroseconds < 0 || flybackMicroseconds > 1_000_000_000)
            throw new ArgumentOutOfRangeException(nameof(flybackMicroseconds));
        rate = rateNanometresPerSecond;
        ActiveMicroseconds = activeMicroseconds;
        PeriodMicroseconds = activeMicroseconds + flybackMicroseconds;
    }

    /// <summary>Length of the linear part, microseconds.</summary>
    public int ActiveMicroseconds { get; }

    /// <summary>From start to start, microseconds.</summary>
    public int PeriodMicroseconds { get; }

    /// <summary>Time since the last start, 0 to <see cref="PeriodMicroseconds"/> - 1.</summary>
    /// <param name="microseconds">Time since any start; negative is before it.</param>
    public int PhaseMicroseconds(long microseconds)
    {
        long phase = microseconds % PeriodMicroseconds;
        return (int)(phase < 0 ? phase + PeriodMicroseconds : phase);
    }

    /// <summary>Path above that of the start, picometres, rounded: the error against rate times phase is at most half a
    /// picometre. In the flyback it is the path at the end of the linear part.</summary>
    /// <param name="microseconds">Time since any start.</param>
    public long PositionPicometres(long microseconds)
    {
        int phase = PhaseMicroseconds(microseconds);
        if (phase > ActiveMicroseconds)
            phase = ActiveMicroseconds;
        // A nanometre a second is a femtometre a microsecond.
        long femtometres = rate * phase;
        long half = femtometres < 0 ? -FemtometresPerPicometre / 2 : FemtometresPerPicometre / 2;
        return (femtometres + half) / FemtometresPerPicometre;
    }
}
