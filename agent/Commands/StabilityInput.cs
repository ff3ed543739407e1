using System.Globalization;

namespace Qit.Agent.Commands;

/// <summary>Reads the input of `qit stability`: one number a line.</summary>
internal static class StabilityInput
{
    private const int MostCharactersShown = 40;

    // Squares of what is computed from it must stay finite; nothing physical comes near.
    private const double Largest = 1e100;

    /// <summary>The numbers; NaN where the file says nan.</summary>
    /// <exception cref="BadInputException">A line is not a number, or there are fewer than 3.</exception>
    public static double[] Read(Stream stream, string path)
    {
        using var reader = new StreamReader(stream);
        var numbers = new List<double>();
        int number = 0;
        while (reader.ReadLine() is string line)
        {
            number++;
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#') continue;
            if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
            {
                numbers.Add(double.NaN);
                continue;
            }

            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !(Math.Abs(value) <= Largest))
            {
                string shown = text.Length > MostCharactersShown ? $"{text[..MostCharactersShown]}..." : text.ToString();
                throw new BadInputException(
                    $"{path}: line {number}: '{shown}' is not a usable number; right would be one number a line, such as "
                    + "-1.5e-9 and at most 1e100 in size, nan for a missing one, or a # comment");
            }

            numbers.Add(value);
        }

        if (numbers.Count < 3)
            throw new BadInputException($"{path}: holds {numbers.Count} numbers; right would be at least 3");
        return [.. numbers];
    }
}
