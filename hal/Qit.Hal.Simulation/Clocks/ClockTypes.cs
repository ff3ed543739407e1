namespace Qit.Hal.Simulation;

/// <summary>
/// Clocks by type, for simulations: the four rows of the clock table of ITU-T FG QIT4N D1.2, 6.1.1, with power-law levels that
/// follow the Allan deviations of Qit.Timing's NamedClock (data sheets of commercial devices; for the optical clock, of
/// published comparisons) from 100 s on.
/// </summary>
public static class ClockTypes
{
    // ADEV^2 = h_0 / (2 tau) + 2 ln 2 h_-1 + (2 pi^2 / 3) h_-2 tau.
    private static readonly double FlickerShare = 2 * Math.Log(2);
    private static readonly double WalkShare = 2 * Math.PI * Math.PI / 3;

    private static readonly Dictionary<string, ClockOptions> Types = new()
    {
        ["cesium"] = Of(2.7e-11, 1e-14, 0, 0),
        ["rubidium"] = Of(2e-11, 7e-13, 9e-15, 1e-13),
        ["maser"] = Of(6e-14, 1.4e-15, 0, 1e-16),
        ["strontium"] = Of(1e-15, 5e-18, 0, 0),
    };

    /// <summary>The names, for messages.</summary>
    public static string Accepted => string.Join(", ", Types.Keys);

    /// <summary>Options of a clock of a type without frequency offset; null if there is no such type.</summary>
    /// <param name="name">cesium, rubidium, maser or strontium.</param>
    public static ClockOptions? Find(string name) => Types.GetValueOrDefault(name);

    private static ClockOptions Of(double atOneSecond, double floor, double walkAtOneSecond, double driftPerDay) => new()
    {
        WhiteFrequencyLevel = 2 * atOneSecond * atOneSecond,
        FlickerFrequencyLevel = floor * floor / FlickerShare,
        RandomWalkFrequencyLevel = walkAtOneSecond * walkAtOneSecond / WalkShare,
        FrequencyDriftPerDay = driftPerDay,
    };
}
