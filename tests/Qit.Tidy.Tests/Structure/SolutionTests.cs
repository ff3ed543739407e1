using System.Text.RegularExpressions;

namespace Qit.Tidy.Tests.Structure;

public sealed partial class SolutionTests
{
    private const string Solution = "QitDevice.sln";

    [Test]
    public void EveryProject_IsInTheSolution() =>
        Findings.AssertNone(Missing(File.ReadAllText(Repository.Absolute(Solution)), ProjectFile.All));

    [Test]
    public void ProjectOutsideTheSolution_IsReported()
    {
        ProjectFile listed = ProjectFile.Parse("a/A.csproj", "<Project />"), left = ProjectFile.Parse("b/B.csproj", "<Project />");
        const string solution = "Project(\"{X}\") = \"A\", \"a\\A.csproj\", \"{Y}\"";
        Assert.That(Missing(solution, [listed, left]).Select(finding => finding.File), Is.EqualTo(new[] { "b/B.csproj" }));
    }

    private static IEnumerable<Finding> Missing(string solution, IEnumerable<ProjectFile> projects)
    {
        HashSet<string> listed = [.. Listed().Matches(solution).Select(match => match.Groups["path"].Value.Replace('\\', '/'))];
        return projects.Where(project => !listed.Contains(project.Path)).Select(project =>
            new Finding(project.Path, 1, "SOLUTION", $"the project is not in {Solution}", $"dotnet sln {Solution} add {project.Path}"));
    }

    [GeneratedRegex(@"^Project\([^)]*\) = ""[^""]*"", ""(?<path>[^""]+proj)""", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
