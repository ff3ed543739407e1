using System.Globalization;

namespace Qit.Agent.Protocols;

/// <summary>One measurement by a protocol.</summary>
public sealed record ProtocolAnswer
{
    /// <summary>True when any device behind it is a simulated one.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Null when there is an offset, else why there is none; the values are then NaN.</summary>
    public string? Refusal { get; init; }

    /// <summary>What was found, in words, by a protocol whose answer is no offset; null by the others. The values of the offset
    /// are then NaN.</summary>
    public string? Conclusion { get; init; }

    /// <summary>The clock offset in the protocol's own sense (tau, t0, tA - tB), ps. NaN without one.</summary>
    public double OffsetPicoseconds { get; init; } = double.NaN;

    /// <summary>Its standard error, every part included, ps.</summary>
    public double StandardErrorPicoseconds { get; init; } = double.NaN;

    /// <summary>Cramer-Rao bound for the photons that were counted, ps: the least standard error that any unbiased estimator
    /// can have. NaN where the protocol has none.</summary>
    public double BoundPicoseconds { get; init; } = double.NaN;

    /// <summary>Full length of the interval in which the offset is unambiguous, ps. NaN when it is everywhere.</summary>
    public double AmbiguityPicoseconds { get; init; } = double.NaN;

    /// <summary>Device time of station A at the middle of the measurement, microseconds since it booted.</summary>
    public long DeviceTimeMicroseconds { get; init; }

    /// <summary>What the standard error is made of.</summary>
    public IReadOnlyList<ErrorPart> ErrorParts { get; init; } = [];

    /// <summary>What was measured besides, such as visibility, dispersion, lengths.</summary>
    public IReadOnlyList<MeasuredQuantity> Quantities { get; init; } = [];

    /// <summary>What was seen, for pictures.</summary>
    public IReadOnlyList<MeasuredCurve> Curves { get; init; } = [];
}

/// <summary>An independent part of a standard error.</summary>
/// <param name="Name">Where it comes from, in camelCase.</param>
/// <param name="Picoseconds">Its standard error alone, ps.</param>
public readonly record struct ErrorPart(string Name, double Picoseconds);

/// <summary>A number with its error.</summary>
/// <param name="Name">What it is, in camelCase.</param>
/// <param name="Value">The value.</param>
/// <param name="StandardError">Its standard error; NaN where there is none.</param>
/// <param name="Unit">Unit, "1" for plain ratios.</param>
public readonly record struct MeasuredQuantity(string Name, double Value, double StandardError, string Unit)
{
    /// <summary>Probability of the interval.</summary>
    public const double IntervalConfidence = 0.95;

    /// <summary>Lower end of an interval that holds the truth with at least <see cref="IntervalConfidence"/>; NaN where only the
    /// standard error is known.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Upper end of it.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>Whether there is an interval.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasInterval => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>For people: value, error where there is one, unit.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G6}")
        + (double.IsFinite(StandardError) ? string.Create(CultureInfo.InvariantCulture, $" +- {StandardError:G2}") : "")
        + (HasInterval ? string.Create(CultureInfo.InvariantCulture, $" ({Low:G6} to {High:G6})") : "")
        + (Unit == "1" ? "" : " " + Unit);
}
