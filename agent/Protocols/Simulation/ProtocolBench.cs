using Qit.Firmware;
using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>
/// One simulated world for one protocol: the boards of its stations with twins of their parts, the gateway's session, and the
/// truth. Time is the one clock it is given, so that a run takes as long as its arithmetic.
/// </summary>
internal abstract class ProtocolBench
{
    /// <summary>The session that measures in this world.</summary>
    public abstract IProtocolSession Session { get; }

    /// <summary>Microseconds that the world may go on between two looks at the devices.</summary>
    public virtual long StepMicroseconds => 5_000;

    /// <summary>The board of a station.</summary>
    /// <param name="station">Number of the station.</param>
    /// <param name="clock">The clock of the run.</param>
    /// <param name="link">The device's end of its link.</param>
    public abstract Board CreateBoard(int station, IMonotonicClock clock, IByteStream link);

    /// <summary>Lets the world go on; boards have been created before.</summary>
    /// <param name="nowMicroseconds">What the clock shows now.</param>
    public virtual void AdvanceTo(long nowMicroseconds)
    {
    }

    /// <summary>What the answer would be without any error, ps.</summary>
    /// <param name="answer">An answer of this world's session.</param>
    public abstract double TruthPicoseconds(ProtocolAnswer answer);

    /// <summary>What a measured quantity would be without any error, in its own unit; null where nobody knows.</summary>
    /// <param name="name">Name of the quantity.</param>
    public virtual double? TruthOf(string name) => null;
}
