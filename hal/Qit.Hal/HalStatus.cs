namespace Qit.Hal;

/// <summary>What the world answered. The caller's own mistakes throw; these are operating conditions to handle.</summary>
public enum HalStatus : byte
{
    /// <summary>Done; out parameters are valid. A count of zero means that nothing is waiting.</summary>
    Ok = 0,

    /// <summary>The part is not ready yet (warming up, homing, buffer full). Try again later.</summary>
    NotReady = 1,

    /// <summary>Data were lost before this call; what follows is not contiguous with what came before.</summary>
    Overrun = 2,

    /// <summary>No reference, or the loop around it is not locked.</summary>
    NoLock = 3,

    /// <summary>The part did not answer in the time its datasheet gives.</summary>
    Timeout = 4,

    /// <summary>The part or its bus is gone. Only reopening helps.</summary>
    Disconnected = 5,

    /// <summary>The part answered something its datasheet does not allow.</summary>
    Garbled = 6,
}
