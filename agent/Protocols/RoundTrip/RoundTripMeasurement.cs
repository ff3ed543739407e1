using System.Globalization;
using Qit.Protocols.RoundTrip;
using Qit.Timing.RoundTrip;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>How the round trip is measured, and what is known of the hardware beside the counts.</summary>
public sealed record RoundTripMeasurement
{
    /// <summary>Rate v of the conveyor ramps, m/s of optical path, 1e-9 to 2, either sign.</summary>
    public double RateMetresPerSecond { get; init; } = 1;

    /// <summary>Lowest path difference at which the dip is looked for, m. With the highest, the offsets that can be measured are
    /// the range over 4 v, less a few widths at either end.</summary>
    public double FromMetres { get; init; } = -2e-4;

    /// <summary>Highest path difference, m; above the lowest.</summary>
    public double ToMetres { get; init; } = 2e-4;

    /// <summary>Rms width of the dip, c / (2 dw), m: known, or where to begin.</summary>
    public double WidthMetres { get; init; } = 1e-5;

    /// <summary>False to estimate the width as well.</summary>
    public bool IsWidthKnown { get; init; } = true;

    /// <summary>Live time that one answer spends on its dip, s, 0.1 to 1e6.</summary>
    public double ExposureSeconds { get; init; } = 5;

    /// <summary>Live time that the dip with the ramps at rest, which gives the zero, is measured for, s, 0.1 to 1e6.</summary>
    public double ZeroExposureSeconds { get; init; } = 20;

    /// <summary>The zero is measured anew after so many answers, 1 to 1e6.</summary>
    public int AnswersPerZero { get; init; } = 20;

    /// <summary>Full width of the counter's coincidence window, ps: the accidentals are its product with both rates of
    /// clicks.</summary>
    public double CoincidenceWindowPicoseconds { get; init; } = 2000;

    /// <summary>Standard error of the rate v over v.</summary>
    public double RateRelativeStandardError { get; init; }

    /// <summary>Standard error of the swept delay line's scale over the scale.</summary>
    public double ScaleRelativeStandardError { get; init; }

    /// <summary>Rms error of one position of the swept delay line that no scale explains, m.</summary>
    public double PositionErrorMetresRms { get; init; }

    /// <summary>Places are approached from so many steps below, 0 to 1e6: more than the backlash.</summary>
    public int ApproachSteps { get; init; } = 100;

    /// <summary>Wait at a place before counting, microseconds, 0 to 6e7.</summary>
    public int SettleMicroseconds { get; init; } = 20_000;

    /// <summary>Checks every field.</summary>
    /// <exception cref="BadInputException">A field is out of range; the message names it under the given path.</exception>
    public void Check(string path)
    {
        Demand(Math.Abs(RateMetresPerSecond) is >= 1e-9 and <= 2, path, nameof(RateMetresPerSecond), RateMetresPerSecond,
            "1e-9 to 2, either sign");
        Demand(Math.Abs(FromMetres) <= 10, path, nameof(FromMetres), FromMetres, "-10 to 10");
        Demand(WidthMetres is > 0 and <= 1, path, nameof(WidthMetres), WidthMetres, "above 0, at most 1");
        Demand(ToMetres <= 10 && ToMetres - FromMetres >= 6 * WidthMetres, path, nameof(ToMetres), ToMetres,
            "at least six widths above fromMetres, at most 10");
        Demand(ExposureSeconds is >= 0.1 and <= 1e6, path, nameof(ExposureSeconds), ExposureSeconds, "0.1 to 1e6");
        Demand(ZeroExposureSeconds is >= 0.1 and <= 1e6, path, nameof(ZeroExposureSeconds), ZeroExposureSeconds, "0.1 to 1e6");
        Demand(AnswersPerZero is >= 1 and <= 1_000_000, path, nameof(AnswersPerZero), AnswersPerZero, "1 to 1e6");
        Demand(CoincidenceWindowPicoseconds is >= 0 and <= 1e6, path, nameof(CoincidenceWindowPicoseconds),
            CoincidenceWindowPicoseconds, "0 to 1e6");
        Demand(RateRelativeStandardError is >= 0 and < 1, path, nameof(RateRelativeStandardError), RateRelativeStandardError,
            "0 or more, below 1");
        Demand(ScaleRelativeStandardError is >= 0 and < 1, path, nameof(ScaleRelativeStandardError),
            ScaleRelativeStandardError, "0 or more, below 1");
        Demand(PositionErrorMetresRms is >= 0 and < 1, path, nameof(PositionErrorMetresRms), PositionErrorMetresRms,
            "0 or more, below 1");
        Demand(ApproachSteps is >= 0 and <= 1_000_000, path, nameof(ApproachSteps), ApproachSteps, "0 to 1e6");
        Demand(SettleMicroseconds is >= 0 and <= 60_000_000, path, nameof(SettleMicroseconds), SettleMicroseconds, "0 to 6e7");
    }

    /// <summary>The plan of one dip.</summary>
    /// <param name="exposureSeconds">Live time to spend.</param>
    /// <param name="accidentalsPerSecond">Known accidental coincidences.</param>
    internal AdaptivePlanOptions Plan(double exposureSeconds, double accidentalsPerSecond) => new()
    {
        FromMetres = FromMetres,
        ToMetres = ToMetres,
        WidthMetres = WidthMetres,
        IsWidthKnown = IsWidthKnown,
        TotalExposure = exposureSeconds,
        Background = accidentalsPerSecond,
    };

    /// <summary>The rate in the device's unit, <see cref="RoundTripKey.RampRate"/>.</summary>
    internal int RateNanometresPerSecond => (int)Math.Round(RateMetresPerSecond * 1e9);

    private static void Demand(bool isRight, string path, string name, double value, string right)
    {
        if (isRight)
            return;
        string field = char.ToLowerInvariant(name[0]) + name[1..];
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{path}.{field} is {value}; right would be {right}"));
    }
}
