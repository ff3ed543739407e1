namespace Qit.Hal.Simulation;

/// <summary>An option of the simulation is outside its allowed range. The message names the option as the configuration
/// file does, its value and the range.</summary>
public sealed class WorldOptionException : ArgumentException
{
    /// <summary>Creates the error.</summary>
    /// <param name="option">Path of the option in camelCase, for example detectorA.efficiency.</param>
    /// <param name="value">Its value.</param>
    /// <param name="allowed">What would be right.</param>
    public WorldOptionException(string option, string value, string allowed)
        : base($"Option {option} is {value}; allowed is {allowed}.")
    {
        Option = option;
    }

    /// <summary>Path of the option in camelCase.</summary>
    public string Option { get; }
}
