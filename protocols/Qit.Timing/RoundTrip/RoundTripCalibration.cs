namespace Qit.Timing.RoundTrip;

/// <summary>What is known of the delay lines beside the counts.</summary>
public sealed record RoundTripCalibration
{
    /// <summary>Rate v of each conveyor ramp, metres of optical path a second; not 0. Its sign is the ramps' direction.
    /// </summary>
    public required double RateMetresPerSecond { get; init; }

    /// <summary>Standard error of the rate over the rate, at least 0.</summary>
    public double RateRelativeStandardError { get; init; }

    /// <summary>Standard error of the swept delay line's scale (metres a step) over the scale, at least 0.</summary>
    public double ScaleRelativeStandardError { get; init; }

    /// <summary>Rms error of one position of the swept delay line that no scale explains (screw, backlash that is left), in
    /// metres, at least 0.</summary>
    public double PositionErrorMetresRms { get; init; }

    /// <summary>Centre of the dip with the ramps at rest, in metres: where the path difference is 0 in truth.</summary>
    public double ZeroMetres { get; init; }

    /// <summary>Standard error of <see cref="ZeroMetres"/> from counting, in metres, at least 0.</summary>
    public double ZeroStandardErrorMetres { get; init; }

    internal void Check()
    {
        if (!double.IsFinite(RateMetresPerSecond) || RateMetresPerSecond == 0)
            throw new ArgumentException($"The ramp's rate is {RateMetresPerSecond} m/s; it must not be 0.");
        if (!double.IsFinite(ZeroMetres)) throw new ArgumentException($"The zero is {ZeroMetres} m.");
        Demand(RateRelativeStandardError, nameof(RateRelativeStandardError));
        Demand(ScaleRelativeStandardError, nameof(ScaleRelativeStandardError));
        Demand(PositionErrorMetresRms, nameof(PositionErrorMetresRms));
        Demand(ZeroStandardErrorMetres, nameof(ZeroStandardErrorMetres));
    }

    private static void Demand(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentException($"{name} is {value}; it has to be 0 or more.");
    }
}
