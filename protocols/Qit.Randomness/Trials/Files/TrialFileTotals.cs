namespace Qit.Randomness.Trials.Files;

/// <summary>
/// What a trial file adds up to, read in one pass with the memory of one chunk, however long the file is. Only
/// <see cref="Read"/> makes it: counts that no file carries cannot be given this form.
/// </summary>
public sealed class TrialFileTotals
{
    private TrialFileTotals(TrialFileReader reader, TrialCounts tests)
    {
        Header = reader.Header;
        Trials = reader.Trials;
        Tests = tests;
        Incompleteness = reader.Incompleteness;
        Digest = reader.Digest;
    }

    /// <summary>What the file says of its trials.</summary>
    public TrialFileHeader Header { get; }

    /// <summary>Trials read.</summary>
    public long Trials { get; }

    /// <summary>Counts of the test trials.</summary>
    public TrialCounts Tests { get; }

    /// <summary>Number of trials that are no test.</summary>
    public long UntestedTrials => Trials - Tests.Total;

    /// <summary>Whether the file has its end record.</summary>
    public bool IsComplete => Incompleteness is null;

    /// <summary>What is missing; null when the file is complete.</summary>
    public string? Incompleteness { get; }

    /// <summary>
    /// SHA-256 of all before the end record, lower-case hexadecimal; null when incomplete or not asked for.
    /// </summary>
    public string? Digest { get; }

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
        return new TrialFileTotals(reader, new TrialCounts(cells));
    }
}
