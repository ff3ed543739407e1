using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Agent.Commands;

/// <summary>
/// The four files of one simulation: two of tags, and beside each the sidecar that marks it as simulated. They appear
/// together or not at all, and the sidecars first: an a1 file has no header, and must never stand there unmarked.
/// </summary>
internal sealed class SimulatedFileSet : IDisposable
{
    private readonly WholeFile[] sidecars;
    private readonly WholeFile[] tags;

    /// <exception cref="IOException">A file cannot be made; nothing is left of the others.</exception>
    /// <exception cref="UnauthorizedAccessException">See above.</exception>
    public SimulatedFileSet(string pathA, string pathB)
    {
        var made = new List<WholeFile>();
        try
        {
            foreach (string path in new[] { pathA + ".json", pathB + ".json", pathA, pathB })
                made.Add(new WholeFile(path));
        }
        catch
        {
            made.ForEach(file => file.Dispose());
            throw;
        }
        sidecars = [made[0], made[1]];
        tags = [made[2], made[3]];
    }

    public WholeFile TagsA => tags[0];

    public WholeFile TagsB => tags[1];

    /// <summary>Writes what the sidecars say, brings all four to the disk, and only then gives them their names.</summary>
    /// <param name="sidecarA">What is said beside A's tags.</param>
    /// <param name="sidecarB">What is said beside B's.</param>
    public void Commit(object sidecarA, object sidecarB)
    {
        JsonSerializer.Serialize(sidecars[0].Stream, sidecarA, SimulationJson.SerializerOptions);
        JsonSerializer.Serialize(sidecars[1].Stream, sidecarB, SimulationJson.SerializerOptions);
        WholeFile[] all = [.. sidecars, .. tags];
        foreach (WholeFile file in all)
            file.Finish();
        foreach (WholeFile file in all)
            file.Commit();
    }

    public void Dispose()
    {
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i].Dispose();
            sidecars[i].Dispose();
            // A sidecar without its tags is withdrawn, unless tags of an earlier run stand there: they stay marked.
            if (sidecars[i].IsCommitted && !tags[i].IsCommitted && !File.Exists(tags[i].Path))
                File.Delete(sidecars[i].Path);
        }
    }
}
