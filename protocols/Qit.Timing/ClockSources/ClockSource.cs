namespace Qit.Timing.ClockSources;

/// <summary>An atomic clock by its transition: the table of ITU-T FG QIT4N D1.2, 6.1.1.</summary>
/// <param name="Name">Short name for commands, lower case.</param>
/// <param name="Transition">Atom and kind.</param>
/// <param name="FrequencyHertz">Frequency of the transition.</param>
/// <param name="Accuracy">Fractional frequency accuracy, no unit.</param>
public sealed record ClockSource(string Name, string Transition, double FrequencyHertz, double Accuracy)
{
    /// <summary>Caesium beam; the frequency defines the second.</summary>
    public static ClockSource Cesium133 { get; } = new("cs", "Cs-133", 9_192_631_770, 1e-13);

    /// <summary>Rubidium vapour cell.</summary>
    public static ClockSource Rubidium87 { get; } = new("rb", "Rb-87", 6_834_682_610.904_324, 1e-12);

    /// <summary>Hydrogen maser.</summary>
    public static ClockSource Hydrogen1 { get; } = new("h", "H-1", 1_420_405_751.7667, 1e-15);

    /// <summary>Strontium optical lattice.</summary>
    public static ClockSource Strontium87 { get; } = new("sr", "Sr-87 optical", 429_228_004_229_873.4, 1e-17);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<ClockSource> All { get; } = [Cesium133, Rubidium87, Hydrogen1, Strontium87];

    /// <summary>The short names, separated by commas.</summary>
    public static string Accepted { get; } = string.Join(", ", All.Select(clock => clock.Name));

    /// <summary>The clock of a short name, null if there is none.</summary>
    /// <param name="name">Such as "cs".</param>
    public static ClockSource? Find(string name) => All.FirstOrDefault(clock => clock.Name == name);
}
