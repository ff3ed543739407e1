using System.Text.RegularExpressions;

namespace Qit.Tidy.Tests.Structure;

/// <summary>Rules on the text of files: no paths of somebody's machine, no source file too long to read.</summary>
public sealed partial class TextTests
{
    private const int LongestSource = 400;
    private static readonly string[] Extensions =
    [
        ".cs", ".md", ".txt", ".csproj", ".nfproj", ".projitems", ".props", ".targets", ".sln", ".editorconfig",
        ".json", ".yml", ".ps1", ".sh", ".service", ".html", ".js", ".css", "",
    ];

    private static IEnumerable<(string Path, string[] Lines)> Texts() =>
        Repository.Files().Where(path => Extensions.Contains(Path.GetExtension(path)))
            .Select(path => (Repository.Relative(path), File.ReadAllLines(path)));

    [Test]
    public void NoFile_NamesAPathOfAMachine() =>
        Findings.AssertNone(Texts().SelectMany(file => MachinePaths(file.Path, file.Lines)));

    [Test]
    public void NoSourceFile_IsTooLong() =>
        Findings.AssertNone(Texts().Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => TooLong(file.Path, file.Lines)));

    // The planted paths are put together here, so that this file does not contain them.
    [TestCase("/home", "/somebody/data.bin")]
    [TestCase("see C:", @"\Users\somebody")]
    [TestCase("cp /work", "/main/x .")]
    [TestCase("out=/tmp", "/run.log")]
    [TestCase("/Users", "/somebody/x")]
    [TestCase("/root", "/x")]
    public void PlantedMachinePath_IsReported(string start, string end) =>
        Assert.That(MachinePaths("f", ["fine", start + end]).Select(finding => finding.Line), Is.EqualTo(new[] { 2 }));

    [TestCase("https://example.org/home/page")]
    [TestCase("GET /work")]
    [TestCase("/dev/ttyUSB0 and /var/lib/qit and /etc/qit")]
    [TestCase("docs/work/plan.md")]
    [TestCase("a relative ./tmp/file")]
    public void OrdinaryPath_IsNotReported(string line) => Assert.That(MachinePaths("f", [line]), Is.Empty);

    [TestCase(LongestSource, 0)]
    [TestCase(LongestSource + 1, 1)]
    public void SourceLength_IsLimited(int lines, int expected) =>
        Assert.That(TooLong("f.cs", new string[lines]).Count(), Is.EqualTo(expected));

    private static IEnumerable<Finding> MachinePaths(string path, string[] lines) =>
        lines.Select((line, index) => (line, index)).Where(at => MachinePath().IsMatch(at.line)).Select(at =>
            new Finding(path, at.index + 1, "MACHINEPATH", $"names a path of one machine: {MachinePath().Match(at.line).Value}",
                "write a path inside the repository, or take it from an option"));

    private static IEnumerable<Finding> TooLong(string path, string[] lines)
    {
        if (lines.Length > LongestSource)
            yield return new Finding(path, lines.Length, "LENGTH", $"{lines.Length} lines are too many",
                $"split it by idea; the limit is {LongestSource} lines");
    }

    [GeneratedRegex(@"(?<![\w./:-])/(home|Users|work|tmp|root|mnt|media)/[\w.-]|\b[A-Z]:\\(Users|Windows|Program|Temp|work)")]
    private static partial Regex MachinePath();
}
