using Qit.Randomness.Statements;

namespace Qit.Agent.RandomnessClasses;

/// <summary>What one run of a scenario gave.</summary>
internal sealed record RandomnessRun
{
    /// <summary>The verdict on the raw data.</summary>
    public required EntropyStatement Statement { get; init; }

    /// <summary>The extracted bits; null when nothing was certified.</summary>
    public required ExtractedBits? Extracted { get; init; }

    /// <summary>What the raw data were counted in: "samples" or "gates".</summary>
    public required string SampleName { get; init; }

    /// <summary>How many of them.</summary>
    public required long Samples { get; init; }

    /// <summary>Random bits that the protocol's choices took.</summary>
    public required double ChoiceBits { get; init; }

    /// <summary>What was measured, with the truth of the simulation where there is one.</summary>
    public required IReadOnlyList<RandomnessFigure> Figures { get; init; }

    /// <summary>Error of statement and extraction together; 1 is no statement.</summary>
    public double SoundnessError => Statement.Parameters.StatementError + ClassExtraction.Error;

    /// <summary>Bits in against bits out.</summary>
    public RandomnessBalance Balance => new(Extracted?.Bits.Length ?? 0, ChoiceBits, Extracted?.SeedBits ?? 0);
}
