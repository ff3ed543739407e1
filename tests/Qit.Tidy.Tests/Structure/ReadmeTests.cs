using System.Text.RegularExpressions;

namespace Qit.Tidy.Tests.Structure;

public sealed partial class ReadmeTests
{
    [Test]
    public void Readme_LinksToFilesThatExist()
    {
        const string readme = "README.md";
        Findings.AssertNone(Broken(readme, File.ReadAllLines(Repository.Absolute(readme)), path => Path.Exists(Repository.Absolute(path))));
    }

    [Test]
    public void Documents_LinkToFilesThatExist()
    {
        string docs = Repository.Absolute("docs");
        Findings.AssertNone(Repository.Files(docs, "*.md").SelectMany(file => Broken(
            Repository.Relative(file), File.ReadAllLines(file), path => Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, path)))));
    }

    [Test]
    public void BrokenLink_IsReported()
    {
        string[] lines = ["[a](docs/a.md) and [web](https://example.org)", "[b](docs/b.md#part) [anchor](#here)",
            "![c](img/c.png \"title\")"];
        Assert.That(Broken("README.md", lines, path => path == "docs/a.md").Select(finding => finding.Line), Is.EqualTo(new[] { 2, 3 }));
    }

    private static IEnumerable<Finding> Broken(string document, string[] lines, Func<string, bool> exists) =>
        from line in lines.Select((text, index) => (text, number: index + 1))
        from Match link in Link().Matches(line.text)
        let target = link.Groups["target"].Value
        where !exists(target)
        select new Finding(document, line.number, "LINK", $"{target} does not exist",
            "link to a file of the repository, relative to this document");

    // Relative targets only: no scheme, no anchor of the same page.
    [GeneratedRegex(@"\]\((?!\w+:|#)(?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
