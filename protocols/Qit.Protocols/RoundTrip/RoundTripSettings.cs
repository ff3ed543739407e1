using System;

namespace Qit.Protocols.RoundTrip;

/// <summary>The settings of the round-trip loop, by key.</summary>
public sealed class RoundTripSettings
{
    private static readonly int[] Lowest = { 0, int.MinValue, int.MinValue, 2, 1, 1, 1, 100, 0, 0, int.MinValue, 0 };
    private static readonly int[] Highest =
    {
        2, int.MaxValue, int.MaxValue, 32767, 49150, 3_600_000, 3_600_000, 10_000_000, 60_000_000, 1_000_000, int.MaxValue, 8,
    };

    private readonly int[] values = { 0, 0, 0, 64, 48, 100, 100, 100_000, 20_000, 0, 0, 2 };

    /// <summary>Settings for a delay line: the scan goes over all of it.</summary>
    /// <param name="minSteps">Lowest position.</param>
    /// <param name="maxSteps">Highest position.</param>
    public RoundTripSettings(int minSteps, int maxSteps)
    {
        if (minSteps >= maxSteps)
            throw new ArgumentOutOfRangeException(nameof(maxSteps));
        values[RoundTripKey.ScanFrom - RoundTripKey.FirstSetting] = minSteps;
        values[RoundTripKey.ScanTo - RoundTripKey.FirstSetting] = maxSteps;
        MinSteps = minSteps;
        MaxSteps = maxSteps;
    }

    /// <summary>Lowest position of the delay line.</summary>
    public int MinSteps { get; }

    /// <summary>Highest position of the delay line.</summary>
    public int MaxSteps { get; }

    /// <summary>Whether a key is a setting.</summary>
    /// <param name="key">Any key.</param>
    public static bool Has(byte key) =>
        key >= RoundTripKey.FirstSetting && key < RoundTripKey.FirstSetting + RoundTripKey.SettingCount;

    /// <summary>Value of a setting.</summary>
    /// <param name="key">One of the settings of <see cref="RoundTripKey"/>.</param>
    public int Get(byte key) => values[key - RoundTripKey.FirstSetting];

    /// <summary>Changes a setting.</summary>
    /// <param name="key">One of the settings.</param>
    /// <param name="value">New value.</param>
    /// <returns>False, and nothing changed, when the value is outside the setting's own range.</returns>
    public bool TrySet(byte key, long value)
    {
        int index = key - RoundTripKey.FirstSetting;
        if (value < Lowest[index] || value > Highest[index])
            return false;
        if ((key == RoundTripKey.ScanFrom || key == RoundTripKey.ScanTo) && (value < MinSteps || value > MaxSteps))
            return false;
        values[index] = (int)value;
        return true;
    }

    /// <summary>Whether the settings fit together: the scan has 5 to <see cref="DipSearch.MaxPlaces"/> places, and the flanks
    /// lie half to one and a half widths from the centre. A plan needs neither.</summary>
    public bool AreConsistent()
    {
        if (Get(RoundTripKey.Mode) == RoundTripMode.Plan)
            return true;
        long range = -1L * Get(RoundTripKey.ScanFrom) + Get(RoundTripKey.ScanTo);
        long width = Get(RoundTripKey.Width);
        long flank = Get(RoundTripKey.Flank);
        return range >= 4 * width && range < DipSearch.MaxPlaces * width && 2 * flank >= width && 2 * flank <= 3 * width;
    }
}
