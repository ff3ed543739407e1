using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A source of entangled pairs between two stations with quantum memories.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PurificationOptions
{
    /// <summary>Seed of everything that is random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Pairs a second that the source makes, at equal distances.</summary>
    public double PairsPerSecond { get; init; } = 40_000;

    /// <summary>Fidelity of its Werner pairs.</summary>
    public double Fidelity { get; init; } = 0.9;

    /// <summary>Instead: the probabilities of Phi+, Psi-, Psi+ and Phi-, with sum 1.</summary>
    public double[]? BellProbabilities { get; init; }

    /// <summary>True when the stations learn at once, after <see cref="MessageMicroseconds"/>, which pairs have both halves.
    /// False when each acts on what it has: the first round then takes neighbours, and a station whose neighbour's half is
    /// missing on the other side measures alone.</summary>
    public bool IsHeralded { get; init; } = true;

    /// <summary>Time that a message takes between the stations, microseconds: pairs wait that long for heralds and for the
    /// other station's bit.</summary>
    public double MessageMicroseconds { get; init; } = 500;

    /// <summary>Pairs that the memories hold; one that finds them full is lost.</summary>
    public int MemoryPairs { get; init; } = 1000;

    /// <summary>The first station.</summary>
    public PairMemoryOptions StationA { get; init; } = new();

    /// <summary>The second station.</summary>
    public PairMemoryOptions StationB { get; init; } = new();
}
