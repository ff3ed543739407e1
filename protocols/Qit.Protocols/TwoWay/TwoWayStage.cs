namespace Qit.Protocols.TwoWay;

/// <summary>What the machine needs from the hardware now.</summary>
public static class TwoWayStage
{
    /// <summary>Nothing: it is stopped, waits for the gateway, for its next slot, or for room in the link.</summary>
    public const byte Waiting = 0;

    /// <summary>The ramps at <see cref="TwoWayMachine.RateNanometresPerSecond"/>.</summary>
    public const byte Spinning = 1;

    /// <summary>Time for both stations' ramps to run.</summary>
    public const byte RampSettling = 2;

    /// <summary>The phase shifter at <see cref="TwoWayMachine.TargetSteps"/>.</summary>
    public const byte Moving = 3;

    /// <summary>Time for the phase shifter to come to rest.</summary>
    public const byte Settling = 4;

    /// <summary>Counts of a gate of <see cref="TwoWayMachine.GateMicroseconds"/>.</summary>
    public const byte Counting = 5;
}
