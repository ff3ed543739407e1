using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;

namespace Qit.Firmware.Host;

/// <summary>The devices of one protocol: boards with twins of their parts, all in one simulated world. Time is the clock that
/// each board is given; it has to be the same one for all.</summary>
public abstract class SimulatedDevices
{
    /// <summary>Number of stations.</summary>
    public abstract int Stations { get; }

    /// <summary>Microseconds that the world may go on between two looks at the devices.</summary>
    public virtual long StepMicroseconds => 5_000;

    /// <summary>The board of a station.</summary>
    /// <param name="station">0 for A, 1 for B.</param>
    /// <param name="bootId">A number that no earlier boot of this device used.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="link">The device's end of its link.</param>
    public abstract Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link);

    /// <summary>Lets the world go on; boards have been created before.</summary>
    /// <param name="nowMicroseconds">What the clock shows now.</param>
    public virtual void AdvanceTo(long nowMicroseconds)
    {
    }

    /// <summary>Name of a station's device, for people.</summary>
    /// <param name="station">0 for A, 1 for B.</param>
    protected static string NameOf(int station) => station == 0 ? "alice" : "bob";
}
