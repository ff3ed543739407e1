using Qit.Hal;
using Qit.Hal.CoincidenceCounter;

namespace Qit.Firmware;

/// <summary>One gate of a counter while conveyor ramps run: none is opened before they do, and one in which they lost their clock
/// is worth nothing.</summary>
internal sealed class RampedGate
{
    private readonly ICoincidenceCounter counter;
    private bool hasLostLock;

    public RampedGate(ICoincidenceCounter counter) => this.counter = counter;

    /// <summary>Whether a gate is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What the last gate has counted.</summary>
    public GateCounts Counts { get; } = new GateCounts();

    /// <summary>Last answer of counter or ramps other than busy.</summary>
    public HalStatus Status { get; private set; }

    /// <summary>True when the gate that has closed counts.</summary>
    public bool IsGood { get; private set; }

    /// <summary>Opens the gate, or looks whether it has closed.</summary>
    /// <param name="rampStatus">How the ramps do; <see cref="HalStatus.Ok"/> without any.</param>
    /// <param name="gateMicroseconds">Length of the gate.</param>
    /// <returns>True when it has closed.</returns>
    public bool TryClose(HalStatus rampStatus, int gateMicroseconds)
    {
        if (rampStatus != HalStatus.Ok)
        {
            Status = rampStatus;
            hasLostLock |= IsOpen;
            if (!IsOpen)
                return false;
        }
        IsOpen = true;
        HalStatus status = counter.Count(gateMicroseconds, Counts);
        if (status == HalStatus.NotReady)
            return false;
        Status = status;
        IsGood = status == HalStatus.Ok && !hasLostLock;
        IsOpen = false;
        hasLostLock = false;
        return true;
    }

    /// <summary>Gives the gate up: what is counted at one place must not be taken for another.</summary>
    public void Drop()
    {
        counter.Count(0, Counts);
        IsOpen = false;
        hasLostLock = false;
    }
}
