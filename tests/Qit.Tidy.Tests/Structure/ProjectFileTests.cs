namespace Qit.Tidy.Tests.Structure;

public sealed class ProjectFileTests
{
    private const string Here = "tests/Qit.Tidy.Tests/Structure/";

    private static string[] SourcesOf(string path, string items) =>
        [.. ProjectFile.Parse(path, $"<Project><ItemGroup>{items}</ItemGroup></Project>").Sources().Select(Repository.Relative)];

    [Test]
    public void SdkProject_TakesTheFilesBelowIt()
    {
        string[] sources = SourcesOf("tests/Qit.Tidy.Tests/Other.csproj", """<Compile Remove="Planted/**" />""");
        Assert.That(sources, Does.Contain(Here + "ProjectFileTests.cs"));
        Assert.That(sources, Has.None.Contain("/Planted/").And.None.Contain("/obj/"));
        Assert.That(SourcesOf("tests/Qit.Tidy.Tests/Other.csproj", ""), Has.Some.Contain("/Planted/"));
    }

    [Test]
    public void DeviceProject_TakesWhatItIncludes()
    {
        const string project = "tests/Qit.Tidy.Tests/Fake/Fake.nfproj";
        Assert.That(SourcesOf(project, ""), Is.Empty);
        Assert.That(SourcesOf(project, """<Compile Include="..\Structure\*.cs" Link="x" />"""), Does.Contain(Here + "ProjectFileTests.cs"));
        Assert.That(SourcesOf(project, """<Compile Include="..\*.cs" />"""), Does.Not.Contain(Here + "ProjectFileTests.cs"));
        Assert.That(SourcesOf(project, """<Compile Include="..\**\*.cs" />"""), Does.Contain(Here + "ProjectFileTests.cs"));
        Assert.That(SourcesOf(project, """<Compile Include="../Finding.cs;../Repository.cs" />"""), Has.Length.EqualTo(2));
    }
}
