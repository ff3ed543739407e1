using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A source of weak pulses for a trusted receiver with two bases and two detectors.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QubitSourceOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Mean photons in a pulse (coherent light), 0 to 1000.</summary>
    public double MeanPhotons { get; init; } = 1;

    /// <summary>Everything that light is lost by, detectors included, 0 to 1.</summary>
    public double Efficiency { get; init; } = 0.2;

    /// <summary>Part of the light that reaches the wrong detector in the test basis, 0 to 1.</summary>
    public double Misalignment { get; init; } = 0.01;

    /// <summary>Probability that a detector fires in the dark in a gate, 0 to 1.</summary>
    public double DarkCountProbability { get; init; } = 1e-6;

    /// <summary>Adversary: part of the pulses that are sent in an eigenstate of the key basis, whose outcome the sender knows,
    /// 0 to 1.</summary>
    public double EigenstateFraction { get; init; }

    /// <summary>Fault: efficiency in the test basis over that in the key basis, 0 to 10. The proof trusts that it is 1.</summary>
    public double BasisEfficiencyRatio { get; init; } = 1;

    internal void Check()
    {
        const string Path = "qubitSource";
        QubitSourceOptions options = this;
        WorldOptionsCheck.Range(Path, options.MeanPhotons, 0, 1000);
        WorldOptionsCheck.Range(Path, options.Efficiency, 0, 1);
        WorldOptionsCheck.Range(Path, options.Misalignment, 0, 1);
        WorldOptionsCheck.Range(Path, options.DarkCountProbability, 0, 1);
        WorldOptionsCheck.Range(Path, options.EigenstateFraction, 0, 1);
        WorldOptionsCheck.Range(Path, options.BasisEfficiencyRatio, 0, 10);
    }
}
