namespace Qit.Timing.LinkPlanning;

/// <summary>The round trip's delay lines (docs/round-trip.md).</summary>
public sealed record RoundTripSetup
{
    /// <summary>Rate v of the ramps, 1e-6 to 1e3 m/s.</summary>
    public double RateMetresPerSecond { get; init; } = 1;

    /// <summary>Loss of each photon in the delay lines, all passes together, 0 to 100 dB.</summary>
    public double LossDecibels { get; init; } = 3;

    /// <summary>Travel to either side of the expected centre, 3 to 1000 widths of the dip.</summary>
    public double TravelWidths { get; init; } = 10;

    /// <summary>Largest clock offset to be measured, 0 to 1 s: errors of rate and scale grow with it.</summary>
    public double OffsetSeconds { get; init; } = 1e-7;

    /// <summary>Standard error of rate and scale over themselves, 0 to 1.</summary>
    public double RateRelativeError { get; init; } = 1e-6;

    /// <summary>Rms error of a position of the swept line, 0 to 1e-3 m.</summary>
    public double PositionErrorMetres { get; init; } = 1e-9;
}

/// <summary>The one-way protocol's lengths and calibration.</summary>
public sealed record OneWaySetup
{
    /// <summary>Wavelength of its signal photons, 700 to 1700 nm: the protocol needs dispersion between the two.</summary>
    public double SignalNanometres { get; init; } = 1310;

    /// <summary>Wavelength of its idler photons, 700 to 1700 nm.</summary>
    public double IdlerNanometres { get; init; } = 1550;

    /// <summary>Spectral width of its photons, FWHM, 1e-4 to 200 nm: the lengths broaden the peak by it.</summary>
    public double BandwidthNanometres { get; init; } = 0.1;

    /// <summary>Known lengths R1, three or more, 0 to 1e6 m; the time is shared evenly.</summary>
    public IReadOnlyList<double> LengthsMetres { get; init; } = [1000, 11_000, 21_000];

    /// <summary>Standard error of each R1, 0 to 1000 m.</summary>
    public double LengthErrorMetres { get; init; } = 1e-3;

    /// <summary>Standard error of the known 1/Vs + 1/Vi over itself, 1e-12 to 1.</summary>
    public double SlownessRelativeError { get; init; } = 1e-6;
}

/// <summary>The two-way protocol's interferometer and ramp.</summary>
public sealed record TwoWaySetup
{
    /// <summary>Fastest rate v of its delay lines, 1e-6 to 1e4 m/s.</summary>
    public double RateMetresPerSecond { get; init; } = 10;

    /// <summary>Rates of the ramp, each half of the one before, 2 to 30.</summary>
    public int Rates { get; init; } = 8;

    /// <summary>Loss of the interferometer, 0 to 100 dB.</summary>
    public double LossDecibels { get; init; } = 3;

    /// <summary>Visibility of the fringe without noise, 0.01 to 1.</summary>
    public double Visibility { get; init; } = 0.95;

    /// <summary>Spectral width of its photons, FWHM, 1e-6 to 200 nm: the ramps part the interferometer's ways by 2 v times the
    /// travel time, and within the coherence length there are fringes.</summary>
    public double BandwidthNanometres { get; init; } = 0.1;

    /// <summary>How well tA - tB is known before, above 0, at most 1 s.</summary>
    public double OffsetErrorSeconds { get; init; } = 1e-7;
}
