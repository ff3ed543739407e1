namespace Qit.Agent.Protocols.TwoWay;

/// <summary>What a station is at.</summary>
internal enum TwoWayStep
{
    /// <summary>Nothing: not heard yet, or it has refused.</summary>
    Idle,

    /// <summary>It is told its settings.</summary>
    Setup,

    /// <summary>It is set up, or has sent its fringe, and waits for the other.</summary>
    Waiting,

    /// <summary>Its ramps get up to the rate.</summary>
    Preparing,

    /// <summary>Its ramps run.</summary>
    Ready,

    /// <summary>It counts.</summary>
    Measuring,
}
