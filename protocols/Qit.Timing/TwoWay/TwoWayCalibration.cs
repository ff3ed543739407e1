namespace Qit.Timing.TwoWay;

/// <summary>What is known of light, ramps and ports beside the counts, and how well.</summary>
public sealed record TwoWayCalibration
{
    /// <summary>Wavelength, metres, above 0.</summary>
    public required double WavelengthMetres { get; init; }

    /// <summary>Standard error of the wavelength over the wavelength.</summary>
    public double WavelengthRelativeError { get; init; }

    /// <summary>Standard error of the ramps' rate v over the rate.</summary>
    public double RateRelativeError { get; init; }

    /// <summary>Standard error of the difference of both stations' rates over the rate. The slower station's light then gathers
    /// path all the way: it shifts tA - tB by half of the difference times the travel time.</summary>
    public double RateMismatchError { get; init; }

    /// <summary>Travel time one way, seconds, roughly.</summary>
    public double TravelSeconds { get; init; }

    /// <summary>Standard error of the difference of the travel times A to B and B to A, seconds; half of it is in tA - tB, and
    /// no count shows it.</summary>
    public double AsymmetryErrorSeconds { get; init; }

    /// <summary>Phase steps of station A, nominal, radians, the first 0.</summary>
    public IReadOnlyList<double> StepRadiansA { get; init; } = [0, Math.PI / 2, Math.PI, 3 * Math.PI / 2];

    /// <summary>Phase steps of station B, nominal, radians, the first 0.</summary>
    public IReadOnlyList<double> StepRadiansB { get; init; } = [0, Math.PI / 2, Math.PI, 3 * Math.PI / 2];

    /// <summary>What is known of them, and of the ports, beforehand; the fringes themselves usually tell better.</summary>
    public PortPrior Ports { get; init; } = new(0.1, 0.02, 0.5, 0.005);

    /// <summary>Dead time of the detectors, seconds.</summary>
    public double DeadTimeSeconds { get; init; }
}
