namespace Qit.Hal.CoincidenceCounter;

/// <summary>Counts clicks and coincidences of two detectors in gates that it times itself.</summary>
public interface ICoincidenceCounter
{
    /// <summary>Opens a gate, or asks for the one that is open: call it again until it is done. Never blocks.</summary>
    /// <param name="gateMicroseconds">Length; a counter with fixed gates rounds up. Another length than in the call before drops
    /// the open gate and opens a new one; 0 only drops it and is answered Ok.</param>
    /// <param name="counts">Filled when a gate has closed, untouched otherwise.</param>
    /// <returns><see cref="HalStatus.Ok"/> once for each gate, when it has closed; <see cref="HalStatus.NotReady"/> while it is
    /// open; <see cref="HalStatus.Overrun"/> when a counter has overflowed (the gate is lost); <see cref="HalStatus.Timeout"/>;
    /// <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Count(int gateMicroseconds, GateCounts counts);
}
