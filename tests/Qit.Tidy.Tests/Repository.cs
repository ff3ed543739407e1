namespace Qit.Tidy.Tests;

/// <summary>
/// The working tree under test, found by walking up from the test binaries, so that the checks read what
/// is on disk and need no path from outside.
/// </summary>
internal static class Repository
{
    private const string Marker = "QitDevice.sln";
    private static readonly string[] BuildFolders = ["bin", "obj", ".git", ".vs", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static string Absolute(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>Every file of the tree that people wrote: build output and tool folders are left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*") =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(path => !IsBuildOutput(folder, path))
            .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Files(string pattern = "*") => Files(Root, pattern);

    private static bool IsBuildOutput(string folder, string path) =>
        Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).SkipLast(1).Any(BuildFolders.Contains);

    private static string FindRoot()
    {
        for (string? at = TestContext.CurrentContext.TestDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (File.Exists(Path.Combine(at, Marker)))
                return at;
        throw new InvalidOperationException(
            $"no {Marker} above {TestContext.CurrentContext.TestDirectory}: run the tests inside the repository");
    }
}
