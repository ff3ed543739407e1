namespace Qit.Rigs;

/// <summary>What a measure must keep to; a missing end is open.</summary>
public sealed record Limit
{
    /// <summary>Smallest value that passes.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value that passes.</summary>
    public double? Max { get; init; }

    /// <summary>True when the value keeps to it. A value that could not be measured (NaN) never passes.</summary>
    public bool Holds(double value) => !double.IsNaN(value) && !(value < Min) && !(value > Max);
}
