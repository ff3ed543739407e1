using Qit.Timing.Tracking;

namespace Qit.Timing.LinkPlanning;

/// <summary>Clocks to plan with, by name, with the noise of typical ones.</summary>
/// <remarks>Allan deviations at 1, 10, 100, 1000 and 10 000 s are round figures of data sheets (good OCXO, rubidium PRS10 class,
/// chip-scale SA.45s class, caesium beam 5071A class standard and high performance, active hydrogen maser), fitted by
/// <see cref="ClockNoise.Fit"/>: a flicker floor is laid through by its white and random-walk parts. A strontium lattice
/// clock is white frequency noise of 1e-15 at 1 s.</remarks>
public static class LinkClocks
{
    private static readonly (string Name, double[] Deviations)[] Table =
    [
        ("ocxo", [3e-12, 2e-12, 5e-12, 1e-11, 5e-11]),
        ("rb", [2e-11, 1e-11, 2e-12, 7e-13, 5e-13]),
        ("csac", [3e-10, 1e-10, 3e-11, 1e-11, 5e-12]),
        ("cs", [1.2e-11, 8.5e-12, 2.7e-12, 8.5e-13, 2.7e-13]),
        ("cs-high", [5e-12, 3.5e-12, 8.5e-13, 2.7e-13, 8.5e-14]),
        ("h-maser", [1.5e-13, 2e-14, 5e-15, 2e-15, 1.5e-15]),
    ];

    /// <summary>The names, separated by commas.</summary>
    public static string Accepted { get; } =
        string.Join(", ", Table.Select(row => row.Name).Append("sr").Append("perfect"));

    /// <summary>Noise of a clock, null if there is none of that name.</summary>
    /// <param name="name">Such as "rb".</param>
    public static ClockNoise? Find(string name)
    {
        if (name == "sr") return new ClockNoise(1e-30, 0);
        if (name == "perfect") return new ClockNoise(0, 0);
        foreach ((string known, double[] deviations) in Table)
        {
            if (known != name) continue;
            var points = deviations.Select((deviation, index) => (Math.Pow(10, index), deviation)).ToList();
            // White phase noise of a tag belongs to its jitter, which the detectors have.
            return ClockNoise.Fit(points).Noise with { WhitePhaseSeconds = 0 };
        }

        return null;
    }

    /// <summary>How far the offset at the end of an averaging interval is from its mean over the interval, rms picoseconds:
    /// the clocks' frequency is known where the interval begins, and its noise wanders on. With intensities q1, q2, q3 of
    /// white, random-walk and random-run frequency noise the variance is q1 T/3 + 2 q2 T^3/15 + 11 q3 T^5/420.</summary>
    /// <param name="noise">Noise of both clocks together.</param>
    /// <param name="seconds">T, 0 or more.</param>
    public static double WanderPicoseconds(ClockNoise noise, double seconds)
    {
        ArgumentNullException.ThrowIfNull(noise);
        double cube = seconds * seconds * seconds;
        return 1e12 * Math.Sqrt((noise.WhiteFrequency * seconds / 3) + (2 * noise.RandomWalkFrequency * cube / 15)
            + (11 * noise.RandomRunFrequency * cube * seconds * seconds / 420));
    }
}
