namespace Qit.Timing.Tests;

/// <summary>Finds recordings that stay outside the repository: in data/ of the folder named by QIT_SHARED, or of a
/// folder "shared" beside the repository or above it.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        foreach (string root in Roots())
        {
            string path = System.IO.Path.Combine(root, "data", relative);
            if (File.Exists(path)) return path;
        }

        Assert.Ignore($"recording data/{relative} is not at hand; set QIT_SHARED to the folder that holds data/");
        return "";
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("QIT_SHARED") is { Length: > 0 } named) yield return named;
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        for (; folder is not null; folder = folder.Parent)
            yield return System.IO.Path.Combine(folder.FullName, "shared");
    }
}
