namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>What the session measures now.</summary>
internal enum RoundTripStep
{
    /// <summary>Nothing: no device yet, or it has refused.</summary>
    Idle,

    /// <summary>The rates of clicks, for the accidentals.</summary>
    Look,

    /// <summary>The dip with the ramps at rest.</summary>
    Zero,

    /// <summary>The dip with the ramps running.</summary>
    Dip,
}
