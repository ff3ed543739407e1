namespace Qit.Hal.MonotonicClock;

/// <summary>The processor's own clock. It orders work and times out links; it never dates a photon.</summary>
public interface IMonotonicClock
{
    /// <summary>Microseconds since start. Never decreases.</summary>
    long NowMicroseconds { get; }
}
