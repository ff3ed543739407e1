using Qit.Randomness.Certification;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Agent.Commands;

/// <summary>
/// Files of trials, of counts and of parameters; everything wrong with them becomes one line that names the file.
/// </summary>
internal static class TrialsInput
{
    private const int ParameterBytesMaximum = 1 << 20;

    /// <summary>Counts a trial file, or takes the counts of a JSON table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">Which of several tables; null for a trial file.</param>
    public static CountedTrials Count(string path, string? table)
    {
        if (!IsTrialFile(path))
            return new CountedTrials(path, table, Open(path, stream => ReadCounts(stream, table)), null);
        if (table is not null)
            throw new BadInputException($"--table is '{table}', but {path} is a trial file; right would be JSON tables");
        TrialFileTotals totals = Open(path, stream => TrialFileTotals.Read(stream));
        return new CountedTrials(path, null, totals.Tests, totals);
    }

    /// <summary>Whether a file begins as a trial file does.</summary>
    public static bool IsTrialFile(string path) => Open(path, stream => stream.ReadByte() == 0x89);

    /// <summary>Parameters from their published text.</summary>
    public static CertificationParameters ReadParameters(string path) => ReadParameters(path, Open(path, stream =>
    {
        if (stream.Length > ParameterBytesMaximum)
            throw new FormatException($"{stream.Length} bytes; right would be a text of at most {ParameterBytesMaximum}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }));

    /// <summary>Parameters from a text.</summary>
    /// <param name="place">The file it stands in.</param>
    /// <param name="text">As published.</param>
    public static CertificationParameters ReadParameters(string place, string text)
    {
        try
        {
            return CertificationParametersReader.Read(text);
        }
        catch (FormatException fault)
        {
            throw new BadInputException($"{place}: parameters: {fault.Message}", fault);
        }
    }

    /// <summary>Runs a reader on a file.</summary>
    /// <exception cref="BadInputException">The file cannot be opened or read.</exception>
    public static T Open<T>(string path, Func<FileStream, T> read)
    {
        if (Directory.Exists(path)) throw new BadInputException($"{path}: is a directory; right would be a file");
        if (!File.Exists(path)) throw new BadInputException($"{path}: no such file");
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions
            {
                Options = FileOptions.SequentialScan,
                BufferSize = 1 << 17,
            });
            return read(stream);
        }
        catch (Exception fault)
            when (fault is TrialFileException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    private static TrialCounts ReadCounts(FileStream stream, string? table)
    {
        if (stream.Length > CountsTable.BytesMaximum)
            throw new FormatException(
                $"{stream.Length} bytes and no trial file; a table of counts has at most {CountsTable.BytesMaximum}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return CountsTable.Read(bytes, table);
    }
}

/// <summary>Counts and where they come from.</summary>
/// <param name="Path">The file.</param>
/// <param name="Table">The table of a JSON file, or null.</param>
/// <param name="Counts">Counts of the test trials.</param>
/// <param name="File">What the trial file adds up to; null for a table of counts.</param>
internal sealed record CountedTrials(string Path, string? Table, TrialCounts Counts, TrialFileTotals? File)
{
    /// <summary>Whether the devices were simulated; null when nobody said.</summary>
    public bool? IsSimulated { get; } = SimulatedMark.Of(Path, File?.Header.IsSimulated);
}
