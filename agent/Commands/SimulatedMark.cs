using System.Text.Json;

namespace Qit.Agent.Commands;

/// <summary>Whether input is simulated: from its own header, and from the file beside it, FILE.json. Null is "nobody said":
/// a binary tag file has no header, and one whose sidecar was lost must not pass for a real one.</summary>
internal static class SimulatedMark
{
    /// <summary>What is said of a file. One who says "simulated" is believed over one who denies it.</summary>
    /// <exception cref="BadInputException">The file beside it is there, but cannot be understood: guessing "real" would
    /// be the wrong side to err on.</exception>
    public static bool? Of(string path, bool? header)
    {
        bool? sidecar = Sidecar(path);
        return header == true || sidecar == true ? true : header ?? sidecar;
    }

    /// <summary>What holds of two files together: simulated when one is, real only when both are.</summary>
    public static bool? Join(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    /// <summary>The first line of the report for people, if there is anything to say.</summary>
    /// <param name="simulated">What was found.</param>
    /// <param name="what">"the tags are" or "the histogram is".</param>
    /// <param name="output">Takes the line.</param>
    public static void Write(bool? simulated, string what, TextWriter output)
    {
        if (simulated == true)
            output.WriteLine($"[simulated] {what} marked as simulated");
        else if (simulated is null)
            output.WriteLine($"[simulated?] unknown: {what} without a mark, and there is no sidecar FILE.json");
    }

    private static bool? Sidecar(string path)
    {
        string sidecar = path + ".json";
        if (!File.Exists(sidecar)) return null;
        return OffsetInput.Read<bool?>(sidecar, stream =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(stream);
                if (document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("simulated", out JsonElement simulated)
                    && simulated.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
                    return simulated.ValueKind == JsonValueKind.Null ? null : simulated.GetBoolean();
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
