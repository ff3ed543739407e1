namespace Qit.Hal.DelayLine;

/// <summary>
/// An optical delay line that is moved to a place and rests there: motor stage, piezo stretcher, switched fibre. Positions
/// are whole steps of optical path, positive is longer.
/// </summary>
public interface IDelayLine
{
    /// <summary>One step of optical path is <see cref="StepPicometresNumerator"/> / <see cref="StepPicometresDenominator"/>
    /// picometres, a ratio because a motor's step is seldom a whole number of anything.</summary>
    int StepPicometresNumerator { get; }

    /// <summary>See <see cref="StepPicometresNumerator"/>. Positive.</summary>
    int StepPicometresDenominator { get; }

    /// <summary>Lowest position, steps.</summary>
    int MinSteps { get; }

    /// <summary>Highest position, steps.</summary>
    int MaxSteps { get; }

    /// <summary>Goes to a position, or goes on going there: call it again until it is done. Never blocks.</summary>
    /// <param name="targetSteps">Where to, <see cref="MinSteps"/> to <see cref="MaxSteps"/>; another one than in the call
    /// before turns the line round.</param>
    /// <returns><see cref="HalStatus.Ok"/> when the drive has arrived (light may need a while more to see it at rest: settling
    /// is the caller's to wait for); <see cref="HalStatus.NotReady"/> while it moves; <see cref="HalStatus.Timeout"/> when it
    /// is stuck; <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus MoveTo(int targetSteps);
}
