using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>One length of the path to detector 1.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FirstPathOptions
{
    /// <summary>Length as it is stated, 0 to 1e6 m.</summary>
    public double StatedMetres { get; init; }

    /// <summary>Real length less the stated one, -100 to 100 m.</summary>
    public double ErrorMetres { get; init; }
}
