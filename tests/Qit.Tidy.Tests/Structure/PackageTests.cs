using System.Xml;
using System.Xml.Linq;

namespace Qit.Tidy.Tests.Structure;

/// <summary>A dependency is a promise to keep it up to date, so each says what it is for.</summary>
public sealed class PackageTests
{
    private const string Versions = "Directory.Packages.props";

    [Test]
    public void EveryPackageVersion_SaysWhatItIsFor() =>
        Findings.AssertNone(WithoutReason(File.ReadAllText(Repository.Absolute(Versions))));

    [Test]
    public void PackageVersionWithoutReason_IsReported()
    {
        const string text = """
            <Project>
              <ItemGroup Label="Product">
                <!-- Serial ports. -->
                <PackageVersion Include="A" Version="1" />
                <PackageVersion Include="A.More" Version="1" />
                <PackageVersion Include="C" Version="1" />
              </ItemGroup>
              <ItemGroup>
                <PackageVersion Include="B" Version="1" />
              </ItemGroup>
            </Project>
            """;
        Assert.That(WithoutReason(text).Select(finding => finding.Line), Is.EqualTo(new[] { 6, 9 }));
    }

    /// <summary>
    /// A comment speaks for the line below it and for lines of the same family after that (MQTTnet, MQTTnet.Server);
    /// the label of a group speaks for the lines before its first comment.
    /// </summary>
    private static IEnumerable<Finding> WithoutReason(string text)
    {
        foreach (XElement version in XDocument.Parse(text, LoadOptions.SetLineInfo).Descendants("PackageVersion"))
            if (!HasReason(version))
                yield return new Finding(Versions, ((IXmlLineInfo)version).LineNumber, "REASON",
                    $"{version.Attribute("Include")?.Value} does not say what it is for",
                    "write one comment line above it or its group");
    }

    private static bool HasReason(XElement version)
    {
        XNode? above = version.PreviousNode;
        if (above is XComment)
            return true;
        if (!version.NodesBeforeSelf().Any(node => node is XComment))
            return version.Parent?.Attribute("Label") is not null;
        return above is XElement other && Family(other) == Family(version) && HasReason(other);
    }

    private static string Family(XElement version) => (version.Attribute("Include")?.Value ?? "").Split('.')[0];
}
