namespace Qit.Timing.Stability;

/// <summary>
/// Masks of the ITU-T recommendations for time in packet networks, as data. The PRTC tables agree in three independent
/// transcriptions of the recommendations; those of G.8273.2 classes C and D, of G.8271.1, G.811 and G.8262 come from one. Limits of a
/// clock in holdover depend on how long it was locked, and are not here.
/// </summary>
public static class TimingMasks
{
    private const double Unbounded = double.PositiveInfinity;

    private const string Filtered =
        "limits are of dynamic time error, low-pass filtered at 0.1 Hz; the data are taken as they are";

    private const string WanderFilter =
        "limits are of wander, low-pass filtered at 10 Hz; the data are taken as they are";

    private const string Alignment = "3GPP time alignment error as in ITU-T FG QIT4N D1.2, category ";

    private const string Relative = "limits are of time error between two stations, not of one against universal time";

    /// <summary>All masks.</summary>
    public static IReadOnlyList<TimingMask> All { get; } =
    [
        new("prtc-a", "ITU-T G.8272 (07/2025), PRTC-A, locked", "", 100,
            [new(0.1, 273, 25, 0.275), new(273, Unbounded, 100)],
            [new(0.1, 100, 3), new(100, 1000, 0, 0.03), new(1000, Below(10_000), 30)]),
        new("prtc-b", "ITU-T G.8272 (07/2025), PRTC-B, locked", "", 40,
            [new(0.1, 54.5, 25, 0.275), new(54.5, Unbounded, 40)],
            [new(0.1, 100, 1), new(100, 500, 0, 0.01), new(500, Below(100_000), 5)]),
        new("eprtc", "ITU-T G.8272.1 (2024, with Amendment 1), ePRTC, locked", "", 30,
            [
                new(0, 1, 4), new(1, 100, 3.89, 0.11114), new(100, 400_000, 15, 0.0375e-3),
                new(400_000, Unbounded, 30),
            ],
            [new(0, 30_000, 1), new(30_000, 300_000, 0, 3.33333e-5), new(300_000, Below(1_000_000), 10)]),
        new("t-bc-a", "ITU-T G.8273.2, T-BC and T-TSC class A", Filtered, 100, [new(From(1), 1000, 40)],
            [new(From(1), 1000, 4)]),
        new("t-bc-b", "ITU-T G.8273.2, T-BC and T-TSC class B", Filtered, 70, [new(From(1), 1000, 40)],
            [new(From(1), 1000, 4)]),
        new("t-bc-c", "ITU-T G.8273.2, T-BC and T-TSC class C", Filtered, 30, [new(From(1), 1000, 10)],
            [new(From(1), 1000, 2)]),
        new("t-bc-d", "ITU-T G.8273.2, T-BC and T-TSC class D",
            "max|TE| is of time error low-pass filtered at 0.1 Hz; the data are taken as they are", 5, [], []),
        new("g8271.1-c", "ITU-T G.8271.1, network limit at reference point C", "", 1100,
            [new(1.3, 2.4, 100, 75), new(2.4, 275, 277, 1.1), new(275, 10_000, 580)], []),
        new("prc", "ITU-T G.811 (1997), primary reference clock", WanderFilter, null,
            [new(0.1, 1000, 25, 0.275), new(1000, Unbounded, 290, 0.01)],
            [new(0.1, 100, 3), new(100, 1000, 0, 0.03), new(1000, 10_000, 30)]),
        new("eec-1", "ITU-T G.8262 (07/2010), Ethernet equipment clock option 1, constant temperature", WanderFilter, null,
            [new(0.1, 1, 40), new(1, 100, 0, 40, 0.1), new(100, 1000, 0, 25.25, 0.2)],
            [new(0.1, 25, 3.2), new(25, 100, 0, 0.64, 0.5), new(100, 1000, 6.4)]),
        new("class-a+", Alignment + "A+", Relative, 65, [], []),
        new("class-a", Alignment + "A", Relative, 130, [], []),
        new("class-b", Alignment + "B", Relative, 260, [], []),
        new("class-c", Alignment + "C", Relative, 3000, [], []),
        new("class-4", "ITU-T G.8271, end application of accuracy level 4 (TDD)", "", 1500, [], []),
    ];

    /// <summary>The names, separated by commas.</summary>
    public static string Accepted { get; } = string.Join(", ", All.Select(mask => mask.Name));

    /// <summary>The mask of a name, null if there is none.</summary>
    /// <param name="name">Such as "prtc-a"; lower case.</param>
    public static TimingMask? Find(string name) => All.FirstOrDefault(mask => mask.Name == name);

    // Rows reach above their lower bound, up to and with their upper one; these two turn that round.
    private static double Below(double seconds) => Math.BitDecrement(seconds);

    private static double From(double seconds) => Math.BitDecrement(seconds);
}
