using System.Globalization;
using System.Text;

namespace Qit.Randomness.Certification;

/// <summary>One line key=value of a canonical text.</summary>
internal static class CanonicalLine
{
    /// <summary>Appends it: invariant culture, shortest exact number, line feed.</summary>
    public static void Append(StringBuilder text, string key, object value) =>
        text.Append(key).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\n');
}
