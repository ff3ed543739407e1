namespace Qit.Tidy.Tests.Structure;

/// <summary>
/// The direction of dependencies (docs/architecture.md): protocols know nothing of the world, the world knows nothing
/// of the shells, and the halves of protocols meet only in a shell.
/// </summary>
internal static class ReferenceRules
{
    private static readonly Dictionary<string, string[]> LayersBelow = new(StringComparer.Ordinal)
    {
        ["protocols"] = ["protocols"],
        ["hal"] = ["hal", "protocols"],
        ["firmware"] = ["firmware", "hal", "protocols"],
        ["agent"] = ["agent", "firmware", "hal", "protocols"],
        ["hil-rigs"] = ["hil-rigs", "agent", "firmware", "hal", "protocols"],
    };

    /// <summary>Projects whose references are listed in full, because their layer alone would allow more.</summary>
    private static readonly Dictionary<string, string[]> Exactly = new(StringComparer.Ordinal)
    {
        ["Qit.Core"] = [],
        ["Qit.Timing"] = ["Qit.Core"],
        ["Qit.Randomness"] = ["Qit.Core"],
        ["Qit.Protocols"] = ["Qit.Core"],
        ["Qit.Hal"] = ["Qit.Core"],
    };

    public static IEnumerable<Finding> Check(IReadOnlyList<ProjectFile> projects) =>
        projects.SelectMany(project => Direction(project).Concat(Siblings(project)).Concat(Portable(project, projects)));

    private static IEnumerable<Finding> Direction(ProjectFile project)
    {
        if (project.Layer == "tests")
            yield break;
        if (!LayersBelow.TryGetValue(project.Layer, out string[]? allowed))
        {
            yield return Wrong(project, "LAYER", $"'{project.Layer}' is no layer of the design",
                $"put the project below {string.Join(", ", LayersBelow.Keys)} or tests");
            yield break;
        }
        foreach (string reference in project.ProjectReferences.Where(reference => !allowed.Contains(reference.Split('/')[0])))
            yield return Wrong(project, "DIRECTION", $"{project.Layer} must not refer to {reference}",
                $"refer only to {string.Join(", ", allowed)}, and let a shell bring the two together");
    }

    private static IEnumerable<Finding> Siblings(ProjectFile project)
    {
        if (!Exactly.TryGetValue(project.Name, out string[]? allowed))
            yield break;
        foreach (string reference in project.ProjectReferences)
            if (!allowed.Contains(Path.GetFileNameWithoutExtension(reference)))
                yield return Wrong(project, "SIBLING", $"{project.Name} must not refer to {reference}",
                    allowed.Length == 0 ? "it refers to nothing" : $"it refers to {string.Join(", ", allowed)} only");
    }

    private static IEnumerable<Finding> Portable(ProjectFile project, IReadOnlyList<ProjectFile> projects)
    {
        if (!project.IsPortable)
            yield break;
        foreach (string package in project.PackageReferences)
            yield return Wrong(project, "PORTABLEREF", $"a portable project uses the package {package}",
                "there is no such package for the device: write it, or put it behind a contract");
        foreach (string reference in project.ProjectReferences)
            if (projects.FirstOrDefault(other => other.Path == reference) is not { IsPortable: true })
                yield return Wrong(project, "PORTABLEREF", $"a portable project refers to {reference}, which is not portable",
                    "import Portable.props there, or turn the reference round");
    }

    private static Finding Wrong(ProjectFile project, string rule, string wrong, string right) =>
        new(project.Path, 1, rule, wrong, right);
}
