namespace Qit.Agent.Protocols.OneWay;

/// <summary>One dwell of station A, as its device has marked it.</summary>
/// <param name="Path">Index of the length R1.</param>
/// <param name="IsSwapped">Position of the switch.</param>
/// <param name="DeviceMicroseconds">Middle of the dwell on the device's clock.</param>
/// <param name="Tags">A's tags of the dwell, ascending, ps.</param>
internal sealed record OneWayDwell(int Path, bool IsSwapped, long DeviceMicroseconds, long[] Tags);
