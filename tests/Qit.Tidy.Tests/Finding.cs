namespace Qit.Tidy.Tests;

/// <summary>One thing that is wrong, printed as <c>file:line: RULE what is wrong; what would be right</c>.</summary>
internal readonly record struct Finding(string File, int Line, string Rule, string Wrong, string Right)
{
    public override string ToString() => $"{File}:{Line}: {Rule} {Wrong}; {Right}";
}

internal static class Findings
{
    /// <summary>Fails with one line per finding; passes when there are none.</summary>
    public static void AssertNone(IEnumerable<Finding> findings)
    {
        string[] lines = [.. findings.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).Select(f => f.ToString())];
        Assert.That(lines, Is.Empty, () => $"{lines.Length} finding(s)\n" + string.Join('\n', lines));
    }
}
