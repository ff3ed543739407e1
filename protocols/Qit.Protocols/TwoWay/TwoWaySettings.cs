using System;

namespace Qit.Protocols.TwoWay;

/// <summary>The settings of the two-way loop, by key.</summary>
public sealed class TwoWaySettings
{
    /// <summary>Phase steps of a fringe: four quarter waves.</summary>
    public const int Steps = 4;

    private static readonly int[] Lowest = { 0, 1, int.MinValue, 100, 100, 0, 0, 1, 0, 1000, 1, 0 };
    private static readonly int[] Highest =
    {
        1, int.MaxValue, int.MaxValue, 60_000_000, 10_000_000, 60_000_000, 60_000_000, int.MaxValue, 30, int.MaxValue,
        FringeRecord.MaxCycles, 8,
    };

    private readonly int[] values =
    {
        0, 256, 0, 45_000, 50_000, 5_000, 200_000, 10_000_000, 7, 2_000_000, 1, 2,
    };

    /// <summary>Settings for a phase shifter.</summary>
    /// <param name="minSteps">Lowest position.</param>
    /// <param name="maxSteps">Highest position.</param>
    public TwoWaySettings(int minSteps, int maxSteps)
    {
        if (minSteps >= maxSteps)
            throw new ArgumentOutOfRangeException(nameof(maxSteps));
        MinSteps = minSteps;
        MaxSteps = maxSteps;
        values[TwoWayKey.StepZero - TwoWayKey.First] = minSteps;
    }

    /// <summary>Lowest position of the phase shifter.</summary>
    public int MinSteps { get; }

    /// <summary>Highest position of the phase shifter.</summary>
    public int MaxSteps { get; }

    /// <summary>Whether a key is a setting.</summary>
    /// <param name="key">Any key.</param>
    public static bool Has(byte key) => key >= TwoWayKey.First && key < TwoWayKey.First + TwoWayKey.SettingCount;

    /// <summary>Value of a setting.</summary>
    /// <param name="key">One of the settings of <see cref="TwoWayKey"/>.</param>
    public int Get(byte key) => values[key - TwoWayKey.First];

    /// <summary>Changes a setting.</summary>
    /// <param name="key">One of the settings.</param>
    /// <param name="value">New value.</param>
    /// <returns>False, and nothing changed, when the value is outside the setting's own range.</returns>
    public bool TrySet(byte key, long value)
    {
        int index = key - TwoWayKey.First;
        if (value < Lowest[index] || value > Highest[index])
            return false;
        values[index] = (int)value;
        return true;
    }

    /// <summary>Where the phase shifter goes for a phase step, rounded to a whole step; it may lie beyond the travel.</summary>
    /// <param name="step">0 to 3.</param>
    public long PositionOf(int step)
    {
        long quarters = (long)step * Get(TwoWayKey.QuarterWave);
        return ((quarters + 128) >> 8) + Get(TwoWayKey.StepZero);
    }

    /// <summary>Whether the settings fit together: all four phase steps lie within the travel of the phase shifter; alone, the
    /// highest rate is a rate, and a slot has time for its fringe.</summary>
    public bool AreConsistent()
    {
        if (PositionOf(0) < MinSteps || PositionOf(Steps - 1) > MaxSteps)
            return false;
        if (Get(TwoWayKey.Mode) == TwoWayMode.Plan)
            return true;
        long visit = (long)Get(TwoWayKey.Dwell) + Get(TwoWayKey.Settle);
        long fringe = 2L * Steps * Get(TwoWayKey.Cycles) * visit + Get(TwoWayKey.RampSettle);
        return (long)Get(TwoWayKey.LowestRate) << Get(TwoWayKey.Doublings) <= int.MaxValue && fringe < Get(TwoWayKey.Slot);
    }
}
