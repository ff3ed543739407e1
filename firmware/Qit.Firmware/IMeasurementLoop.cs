using Qit.Hal;
using Qit.Protocols.DeviceLink;

namespace Qit.Firmware;

/// <summary>One measurement that the device can run: it moves data between its parts, its machine and the link.</summary>
internal interface IMeasurementLoop
{
    /// <summary>Which it is, one of <see cref="LoopKind"/>.</summary>
    byte Kind { get; }

    /// <summary>Whether it has been started.</summary>
    bool IsRunning { get; }

    /// <summary>Last answer of its parts other than that they are busy.</summary>
    HalStatus Status { get; }

    /// <summary>Starts it anew.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    byte Start(long nowMicroseconds);

    /// <summary>Stops it; what it has finished still goes out.</summary>
    void Stop();

    /// <summary>Whether a key of Configure and Query is its own; no two loops share one.</summary>
    bool HasKey(byte key);

    /// <summary>Sets a parameter, or takes a point of a plan.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    byte Configure(byte key, long value, long nowMicroseconds, out long answer);

    /// <summary>Reads a parameter.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    byte Query(byte key, out long answer);

    /// <summary>Does what there is to do now.</summary>
    /// <returns>False when there was nothing.</returns>
    bool Step(DeviceEndpoint endpoint, long nowMicroseconds);
}
