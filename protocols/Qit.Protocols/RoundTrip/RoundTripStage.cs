namespace Qit.Protocols.RoundTrip;

/// <summary>What the machine needs from the hardware now.</summary>
public static class RoundTripStage
{
    /// <summary>Nothing: it is stopped, waits for the plan, or for room in the link.</summary>
    public const byte Waiting = 0;

    /// <summary>The delay line at <see cref="RoundTripMachine.TargetSteps"/>.</summary>
    public const byte Moving = 1;

    /// <summary>Time for the delay line to come to rest.</summary>
    public const byte Settling = 2;

    /// <summary>Counts of a gate of <see cref="RoundTripMachine.GateMicroseconds"/>.</summary>
    public const byte Counting = 3;
}
