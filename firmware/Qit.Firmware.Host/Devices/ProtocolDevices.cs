using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>The devices of each protocol of synchronization by its name.</summary>
internal static class ProtocolDevices
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["round-trip", "one-way", "two-way", "purification"];

    /// <summary>The devices of a protocol.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="world">Reads the options of their world, or gives the defaults.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such protocol.</exception>
    public static SimulatedDevices Create(string name, WorldReader world) => name switch
    {
        "round-trip" => new RoundTripDevices(world.Read<RoundTripOptions>(RoundTripOptionsCheck.Check)),
        "one-way" => new OneWayDevices(world.Read<OneWayOptions>(OneWayOptionsCheck.Check)),
        "two-way" => new TwoWayDevices(world.Read<TwoWayOptions>(TwoWayOptionsCheck.Check)),
        "purification" => new PurificationDevices(world.Read<PurificationOptions>(PurificationOptionsCheck.Check)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"not one of {string.Join(", ", Names)}"),
    };
}
