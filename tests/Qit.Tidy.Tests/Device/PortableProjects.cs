using Qit.Tidy.Tests.Structure;

namespace Qit.Tidy.Tests.Device;

/// <summary>The portable projects, found by their import of Portable.props, compiled as the device build would.</summary>
internal static class PortableProjects
{
    private static readonly Dictionary<string, DeviceAssembly> Compiled = new(StringComparer.Ordinal);

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. ProjectFile.All.Where(project => project.IsPortable || project.IsDeviceOnly)];

    /// <summary>Compiles a project after those it refers to; each once per test run.</summary>
    public static DeviceAssembly Compile(ProjectFile project)
    {
        lock (Compiled)
        {
            if (Compiled.TryGetValue(project.Path, out DeviceAssembly? done))
                return done;
            // What is not portable cannot be compiled for the device; ProjectReferenceTests reports the reference.
            IEnumerable<ProjectFile> references = All.Where(other => project.ProjectReferences.Contains(other.Path));
            return Compiled[project.Path] = DeviceCompiler.Compile(
                project.Name,
                project.Sources().Select(path => new SourceFile(Repository.Relative(path), File.ReadAllText(path))),
                references.Select(Compile).ToArray());
        }
    }
}
