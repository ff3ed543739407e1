using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Rules;
using Qit.Tidy.Tests.Structure;

namespace Qit.Tidy.Tests;

/// <summary>
/// Portable code runs on .NET 10 and on .NET nanoFramework v1. These tests compile it against the device's API and
/// look in the IL for what the device cannot run or runs differently. docs/portable.md explains each rule.
/// </summary>
public sealed class PortableProjectsTests
{
    private static IEnumerable<TestCaseData> Projects() =>
        PortableProjects.All.Select(project => new TestCaseData(project.Path).SetArgDisplayNames(project.Name));

    [TestCaseSource(nameof(Projects))]
    public void PortableProject_RunsOnTheDevice(string path)
    {
        ProjectFile project = PortableProjects.All.Single(candidate => candidate.Path == path);
        Findings.AssertNone(PortableRules.Check(PortableProjects.Compile(project)));
    }

    [Test]
    public void PortableProjects_AreFound() =>
        Assert.That(PortableProjects.All.Select(project => project.Name),
            Is.SupersetOf(new[] { "Qit.Core", "Qit.Protocols", "Qit.Hal", "Qit.Firmware" }));

    [Test]
    public void Guide_ExplainsEveryRule()
    {
        string guide = File.ReadAllText(Repository.Absolute("docs/portable.md"));
        foreach (IRule rule in PortableRules.All)
            Assert.That(guide, Does.Contain($"| `{rule.Id}` |"), "docs/portable.md lacks the row of a rule");
    }
}
