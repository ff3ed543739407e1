using System.Xml.Linq;

namespace Qit.Tidy.Tests.Structure;

/// <summary>What a project file says about itself. Read as XML: nothing is built and no SDK is asked.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument document;

    private ProjectFile(string path, XDocument document)
    {
        (Path, this.document) = (path, document);
        ProjectReferences = [.. Includes("ProjectReference").Select(Resolve)];
        PackageReferences = [.. Includes("PackageReference")];
        Imports = [.. Elements("Import").Select(import => import.Attribute("Project")?.Value).OfType<string>()];
    }

    /// <summary>Path from the root of the repository.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>First folder of the path: protocols, hal, firmware, agent, hil-rigs or tests.</summary>
    public string Layer => Path.Split('/')[0];

    /// <summary>Paths from the root of the repository.</summary>
    public IReadOnlyList<string> ProjectReferences { get; }

    public IReadOnlyList<string> PackageReferences { get; }

    public IReadOnlyList<string> Imports { get; }

    public bool IsPortable => Imports.Any(import => System.IO.Path.GetFileName(import.Replace('\\', '/')) == "Portable.props");

    /// <summary>A project that only the device's build system can build; its sources are checked here all the same.</summary>
    public bool IsDeviceOnly => Path.EndsWith(".nfproj", StringComparison.Ordinal);

    public static ProjectFile Parse(string path, string text) => new(path, XDocument.Parse(text));

    public static IReadOnlyList<ProjectFile> All { get; } =
    [
        .. new[] { "*.csproj", "*.nfproj" }.SelectMany(Repository.Files)
            .Select(path => Parse(Repository.Relative(path), File.ReadAllText(path))),
    ];

    /// <summary>C# files that take part in the build: those below the project file, plus and minus Compile items.</summary>
    public IReadOnlyList<string> Sources()
    {
        string folder = Repository.Absolute(Folder);
        IEnumerable<string> own = IsDeviceOnly ? [] : Repository.Files(folder, "*.cs");
        IEnumerable<string> shared = Imports.Where(import => import.EndsWith(".projitems", StringComparison.Ordinal))
            .SelectMany(SharedSources);
        IEnumerable<string> removed = Includes("Compile", "Remove").SelectMany(Glob);
        IEnumerable<string> included = Includes("Compile").SelectMany(Glob);
        return [.. own.Except(removed).Union(included).Union(shared).Order(StringComparer.Ordinal)];
    }

    /// <summary>A shared project: its items are relative to its own file.</summary>
    private IEnumerable<string> SharedSources(string import)
    {
        string path = Resolve(import);
        string text = File.ReadAllText(Repository.Absolute(path)).Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal);
        ProjectFile shared = Parse(path, text);
        return shared.Includes("Compile").SelectMany(shared.Glob);
    }

    private IEnumerable<string> Glob(string include)
    {
        string pattern = include.Replace('\\', '/');
        int wildcard = pattern.IndexOf('*', StringComparison.Ordinal);
        if (wildcard < 0)
            return [Repository.Absolute(System.IO.Path.Combine(Folder, pattern))];
        string start = pattern[..(pattern.LastIndexOf('/', wildcard) + 1)];
        string below = Repository.Absolute(System.IO.Path.Combine(Folder, start));
        bool deep = pattern.Contains("**", StringComparison.Ordinal);
        return !Directory.Exists(below) ? [] : Repository.Files(below, System.IO.Path.GetFileName(pattern))
            .Where(path => deep || System.IO.Path.GetDirectoryName(path) == System.IO.Path.GetFullPath(below).TrimEnd('/', '\\'));
    }

    private IEnumerable<string> Includes(string item, string attribute = "Include") =>
        Elements(item).Select(element => element.Attribute(attribute)?.Value).OfType<string>().SelectMany(value => value.Split(';'));

    private IEnumerable<XElement> Elements(string name) => document.Descendants().Where(element => element.Name.LocalName == name);

    private string Resolve(string include)
    {
        string rooted = System.IO.Path.GetFullPath(System.IO.Path.Combine("/", Folder, include.Replace('\\', '/')));
        return System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath("/"), rooted).Replace('\\', '/');
    }
}
