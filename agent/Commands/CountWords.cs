using System.Globalization;

namespace Qit.Agent.Commands;

/// <summary>Reads the lists on the command line of `qit count`.</summary>
internal static class CountWords
{
    private const long WidestPicoseconds = 1_000_000_000_000;

    /// <summary>Channel numbers, parted by commas.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="text">What was given.</param>
    /// <param name="count">How many are wanted; 0 takes any number of them, each once.</param>
    /// <exception cref="BadInputException">Something else.</exception>
    public static int[] Channels(string option, string text, int count)
    {
        int[] channels = [.. text.Split(',').Select(word => Channel(word)
            ?? throw new BadInputException($"{option} is '{text}'; right would be channel numbers, such as 1,4"))];
        if (count > 0 && channels.Length != count)
            throw new BadInputException($"{option} is '{text}'; right would be {count} channels, parted by commas");
        if (count == 0 && channels.Distinct().Count() < channels.Length)
            throw new BadInputException($"{option} is '{text}', which names a channel twice; right would be once");
        return channels;
    }

    /// <summary>Patterns such as 1+4 or 1+2+4:2000 (full width of the window, ps), parted by commas.</summary>
    /// <exception cref="BadInputException">Something else.</exception>
    public static List<(IReadOnlyList<int> Channels, long? WindowPicoseconds)> Patterns(string text)
    {
        var patterns = new List<(IReadOnlyList<int>, long?)>();
        foreach (string word in text.Split(','))
        {
            string[] parts = word.Split(':');
            int?[] channels = [.. parts[0].Split('+').Select(Channel)];
            long window = 0;
            if (parts.Length > 2 || channels.Length < 2 || channels.Contains(null)
                || channels.Distinct().Count() < channels.Length
                || (parts.Length == 2 && !TryWindow(parts[1], out window)))
            {
                throw new BadInputException($"--patterns has '{word}'; right would be two or more different channels, such as "
                    + $"1+4, or with a window 1+2+4:2000 (full width, 0 to {WidestPicoseconds} ps)");
            }
            patterns.Add(([.. channels.Select(channel => channel!.Value)], parts.Length == 2 ? window : null));
        }
        return patterns;
    }

    /// <summary>Words of the form CHANNEL=VALUE, also parted by commas.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="words">What was given.</param>
    /// <param name="lowest">Smallest value allowed.</param>
    /// <param name="highest">Largest value allowed.</param>
    /// <exception cref="BadInputException">Something else, or a channel twice.</exception>
    public static Dictionary<int, decimal> ByChannel(
        string option, IEnumerable<string> words, decimal lowest, decimal highest)
    {
        var values = new Dictionary<int, decimal>();
        foreach (string word in words.SelectMany(word => word.Split(',')))
        {
            string[] parts = word.Split('=');
            if (parts.Length != 2 || Channel(parts[0]) is not int channel
                || !decimal.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
                || value < lowest || value > highest)
            {
                throw new BadInputException(
                    $"{option} is '{word}'; right would be CHANNEL=VALUE with a value from {lowest} to {highest}");
            }
            if (!values.TryAdd(channel, value))
                throw new BadInputException($"{option} names channel {channel} twice; right would be once");
        }
        return values;
    }

    /// <summary>Whole picoseconds from the lowest allowed to a second.</summary>
    /// <exception cref="BadInputException">Out of range.</exception>
    public static long Picoseconds(string option, long value, long lowest) => value >= lowest && value <= WidestPicoseconds
        ? value
        : throw new BadInputException($"{option} is {value}; right would be {lowest} to {WidestPicoseconds} ps");

    private static bool TryWindow(string text, out long window) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out window) && window <= WidestPicoseconds;

    private static int? Channel(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int channel) ? channel : null;
}
