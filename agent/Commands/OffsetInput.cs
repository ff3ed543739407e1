using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Opens input files; everything wrong with them becomes one line that names the file.</summary>
internal static class OffsetInput
{
    /// <summary>Runs a reader on a file.</summary>
    /// <exception cref="BadInputException">The file cannot be opened or read.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path}: is a directory; right would be a file");
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such file");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return read(stream);
        }
        catch (TagFileException fault)
        {
            throw new BadInputException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }
}
