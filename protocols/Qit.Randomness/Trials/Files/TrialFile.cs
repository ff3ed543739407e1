using Qit.Randomness.Blocks;

namespace Qit.Randomness.Trials.Files;

/// <summary>Whole blocks to and from trial files.</summary>
public static class TrialFile
{
    /// <summary>Usual end of a trial file's name.</summary>
    public const string Extension = ".qbt";

    /// <summary>Most trials that fit one block in memory.</summary>
    public const int BlockTrialsMaximum = 1 << 30;

    /// <summary>Writes a block as one file.</summary>
    /// <param name="stream">Takes the file; written from where it stands, never sought, left open.</param>
    /// <param name="block">The block.</param>
    /// <param name="header">
    /// Of the parameters the block was begun under. Its attempt and first trial are taken from the block.
    /// </param>
    /// <returns>SHA-256 that names the file's content, lower-case hexadecimal.</returns>
    /// <exception cref="ArgumentException">The header is of other parameters than the block.</exception>
    public static string WriteBlock(Stream stream, TrialBlock block, TrialFileHeader header)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(header);
        if (header.ParameterHash != block.ParameterHash)
            throw new ArgumentException(
                $"The block was begun under parameters {block.ParameterHash}; the header names "
                + $"{header.ParameterHash ?? "none"}.", nameof(header));
        using var writer = new TrialFileWriter(
            stream, header with { Attempt = block.Attempt, FirstTrial = block.FirstTrial });
        writer.Append(TrialPlanes.Of(block.Trials));
        return writer.Complete();
    }

    /// <summary>Reads a whole block, ready to be judged and extracted.</summary>
    /// <param name="stream">The file from its first byte.</param>
    /// <exception cref="TrialFileException">
    /// The file is damaged or incomplete, has more trials than fit memory, or names no parameters: such trials are for
    /// calibration, and <see cref="ReadRecord"/> reads them.
    /// </exception>
    public static (TrialFileHeader Header, TrialBlock Block) ReadBlock(Stream stream)
    {
        using var reader = new TrialFileReader(stream);
        TrialFileHeader header = reader.Header;
        if (header.ParameterHash is not string hash)
            throw new TrialFileException(64,
                $"no parameters were fixed before these trials: they serve for calibration and certify nothing");
        TrialRecord record = Read(reader);
        if (!reader.IsComplete) throw new TrialFileException(0, $"is incomplete: {reader.Incompleteness}");
        return (header, new TrialBlock(hash, header.Attempt, header.FirstTrial, record));
    }

    /// <summary>Reads all trials of a file, calibration data too.</summary>
    /// <param name="stream">The file from its first byte.</param>
    /// <returns>The trials, and whether the file is complete.</returns>
    /// <exception cref="TrialFileException">The file is damaged or has more trials than fit memory.</exception>
    public static (TrialFileHeader Header, TrialRecord Trials, bool IsComplete) ReadRecord(Stream stream)
    {
        using var reader = new TrialFileReader(stream);
        TrialRecord record = Read(reader);
        return (reader.Header, record, reader.IsComplete);
    }

    private static TrialRecord Read(TrialFileReader reader)
    {
        int planes = reader.Header.HasTests ? 5 : 4;
        if (reader.Header.PlannedTrials > BlockTrialsMaximum)
            throw new TrialFileException(40,
                $"{reader.Header.PlannedTrials} trials; at most {BlockTrialsMaximum} are loaded at once");
        var words = new ulong[planes][];
        Array.Fill(words, []);
        int filled = 0;
        while (reader.TryReadChunk(out TrialPlanes chunk))
        {
            if (chunk.Count > BlockTrialsMaximum - filled)
                throw new TrialFileException(0, $"more than {BlockTrialsMaximum} trials are not loaded at once");
            // The room follows what was really read, so that a header cannot ask for memory its file does not fill.
            Grow(words, filled + chunk.Count);
            PackedBits.Insert(chunk.X, chunk.Count, words[0], filled);
            PackedBits.Insert(chunk.Y, chunk.Count, words[1], filled);
            PackedBits.Insert(chunk.A, chunk.Count, words[2], filled);
            PackedBits.Insert(chunk.B, chunk.Count, words[3], filled);
            if (planes == 5) PackedBits.Insert(chunk.Tests, chunk.Count, words[4], filled);
            filled += chunk.Count;
        }
        BitString[] bits = [.. words.Select(plane => new BitString(plane[..BitString.WordCount(filled)], filled))];
        return new TrialRecord(bits[0], bits[1], bits[2], bits[3], planes == 5 ? bits[4] : null);
    }

    private static void Grow(ulong[][] words, int trials)
    {
        int needed = BitString.WordCount(trials);
        if (needed <= words[0].Length) return;
        int size = Math.Min(Math.Max(needed, 2 * words[0].Length), BlockTrialsMaximum / 64);
        for (int plane = 0; plane < words.Length; plane++) Array.Resize(ref words[plane], size);
    }
}
