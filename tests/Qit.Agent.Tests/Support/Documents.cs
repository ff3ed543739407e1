namespace Qit.Agent.Tests.Support;

/// <summary>The pages of docs/, found above the test's directory.</summary>
internal static class Documents
{
    public static string Find(string name)
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "docs", name)))
            folder = Path.GetDirectoryName(folder);
        Assert.That(folder, Is.Not.Null, $"docs/{name} above the test's directory");
        return Path.Combine(folder!, "docs", name);
    }
}
