using System.Text;

namespace Qit.Agent.Configuration;

/// <summary>Shows a value from a file in an error: short, and without anything that would break its one line.</summary>
internal static class BadValue
{
    private const int LongestShown = 60;

    public static string Show(string value, int longest = LongestShown)
    {
        var shown = new StringBuilder(Math.Min(value.Length, longest) + 3);
        foreach (char letter in value.AsSpan(0, Math.Min(value.Length, longest)))
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        return value.Length > longest ? shown.Append("...").ToString() : shown.ToString();
    }
}
