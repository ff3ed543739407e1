namespace Qit.Randomness.Trials.Files;

/// <summary>What a trial file adds up to, read in one pass with the memory of one chunk, however long the file is.</summary>
/// <param name="Header">What the file says of its trials.</param>
/// <param name="Trials">Trials read.</param>
/// <param name="Tests">Counts of the test trials.</param>
/// <param name="IsComplete">Whether the file has its end record.</param>
/// <param name="Incompleteness">What is missing; null when the file is complete.</param>
/// <param name="Digest">
/// SHA-256 of all before the end record, lower-case hexadecimal; null when incomplete or not asked for.
/// </param>
public sealed record TrialFileTotals(
    TrialFileHeader Header, long Trials, TrialCounts Tests, bool IsComplete, string? Incompleteness, string? Digest)
{
    /// <summary>Number of trials that are no test.</summary>
    public long UntestedTrials => Trials - Tests.Total;

    /// <summary>Counts a file.</summary>
    /// <param name="stream">The file from its first byte.</param>
    /// <param name="checksDigest">False leaves out the SHA-256 of the whole; see <see cref="TrialFileReader"/>.</param>
    /// <exception cref="TrialFileException">The file is damaged.</exception>
    public static TrialFileTotals Read(Stream stream, bool checksDigest = true)
    {
        using var reader = new TrialFileReader(stream, checksDigest);
        Span<long> cells = stackalloc long[TrialCounts.CellCount];
        cells.Clear();
        while (reader.TryReadChunk(out TrialPlanes chunk)) TrialCounter.AddTo(cells, chunk);
        return new TrialFileTotals(reader.Header, reader.Trials, new TrialCounts(cells), reader.IsComplete,
            reader.Incompleteness, reader.Digest);
    }
}
