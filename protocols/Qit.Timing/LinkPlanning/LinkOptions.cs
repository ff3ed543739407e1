namespace Qit.Timing.LinkPlanning;

/// <summary>Everything that a plan is made from. Signal photons go to A, idlers to B.</summary>
public sealed record LinkOptions
{
    /// <summary>The fibre between the stations.</summary>
    public LinkFibre Fibre { get; init; } = new();

    /// <summary>The light.</summary>
    public LinkSource Source { get; init; } = new();

    /// <summary>Station A's detector.</summary>
    public LinkDetector DetectorA { get; init; } = new();

    /// <summary>Station B's detector.</summary>
    public LinkDetector DetectorB { get; init; } = new();

    /// <summary>Full width of the coincidence window, 1 to 1e6 ps; null takes six widths of the peak.</summary>
    public double? WindowPicoseconds { get; init; }

    /// <summary>Classical channels in the same fibre.</summary>
    public IReadOnlyList<ClassicalChannel> Classical { get; init; } = [];

    /// <summary>What keeps the classical light from the detectors.</summary>
    public LinkFilter Filter { get; init; } = new();

    /// <summary>Station A's clock, one of <see cref="LinkClocks.Accepted"/>.</summary>
    public string ClockA { get; init; } = "rb";

    /// <summary>Station B's clock.</summary>
    public string ClockB { get; init; } = "rb";

    /// <summary>The round-trip protocol's apparatus.</summary>
    public RoundTripSetup RoundTrip { get; init; } = new();

    /// <summary>The one-way protocol's apparatus.</summary>
    public OneWaySetup OneWay { get; init; } = new();

    /// <summary>The two-way protocol's apparatus.</summary>
    public TwoWaySetup TwoWay { get; init; } = new();

    /// <summary>Averaging time to plan for, 1e-3 to 1e6 s; null takes the best for each protocol.</summary>
    public double? AveragingSeconds { get; init; }

    /// <summary>Longest averaging time that is looked at, 1e-3 to 1e6 s.</summary>
    public double MaximumAveragingSeconds { get; init; } = 1e4;

    /// <summary>False leaves chromatic broadening of the correlation peak out, to see what it costs.</summary>
    internal bool BroadensPeak { get; init; } = true;
}

/// <summary>The fibre, with the source somewhere along it.</summary>
public sealed record LinkFibre
{
    /// <summary>From the source to A, 0 to 1e6 m.</summary>
    public double LengthToAMetres { get; init; }

    /// <summary>From the source to B, 0 to 1e6 m.</summary>
    public double LengthToBMetres { get; init; } = 10_000;

    /// <summary>Attenuation at every wavelength, 0 to 100 dB/km; null takes <see cref="FibreLoss"/>.</summary>
    public double? LossDecibelsPerKilometre { get; init; }

    /// <summary>Couplers, splices and filters before A's detector, 0 to 100 dB.</summary>
    public double InsertionLossADecibels { get; init; } = 2;

    /// <summary>The same before B's.</summary>
    public double InsertionLossBDecibels { get; init; } = 2;

    /// <summary>Dispersion.</summary>
    public OneWay.FibreDispersion Dispersion { get; init; } = new();

    internal double LengthMetres => LengthToAMetres + LengthToBMetres;

    /// <summary>Attenuation at a wavelength, dB/km.</summary>
    /// <param name="nanometres">Wavelength.</param>
    public double LossAt(double nanometres) => LossDecibelsPerKilometre ?? FibreLoss.DecibelsPerKilometre(nanometres);

    /// <summary>Share of light that passes a length of it and a further loss.</summary>
    /// <param name="nanometres">Wavelength.</param>
    /// <param name="metres">Length.</param>
    /// <param name="decibels">Further loss.</param>
    /// <returns>At least 1e-100, less than a photon in the age of the world, so that ratios stay numbers.</returns>
    public double Transmission(double nanometres, double metres, double decibels) =>
        Math.Max(1e-100, Math.Pow(10, -((LossAt(nanometres) * metres / 1000) + decibels) / 10));
}

/// <summary>The light source (ITU-T FG QIT4N D1.2, Appendix II).</summary>
public sealed record LinkSource
{
    /// <summary>One of <see cref="SourceKind"/>.</summary>
    public string Kind { get; init; } = SourceKind.Spdc;

    /// <summary>Pairs (photons for single beams) a second at 1 mW of pump, above 0, at most 1e10.</summary>
    public double PairsPerSecond { get; init; } = 1e6;

    /// <summary>Pump power, above 0, at most 1000 mW. Pairs grow with its square for sfwm, else with itself.</summary>
    public double PumpMilliwatts { get; init; } = 1;

    /// <summary>Most that the pump can give, above 0, at most 1000 mW: the best pump power is sought up to here.</summary>
    public double MaximumPumpMilliwatts { get; init; } = 100;

    /// <summary>Modes K that share the pairs of a coherence time or pulse, 1 to 1e6.</summary>
    public double Modes { get; init; } = 1;

    /// <summary>Coherence time, or length of a pulse, 1 to 1e6 ps.</summary>
    public double CoherencePicoseconds { get; init; } = 1;

    /// <summary>Pulses a second, 0 to 1e11; 0 is a continuous wave.</summary>
    public double RepetitionHertz { get; init; }

    /// <summary>Raman photons of the source in each beam at 1 mW, 0 to 1e9 a second; for sfwm.</summary>
    public double RamanPhotonsPerSecond { get; init; }

    /// <summary>Lifetime of a two-level emitter, 1 to 1e6 ps: it sends at most one photon a lifetime.</summary>
    public double LifetimePicoseconds { get; init; } = 1000;

    /// <summary>Wavelength to A, 700 to 1700 nm.</summary>
    public double SignalNanometres { get; init; } = 1310;

    /// <summary>Wavelength to B, 700 to 1700 nm.</summary>
    public double IdlerNanometres { get; init; } = 1310;

    /// <summary>Spectral width of each photon, FWHM, 1e-4 to 200 nm.</summary>
    public double BandwidthNanometres { get; init; } = 10;

    /// <summary>Spread of the emission-time difference of a pair, 0 to 1e6 ps rms.</summary>
    public double CorrelationTimePicosecondsRms { get; init; } = 0.1;

    /// <summary>Fidelity of the pairs with a Bell state, 0.25 to 1.</summary>
    public double Fidelity { get; init; } = 0.98;

    /// <summary>Indistinguishability: visibility of the Hong-Ou-Mandel dip without noise, 0.01 to 1.</summary>
    public double Indistinguishability { get; init; } = 0.98;

    /// <summary>Squeezed light: squeezing before loss, 0 to 30 dB.</summary>
    public double SqueezingDecibels { get; init; } = 6;

    /// <summary>Squeezed light: photons of a pulse, above 0, at most 1e18.</summary>
    public double PhotonsPerPulse { get; init; } = 1e6;

    /// <summary>Squeezed light: variance of the electronics over the vacuum's, 0 to 1000.</summary>
    public double ElectronicNoise { get; init; } = 0.01;

    /// <summary>Squeezed light: the local oscillator follows the carrier's phase.</summary>
    public bool IsPhaseLocked { get; init; }

    /// <summary>Pairs or photons a second at the pump power; a two-level emitter gives no more than one a lifetime.</summary>
    public double RatePerSecond() => Kind switch
    {
        SourceKind.Sfwm => PairsPerSecond * PumpMilliwatts * PumpMilliwatts,
        SourceKind.TwoLevel => Math.Min(PairsPerSecond * PumpMilliwatts, 1e12 / LifetimePicoseconds),
        _ => PairsPerSecond * PumpMilliwatts,
    };

    /// <summary>1/K: how much thermal light bunches.</summary>
    internal double Bunching => Kind is SourceKind.Spdc or SourceKind.Sfwm ? 1 / Modes : 0;

    /// <summary>From one cell to the next: the pulses' period or the coherence time.</summary>
    internal double CellSeconds => RepetitionHertz > 0 ? 1 / RepetitionHertz : CoherencePicoseconds * 1e-12;

    internal double NoisePerSecond => Kind == SourceKind.Sfwm ? RamanPhotonsPerSecond * PumpMilliwatts : 0;

    internal double BandwidthNanometresRms => BandwidthNanometres / (2 * Math.Sqrt(2 * Math.Log(2)));

    /// <summary>Rms angular bandwidth of the photons, rad/s.</summary>
    internal double BandwidthRadiansPerSecond => RadiansPerSecond(BandwidthNanometres);

    /// <summary>Rms angular bandwidth, rad/s, of a spectral width at the signal's wavelength.</summary>
    /// <param name="nanometres">FWHM.</param>
    internal double RadiansPerSecond(double nanometres) => 2 * Math.PI * 299_792_458 * nanometres * 1e-9
        / (2 * Math.Sqrt(2 * Math.Log(2))) / (SignalNanometres * SignalNanometres * 1e-18);
}

/// <summary>Kinds of light that can be planned with.</summary>
public static class SourceKind
{
    /// <summary>Pairs at Poisson times.</summary>
    public const string Poisson = "poisson";

    /// <summary>Spontaneous parametric down-conversion.</summary>
    public const string Spdc = "spdc";

    /// <summary>Spontaneous four-wave mixing.</summary>
    public const string Sfwm = "sfwm";

    /// <summary>Attenuated laser.</summary>
    public const string WeakCoherent = "weak-coherent";

    /// <summary>Two-level emitter.</summary>
    public const string TwoLevel = "two-level";

    /// <summary>Squeezed pulses under homodyne detection.</summary>
    public const string Squeezed = "squeezed";

    /// <summary>The names, separated by commas.</summary>
    public const string Accepted = $"{Poisson}, {Spdc}, {Sfwm}, {WeakCoherent}, {TwoLevel}, {Squeezed}";

    /// <summary>True where each emission is a photon pair.</summary>
    /// <param name="kind">A name.</param>
    public static bool HasPairs(string kind) => kind is Poisson or Spdc or Sfwm;
}

/// <summary>A single-photon detector and the tagger behind it.</summary>
public sealed record LinkDetector
{
    /// <summary>Probability that an arriving photon starts an avalanche in a ready detector, above 0, at most 1.</summary>
    public double Efficiency { get; init; } = 0.8;

    /// <summary>Avalanches without light, 0 to 1e7 a second.</summary>
    public double DarkCountsPerSecond { get; init; } = 100;

    /// <summary>Dead time, not prolonged by light, 0 to 1e9 ps.</summary>
    public double DeadTimePicoseconds { get; init; } = 40_000;

    /// <summary>Probability that an avalanche leaves a carrier for another one after the dead time, 0 to 0.5.</summary>
    public double AfterpulseProbability { get; init; }

    /// <summary>Decay constant of that carrier, 0.001 to 1e5 ns.</summary>
    public double AfterpulseDecayNanoseconds { get; init; } = 100;

    /// <summary>Gaussian jitter, 0 to 1e6 ps rms (FWHM / 2.355).</summary>
    public double JitterPicosecondsRms { get; init; } = 20;

    /// <summary>Tick of the tagger, 0.1 to 1e6 ps.</summary>
    public double TickPicoseconds { get; init; } = 4;
}

/// <summary>A classical channel in the same fibre.</summary>
public sealed record ClassicalChannel
{
    /// <summary>Wavelength, 1200 to 1700 nm.</summary>
    public double Nanometres { get; init; } = 1550;

    /// <summary>Power that is launched, -60 to 30 dBm.</summary>
    public double LaunchDecibelMilliwatts { get; init; }

    /// <summary>to-b (launched at A) or to-a (launched at B).</summary>
    public string Direction { get; init; } = ToB;

    internal const string ToA = "to-a";
    internal const string ToB = "to-b";

    internal double LaunchWatts => 1e-3 * Math.Pow(10, LaunchDecibelMilliwatts / 10);
}

/// <summary>The receivers' spectral filters, and the fibre's Raman and Kerr coefficients.</summary>
public sealed record LinkFilter
{
    /// <summary>Full width of the pass band, 0.001 to 200 nm.</summary>
    public double WidthNanometres { get; init; } = 10;

    /// <summary>Suppression of light outside it, 0 to 300 dB.</summary>
    public double IsolationDecibels { get; init; } = 150;

    /// <summary>Peak Raman gain of the fibre for light of the pump's polarization and a pump of 1550 nm, 0 to 10 1/(W km).
    /// </summary>
    public double RamanGainPerWattKilometre { get; init; } = 0.8;

    /// <summary>Raman coefficient for all pairs of wavelengths, 1/(km nm), where it is known by measurement; null takes
    /// <see cref="RamanScattering"/>.</summary>
    public double? RamanCoefficient { get; init; }

    /// <summary>Kerr coefficient, 0 to 100 1/(W km), for four-wave mixing.</summary>
    public double KerrPerWattKilometre { get; init; } = 1.3;

    /// <summary>Temperature of the fibre, 200 to 400 K.</summary>
    public double Kelvin { get; init; } = 293;
}
