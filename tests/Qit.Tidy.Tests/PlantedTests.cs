using System.Text.RegularExpressions;
using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Rules;

namespace Qit.Tidy.Tests;

/// <summary>
/// The controls of the portable rules. Each file under Planted/ is compiled as the device build would; a line that
/// ends in <c>//! RULE</c> must be reported by exactly that rule, and no other line may be reported at all. A mark on the
/// first line stands for findings that have no line.
/// </summary>
public sealed partial class PlantedTests
{
    private static readonly string Folder = Repository.Absolute("tests/Qit.Tidy.Tests/Planted");

    private static IEnumerable<TestCaseData> Planted() =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new TestCaseData(path).SetArgDisplayNames(Path.GetRelativePath(Folder, path)));

    [TestCaseSource(nameof(Planted))]
    public void Planted_AreReportedExactly(string path)
    {
        string text = File.ReadAllText(path);
        var source = new SourceFile(Path.GetFileName(path), text);

        Finding[] findings = text.StartsWith("// host", StringComparison.Ordinal)
            ? [.. new SurfaceRule().Check(DeviceCompiler.CompileForHost("Planted", [source]))]
            : [.. PortableRules.Check(DeviceCompiler.Compile("Planted", [source]))];

        string[] reported = [.. findings.Select(f => $"{Math.Max(f.Line, 1)}: {f.Rule}").Distinct().Order(StringComparer.Ordinal)];
        string[] expected = [.. Marks(text).Select(m => $"{m.Line}: {m.Rule}").Order(StringComparer.Ordinal)];
        Assert.That(reported, Is.EqualTo(expected), () => string.Join('\n', findings));
    }

    [Test]
    public void EveryRule_HasAPlantedViolation()
    {
        string[] planted = [.. Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Marks(File.ReadAllText(path))).Select(mark => mark.Rule).Distinct()];
        Assert.That(planted, Is.EquivalentTo(PortableRules.All.Select(rule => rule.Id)));
    }

    [Test]
    public void EveryPlantedFile_HasANearMiss()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories))
            Assert.That(File.ReadAllText(path), Does.Contain("NearMiss"), path);
    }

    [GeneratedRegex(@"//! (?<rules>[A-Z]+( [A-Z]+)*)\s*$")]
    private static partial Regex Mark();

    private static IEnumerable<(int Line, string Rule)> Marks(string text) =>
        text.Split('\n').SelectMany((line, index) => Mark().Match(line) is { Success: true } mark
            ? mark.Groups["rules"].Value.Split(' ').Select(rule => (index + 1, rule)) : []);
}
