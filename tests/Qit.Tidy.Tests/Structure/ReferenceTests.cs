namespace Qit.Tidy.Tests.Structure;

public sealed class ReferenceTests
{
    [Test]
    public void Projects_FollowTheDirectionOfDependencies() => Findings.AssertNone(ReferenceRules.Check(ProjectFile.All));

    [TestCase("protocols/Qit.Core/Qit.Core.csproj", "protocols/Qit.Protocols/Qit.Protocols.csproj", "SIBLING")]
    [TestCase("protocols/Qit.Timing/Qit.Timing.csproj", "protocols/Qit.Randomness/Qit.Randomness.csproj", "SIBLING")]
    [TestCase("protocols/Qit.Randomness/Qit.Randomness.csproj", "protocols/Qit.Protocols/Qit.Protocols.csproj", "SIBLING")]
    [TestCase("protocols/Qit.New/Qit.New.csproj", "hal/Qit.Hal/Qit.Hal.csproj", "DIRECTION")]
    [TestCase("hal/Qit.Hal.Linux/Qit.Hal.Linux.csproj", "agent/Qit.Agent.csproj", "DIRECTION")]
    [TestCase("firmware/Qit.Firmware.Host/Qit.Firmware.Host.csproj", "agent/Qit.Agent.csproj", "DIRECTION")]
    [TestCase("tools/Qit.Tool/Qit.Tool.csproj", "hal/Qit.Hal/Qit.Hal.csproj", "LAYER")]
    public void PlantedReference_IsReported(string project, string reference, string rule)
    {
        string text = $"""<Project><ItemGroup><ProjectReference Include="/{reference}" /></ItemGroup></Project>""";
        IEnumerable<Finding> findings = ReferenceRules.Check([ProjectFile.Parse(project, text)]);
        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(new[] { rule }));
    }

    [Test]
    public void PortableProject_WithPackageOrHostReference_IsReported()
    {
        ProjectFile host = ProjectFile.Parse("hal/Qit.Hal.Linux/Qit.Hal.Linux.csproj", "<Project />");
        ProjectFile portable = ProjectFile.Parse("firmware/Qit.Firmware/Qit.Firmware.csproj", """
            <Project>
              <Import Project="../../Portable.props" />
              <ItemGroup>
                <PackageReference Include="System.IO.Ports" />
                <ProjectReference Include="../../hal/Qit.Hal.Linux/Qit.Hal.Linux.csproj" />
              </ItemGroup>
            </Project>
            """);
        string[] rules = [.. ReferenceRules.Check([host, portable]).Select(finding => finding.Rule)];
        Assert.That(rules, Is.EqualTo(new[] { "PORTABLEREF", "PORTABLEREF" }));
    }

    [Test]
    public void AllowedReference_IsNotReported()
    {
        ProjectFile core = ProjectFile.Parse(
            "protocols/Qit.Core/Qit.Core.csproj", """<Project><Import Project="../../Portable.props" /></Project>""");
        ProjectFile hal = ProjectFile.Parse("hal/Qit.Hal/Qit.Hal.csproj", """
            <Project>
              <Import Project="..\..\Portable.props" />
              <ItemGroup><ProjectReference Include="..\..\protocols\Qit.Core\Qit.Core.csproj" /></ItemGroup>
            </Project>
            """);
        Assert.That(ReferenceRules.Check([core, hal]), Is.Empty);
    }
}
