namespace Qit.Timing.Tracking;

/// <summary>Clocks by name, with Allan deviations typical of the kind (data-sheet values of commercial devices; for the
/// optical clock of published comparisons). A device's own table is better.</summary>
public static class NamedClock
{
    private static readonly (string Name, (double TauSeconds, double AllanDeviation)[] Table)[] Clocks =
    [
        ("cesium", [(1, 1.2e-11), (10, 8.5e-12), (100, 2.7e-12), (1000, 8.5e-13), (1e4, 2.7e-13), (1e5, 8.5e-14)]),
        ("rubidium", [(1, 2e-11), (10, 6.3e-12), (100, 2e-12), (1000, 1e-12), (1e4, 1e-12), (1e5, 3e-12)]),
        ("maser", [(1, 1.5e-13), (10, 3e-14), (100, 6e-15), (1000, 2e-15), (1e4, 1.5e-15)]),
        ("strontium", [(1, 1e-15), (10, 3.2e-16), (100, 1e-16), (1000, 3.2e-17), (1e4, 1e-17)]),
        ("ocxo", [(1, 1e-11), (10, 1e-11), (100, 2e-11), (1000, 1e-10)]),
        ("tcxo", [(1, 1e-9), (10, 1e-9), (100, 3e-9)]),
    ];

    /// <summary>Noise when nothing is known of a pair of clocks: 1e-10 at 1 s, and a frequency that changes by 1e-11 in 1 s.
    /// Safe for tracking, and a wide holdover.</summary>
    public static ClockNoise UnknownPair { get; } = new(1e-20, 1e-22);

    /// <summary>The names, for messages.</summary>
    public static string Accepted => string.Join(", ", Clocks.Select(clock => clock.Name)) + " or unknown";

    /// <summary>Noise of the difference of two clocks of one kind.</summary>
    /// <param name="name">cesium, rubidium, maser, strontium, ocxo, tcxo or unknown.</param>
    /// <param name="noise">The pair's noise.</param>
    public static bool TryGetPair(string name, out ClockNoise noise)
    {
        noise = UnknownPair;
        if (name == "unknown") return true;
        foreach ((string known, (double, double)[] table) in Clocks)
        {
            if (known != name) continue;
            ClockNoise one = ClockNoise.Fit(table).Noise;
            noise = one + one;
            return true;
        }

        return false;
    }
}
