namespace Qit.Randomness.Tests.Support;

/// <summary>
/// Finds recordings kept beside the repository (folder shared/data, or below the directory in QIT_SHARED); a test that
/// needs one is skipped with a reason where it is absent.
/// </summary>
internal static class SharedData
{
    public static string FileOrIgnore(string name)
    {
        var start = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        for (DirectoryInfo? folder = start; folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(candidate)) return candidate;
        }
        if (Environment.GetEnvironmentVariable("QIT_SHARED") is { Length: > 0 } root)
        {
            string candidate = Path.Combine(root, "data", name);
            if (File.Exists(candidate)) return candidate;
        }
        Assert.Ignore($"Recording {name} is not in a folder shared/data beside the repository.");
        return "";
    }
}
