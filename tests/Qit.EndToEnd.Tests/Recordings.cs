namespace Qit.EndToEnd.Tests;

/// <summary>Real recordings, which stay outside the repository for their licences.</summary>
internal static class Recordings
{
    /// <summary>Path of a recording; skips the test, with the reason, where it is not at hand.</summary>
    /// <param name="relative">Path below shared/data.</param>
    public static string Find(string relative)
    {
        IEnumerable<string> roots = Environment.GetEnvironmentVariable("QIT_SHARED") is { Length: > 0 } named
            ? [named]
            : [];
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
            roots = roots.Append(Path.Combine(at.FullName, "shared"));
        string? found = roots.Select(root => Path.Combine(root, "data", relative)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Ignore($"recording data/{relative} is not at hand; set QIT_SHARED to the folder that holds data/");
        return found!;
    }
}
