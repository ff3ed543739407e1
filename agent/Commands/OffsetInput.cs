using System.Text.Json;
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

    /// <summary>True when the file beside a tag file, FILE.json, says that the tags are simulated: a1 has no header to
    /// say so itself.</summary>
    /// <exception cref="BadInputException">The file beside it is there, but cannot be understood: guessing "real" would
    /// be the wrong side to err on.</exception>
    public static bool SidecarSaysSimulated(string path)
    {
        string sidecar = path + ".json";
        if (!File.Exists(sidecar)) return false;
        return Read(sidecar, stream =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(stream);
                if (document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("simulated", out JsonElement simulated)
                    && simulated.ValueKind is JsonValueKind.True or JsonValueKind.False)
                    return simulated.GetBoolean();
                throw new BadInputException(
                    $"{sidecar}: has no \"simulated\": true or false, which a file beside tags must say");
            }
            catch (JsonException fault)
            {
                throw new BadInputException(
                    $"{sidecar}: is not JSON ({fault.Message}); right would be an object with \"simulated\"", fault);
            }
        });
    }
}
