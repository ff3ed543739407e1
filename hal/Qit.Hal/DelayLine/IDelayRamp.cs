namespace Qit.Hal.DelayLine;

/// <summary>
/// The conveyor ramps of the round-trip protocol: the delay in one photon's arm grows and in the other's shrinks at a
/// constant rate, started by the station's clock, again and again with a flyback between. The hardware times them and gates
/// the coincidence counter, which counts only while the ramps are linear; software cannot be that punctual.
/// </summary>
public interface IDelayRamp
{
    /// <summary>Runs at a rate, or goes on running. Never blocks.</summary>
    /// <param name="rateNanometresPerSecond">Optical path a second in one arm, either sign; 0 brings the ramps to rest in
    /// their middle, with the gate open.</param>
    /// <returns><see cref="HalStatus.Ok"/> when the ramps run at this rate on the station's clock;
    /// <see cref="HalStatus.NotReady"/> while they get there; <see cref="HalStatus.NoLock"/> when they have lost the clock (what
    /// was counted since the last Ok is worthless); <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Run(int rateNanometresPerSecond);
}
