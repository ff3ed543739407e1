using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>One station's fibre, quantum memory and gates.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PairMemoryOptions
{
    /// <summary>Probability that a pair's half gets from the source into the memory.</summary>
    public double Transmission { get; init; } = 0.5;

    /// <summary>Time constant of dephasing in the memory, microseconds: the coherence falls as exp(-t/T).</summary>
    public double CoherenceMicroseconds { get; init; } = 1e7;

    /// <summary>Probability that the CNOT leaves its two qubits fully mixed.</summary>
    public double GateError { get; init; } = 0.005;

    /// <summary>Probability that a measurement gives the wrong bit.</summary>
    public double ReadoutError { get; init; } = 0.002;

    /// <summary>Probability that a measurement gives no bit: the station then has no record.</summary>
    public double ReadoutLoss { get; init; }

    /// <summary>Error of the gate that the memory claims, null for the true one.</summary>
    public double? ClaimedGateError { get; init; }

    /// <summary>Error of the measurement that the memory claims, null for the true one.</summary>
    public double? ClaimedReadoutError { get; init; }

    /// <summary>Measurements kept until they are read; more are lost and counted.</summary>
    public int BufferRecords { get; init; } = 4096;
}
