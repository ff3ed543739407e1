using System.Globalization;

namespace Qit.Randomness.Certification;

/// <summary>
/// The lines key=value of a canonical text, taken one by one. The text may come from anywhere: every fault is a
/// <see cref="FormatException"/> that names line and key.
/// </summary>
internal sealed class CanonicalText
{
    /// <summary>Longest text, characters; those written here stay below a tenth of it.</summary>
    public const int LengthMaximum = 32768;

    private readonly Dictionary<string, (int Line, string Value)> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Splits a text into its lines.</summary>
    /// <exception cref="FormatException">Too long, no line feed at the end, or a line that is not key=value with a new key.</exception>
    public CanonicalText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMaximum)
            throw new FormatException($"Parameters have at most {LengthMaximum} characters, not {text.Length}.");
        if (!text.EndsWith('\n'))
            throw new FormatException("Parameters end with a line feed; the text is empty or cut off.");
        string[] lines = text[..^1].Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int equals = lines[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !lines[i].Take(equals).All(char.IsAsciiLetterOrDigit))
                throw new FormatException($"Line {i + 1} is not key=value: '{Excerpt(lines[i])}'.");
            string key = lines[i][..equals];
            if (!entries.TryAdd(key, (i + 1, lines[i][(equals + 1)..])))
                throw new FormatException($"Line {i + 1}: {Excerpt(key)} was given before, in line {entries[key].Line}.");
        }
    }

    /// <summary>True when the key is there, taken or not.</summary>
    public bool Has(string key) => entries.ContainsKey(key);

    /// <summary>The text after key=.</summary>
    public string Take(string key)
    {
        if (!entries.TryGetValue(key, out (int Line, string Value) entry))
            throw new FormatException($"{key} is missing.");
        taken.Add(key);
        return entry.Value;
    }

    /// <summary>A whole number.</summary>
    public long TakeInteger(string key)
    {
        string value = Take(key);
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == value)
        {
            return number;
        }
        throw Fault(key, value, "a whole number without leading zeros");
    }

    /// <summary>A finite number in its shortest exact form.</summary>
    public double TakeNumber(string key)
    {
        string value = Take(key);
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) && number.ToString(CultureInfo.InvariantCulture) == value)
        {
            return number;
        }
        throw Fault(key, value, "a finite number in its shortest exact form");
    }

    /// <summary>true or false.</summary>
    public bool TakeFlag(string key) => Take(key) switch
    {
        "true" => true,
        "false" => false,
        string other => throw Fault(key, other, "true or false"),
    };

    /// <summary>A SHA-256 in lower-case hexadecimal.</summary>
    public string TakeHash(string key)
    {
        string value = Take(key);
        return value.Length == 64 && value.All(char.IsAsciiHexDigitLower)
            ? value
            : throw Fault(key, value, "64 lower-case hexadecimal digits");
    }

    /// <summary>Checks that nothing is left over.</summary>
    /// <exception cref="FormatException">A key was not taken.</exception>
    public void CheckAllTaken()
    {
        foreach ((string key, (int line, _)) in entries)
        {
            if (!taken.Contains(key))
                throw new FormatException($"Line {line}: {Excerpt(key)} is no key of this method.");
        }
    }

    /// <summary>A fault at a key.</summary>
    public FormatException Fault(string key, string value, string right) =>
        new($"Line {entries[key].Line}: {key} is '{Excerpt(value)}'; right would be {right}.");

    /// <summary>Demands that a text built anew equals the one given.</summary>
    /// <exception cref="FormatException">They differ; the first line that does is named.</exception>
    public static void CheckEqual(string given, string rebuilt)
    {
        if (string.Equals(given, rebuilt, StringComparison.Ordinal)) return;
        string[] left = given.Split('\n');
        string[] right = rebuilt.Split('\n');
        int at = 0;
        while (at < left.Length && at < right.Length && left[at] == right[at]) at++;
        string found = at < left.Length ? left[at] : "";
        string wanted = at < right.Length ? right[at] : "";
        throw new FormatException(
            $"Line {at + 1} is '{Excerpt(found)}'; the parameters that the text describes have '{Excerpt(wanted)}' there.");
    }

    // A hostile text must not fill a log.
    private static string Excerpt(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "...");
}
