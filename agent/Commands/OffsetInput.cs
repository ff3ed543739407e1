using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Opens input files; everything wrong with them becomes one line that names the file.</summary>
internal static class OffsetInput
{
    /// <summary>Runs a reader on a file.</summary>
    /// <exception cref="BadInputException">The file cannot be opened or read.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path}: is a directory; right would be a file");
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such file");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return read(stream);
        }
        catch (TagFileException fault)
        {
            throw new BadInputException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>The format named by an option.</summary>
    /// <exception cref="BadInputException">No format has that name.</exception>
    public static TagFormat ParseFormat(string option, string name) => TagFormats.TryParse(name, out TagFormat format)
        ? format
        : throw new BadInputException($"{option} is '{name}'; right would be {TagFormats.Accepted}");

    /// <summary>The unit named by --unit, null without it.</summary>
    /// <exception cref="BadInputException">No unit has that name.</exception>
    public static TimeUnit? ParseUnit(string? name)
    {
        if (name is null) return null;
        if (TimeUnits.TryParse(name, out TimeUnit unit)) return unit;
        throw new BadInputException($"--unit is '{name}'; right would be {TimeUnits.Accepted}");
    }

    /// <summary>Refuses a unit for a file that states its own.</summary>
    /// <exception cref="BadInputException">--unit was given, and the file is not text.</exception>
    public static void CheckUnit(string path, TagFormat format, TagReadOptions options)
    {
        if (options.Unit is null || format == TagFormat.Text) return;
        throw new BadInputException(
            $"{path}: is {TagFormats.Name(format)}, which states its unit; only text files take a --unit");
    }

    /// <summary>The tick given by --tick in picoseconds, as an exact ratio; null without it.</summary>
    /// <exception cref="BadInputException">Not above 0, above 1 us, or of more than 9 digits after the point.</exception>
    public static TickLength? ParseTick(decimal? picoseconds)
    {
        const long Scale = 1_000_000; // femtoseconds of 6 more digits
        if (picoseconds is not decimal tick) return null;
        if (!(tick is > 0 and <= 1_000_000) || decimal.Truncate(tick * 1000 * Scale) != tick * 1000 * Scale)
            throw new BadInputException(
                $"--tick is {tick}; right would be more than 0, at most 1000000 ps, up to 9 digits after the point");
        long numerator = (long)(tick * 1000 * Scale);
        long divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, Scale);
        return new TickLength(numerator / divisor, Scale / divisor);
    }
}
