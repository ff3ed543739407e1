namespace Qit.Timing.Formats;

/// <summary>Layout of a tag file.</summary>
public enum TagFormat
{
    /// <summary>Decide from the content; refuse when the content does not decide.</summary>
    Auto,

    /// <summary>Binary, 8 bytes an event, one little-endian 64-bit word (fpfind, S-Fifteen).</summary>
    A1,

    /// <summary>As A1 with the two 32-bit halves swapped: high half first (option -X of the card's reader).</summary>
    A1Legacy,

    /// <summary>Hexadecimal text, 8 digits a line, two lines an event, low half first.</summary>
    A0,

    /// <summary>Hexadecimal text, 16 digits a line, one event a line.</summary>
    A2,

    /// <summary>Decimal text: time[,channel] a line; lines starting with # are comments.</summary>
    Text,

    /// <summary>PicoQuant PTU, T2 records (HydraHarp, PicoHarp, TimeHarp, MultiHarp).</summary>
    Ptu,

    /// <summary>qutools quTAG, uncompressed binary with its header.</summary>
    Qutag,

    /// <summary>QitDevice time tags: compressed blocks with checksums and an index.</summary>
    Qtt,
}

/// <summary>Names of <see cref="TagFormat"/> on command lines and in reports.</summary>
public static class TagFormats
{
    /// <summary>The names accepted by <see cref="TryParse"/>.</summary>
    public const string Accepted = "auto, a1, a1-legacy, a0, a2, text, ptu, qutag or qtt";

    private static readonly TagFormat[] All = Enum.GetValues<TagFormat>();

    /// <summary>Name of a format.</summary>
    public static string Name(TagFormat format) => format switch
    {
        TagFormat.Auto => "auto",
        TagFormat.A1 => "a1",
        TagFormat.A1Legacy => "a1-legacy",
        TagFormat.A0 => "a0",
        TagFormat.A2 => "a2",
        TagFormat.Text => "text",
        TagFormat.Ptu => "ptu",
        TagFormat.Qutag => "qutag",
        TagFormat.Qtt => "qtt",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
    };

    /// <summary>The format of a name. False when there is none of that name.</summary>
    public static bool TryParse(string name, out TagFormat format)
    {
        int index = Array.FindIndex(All, candidate => Name(candidate) == name);
        format = index < 0 ? TagFormat.Auto : All[index];
        return index >= 0;
    }
}

/// <summary>Unit of the times in a decimal text file.</summary>
public enum TimeUnit
{
    /// <summary>1e-15 s.</summary>
    Femtoseconds,

    /// <summary>1e-12 s.</summary>
    Picoseconds,

    /// <summary>1e-9 s.</summary>
    Nanoseconds,

    /// <summary>1e-6 s.</summary>
    Microseconds,

    /// <summary>1e-3 s.</summary>
    Milliseconds,

    /// <summary>One second.</summary>
    Seconds,
}

/// <summary>Names and lengths of <see cref="TimeUnit"/>.</summary>
public static class TimeUnits
{
    /// <summary>The abbreviations accepted by <see cref="TryParse"/>.</summary>
    public const string Accepted = "fs, ps, ns, us, ms or s";

    /// <summary>Reads an abbreviation (fs, ps, ns, us, ms, s). False when it is none of them.</summary>
    public static bool TryParse(string text, out TimeUnit unit)
    {
        (bool known, unit) = text switch
        {
            "fs" => (true, TimeUnit.Femtoseconds),
            "ps" => (true, TimeUnit.Picoseconds),
            "ns" => (true, TimeUnit.Nanoseconds),
            "us" => (true, TimeUnit.Microseconds),
            "ms" => (true, TimeUnit.Milliseconds),
            "s" => (true, TimeUnit.Seconds),
            _ => (false, TimeUnit.Picoseconds),
        };
        return known;
    }

    /// <summary>Femtoseconds in one unit.</summary>
    public static long Femtoseconds(TimeUnit unit) => unit switch
    {
        TimeUnit.Femtoseconds => 1,
        TimeUnit.Picoseconds => 1_000,
        TimeUnit.Nanoseconds => 1_000_000,
        TimeUnit.Microseconds => 1_000_000_000,
        TimeUnit.Milliseconds => 1_000_000_000_000,
        TimeUnit.Seconds => 1_000_000_000_000_000,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no such unit"),
    };
}
