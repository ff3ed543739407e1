using Qit.Hal.Simulation;
using Qit.Randomness.Extraction;
using Qit.Randomness.Statements;
using Qit.Randomness.Trials;

namespace Qit.Agent.RandomnessClasses;

/// <summary>The last block of every class: a strong, quantum-proof extractor sized by what was certified.</summary>
internal static class ClassExtraction
{
    /// <summary>Error of the extractor.</summary>
    public const double Error = 1e-10;

    private const int BitsPerByte = 8;

    /// <summary>Extracts; null when the statement leaves nothing to extract.</summary>
    /// <param name="statement">The verdict.</param>
    /// <param name="worldSeed">Seed of the world, from which the simulated seed of the extractor is drawn.</param>
    public static ExtractedBits? Extract(EntropyStatement statement, ulong worldSeed)
    {
        if (!statement.IsAccepted || LeftoverHash.OutputBits(statement.CertifiedBits, Error) == 0) return null;
        ToeplitzExtractor extractor = new ToeplitzExtractorConfiguration
        {
            InputBits = statement.Raw.Length,
            MinEntropyBits = statement.CertifiedBits,
            ExtractionError = Error,
        }.Build();
        BitString output = extractor.Extract(statement.Raw, SimulatedBits(worldSeed, "extractorSeed", extractor.SeedBits));
        return new ExtractedBits(output, extractor.Name, extractor.Security.Reference, extractor.SeedBits);
    }

    /// <summary>Bits of the simulation in place of a random seed: the same for the same world.</summary>
    public static BitString SimulatedBits(ulong worldSeed, string stream, int count)
    {
        byte[] bytes = new byte[(count + BitsPerByte - 1) / BitsPerByte];
        new SimulatedEntropySource(new EntropyOptions(), worldSeed, stream).Read(bytes, 0, bytes.Length, out _);
        if (count % BitsPerByte != 0) bytes[^1] &= (byte)(0xFF << (BitsPerByte - (count % BitsPerByte)));
        return BitString.FromBytes(bytes, count, BitOrder.MostSignificantFirst);
    }
}
